from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import Cancelled, ImportRefused
from cdconsole.importing import child
from cdconsole.importing.child import ReaderFailed, run_in_child
from cdconsole.importing.limits import MEGABYTE, Limits, limit_this_process
from unit.importing import hostile_work as work

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


def run(task: Any, watch: Any, **limits: Any) -> Any:
    return run_in_child(task, Limits(**limits), watch)


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def test_that_the_answer_and_the_progress_come_back(watch: Any) -> None:
    assert run(work.answer, watch) == 42
    assert watch.heard == [7]


def test_that_the_child_loads_neither_qt_nor_storage_nor_pandas(watch: Any) -> None:
    loaded = run(work.loaded_modules, watch)
    tops = {name.split(".")[0] for name in loaded}
    assert not tops & {"PySide6", "pandas", "numpy", "sqlcipher3", "openpyxl"}
    assert {name.split(".")[1] for name in loaded if name.startswith("cdconsole.")} == {
        "domain",
        "importing",
        "no_network",
    }


def test_that_a_child_that_hangs_is_ended_and_leaves_no_zombie(watch: Any) -> None:
    began = time.monotonic()
    with pytest.raises(ImportRefused, match=r"longer than 0\.6 seconds"):
        run(work.hang, watch, wall_seconds=0.6)
    assert time.monotonic() - began < 5
    assert_gone(watch.heard)


def test_that_cancelling_ends_the_child_and_leaves_no_zombie(stopped_watch: Any) -> None:
    with pytest.raises(Cancelled):
        run(work.hang, stopped_watch)
    assert_gone(stopped_watch.heard)


def assert_gone(heard: list[int]) -> None:
    if sys.platform == "linux":
        assert heard
        assert not (Path("/proc") / str(heard[0])).exists()


@posix
def test_that_a_child_that_is_killed_is_reported_plainly(watch: Any) -> None:
    with pytest.raises(ImportRefused, match="want of memory"):
        run(work.be_killed, watch)


@posix
def test_that_a_child_that_burns_its_processor_time_is_stopped(watch: Any) -> None:
    with pytest.raises(ImportRefused, match="processor time"):
        run(work.burn, watch, cpu_seconds=1)


def test_that_a_child_that_vanishes_is_reported_plainly(watch: Any) -> None:
    with pytest.raises(ImportRefused, match="without an answer"):
        run(work.vanish, watch)


@posix
@pytest.mark.parametrize("task", [work.hoard, work.answer_too_much])
def test_that_a_child_that_needs_too_much_memory_is_refused(task: Callable[..., object], watch: Any) -> None:
    with pytest.raises(ImportRefused, match="more memory"):
        run(task, watch, memory_bytes=500 * MEGABYTE)


def test_that_a_refusal_keeps_its_two_sentences(watch: Any) -> None:
    with pytest.raises(ImportRefused) as refused:
        run(work.refuse, watch)
    assert (refused.value.message, refused.value.what_to_do) == ("What is wrong.", "What to do.")


def test_that_a_bug_tells_its_place_but_no_value_of_the_file(watch: Any, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReaderFailed, match=r"KeyError in break_down, line \d+") as bug:
        run(work.break_down, watch)
    assert "SMITH" not in str(bug.value) + "".join(capfd.readouterr())


def test_that_the_child_has_no_network(watch: Any) -> None:
    with pytest.raises(ReaderFailed, match="NetworkForbidden"):
        run(work.phone_home, watch)


@posix
def test_that_the_child_can_write_no_file(watch: Any) -> None:
    assert run(work.write_a_file, watch) == "refused"


@pytest.fixture
def limits_are_put_back() -> Iterator[None]:
    import gc
    import resource

    kinds = (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_AS)
    before = {kind: resource.getrlimit(kind) for kind in kinds}
    yield
    gc.enable()
    for kind, limits in before.items():
        resource.setrlimit(kind, limits)


GENEROUS = Limits(memory_bytes=2**45, cpu_seconds=10**6)


@posix
@pytest.mark.usefixtures("limits_are_put_back")
def test_that_the_limits_are_set_on_the_process_that_asks_for_them() -> None:
    import resource

    limit_this_process(GENEROUS)
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    assert resource.getrlimit(resource.RLIMIT_AS)[0] <= 2**45
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] <= 10**6


def no_memory(_report: object) -> None:
    raise MemoryError


class NoMemoryForTheFirst:
    """A pipe's end for which pickling the first answer takes too much memory."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self._is_first = True

    def send(self, answer: object) -> None:
        if self._is_first:
            self._is_first = False
            raise MemoryError
        self.sent.append(answer)

    def close(self) -> None:
        self.sent.append("closed")


@posix
@pytest.mark.usefixtures("limits_are_put_back")
@pytest.mark.parametrize(
    ("task", "said"),
    [
        (partial(sum, (1, 2)), "TypeError"),
        (work.answer, "42"),
        (work.refuse, "What is wrong."),
        (no_memory, "more memory"),
    ],
)
def test_that_every_ending_of_the_work_becomes_a_message(task: Any, said: str) -> None:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child._child_main(partial(child._unstreamed, task), GENEROUS, sender)
    messages = []
    while receiver.poll():
        try:
            messages.append(receiver.recv())
        except EOFError:
            break
    receiver.close()
    assert said in str(messages[-1])


@posix
@pytest.mark.usefixtures("limits_are_put_back")
def test_that_an_answer_too_large_to_send_is_told() -> None:
    sender = NoMemoryForTheFirst()
    child._child_main(no_memory, GENEROUS, sender)  # type: ignore[arg-type]
    assert "more memory" in str(sender.sent[0])
    assert sender.sent[-1] == "closed"
