"""The real worker process: answers, refusals, bugs, cancelling, progress, order, death and publishing."""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import Cancelled, UserFacingError, WrongPassphrase
from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
from cdconsole.services.wire import BugReport
from cdconsole.ui import worker_link
from cdconsole.ui.task_runner import ProcessTaskRunner
from cdconsole.ui.worker_link import WorkerEntry
from journeys.conftest import PASSPHRASE, Heard, answer_of, new_department
from journeys.worker_requests import (
    Break,
    Count,
    Die,
    Echo,
    Hang,
    IsDumpable,
    PhoneHome,
    QueryForEver,
    Refuse,
    ReturnSomethingThatCannotTravel,
    Write,
    run_hasty_worker,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the POSIX way")


def test_that_answers_come_in_the_order_asked_and_on_the_thread_of_the_window(
    qtbot: QtBot, runner: ProcessTaskRunner, qapp: QApplication
) -> None:
    heard = Heard()
    threads = []
    runner.finished.connect(lambda _number: threads.append(QThread.currentThread()))
    for number in range(200):
        runner.run(Echo(number), heard.listeners())
    assert heard.values == [], "nothing may be delivered before the caller returns to the event loop"
    qtbot.waitUntil(lambda: len(heard.values) == 200, timeout=20_000)
    assert heard.values == list(range(200))
    assert all(thread is qapp.thread() for thread in threads)


def test_that_a_refusal_arrives_as_it_was_raised(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    with pytest.raises(UserFacingError) as refusal:
        answer_of(qtbot, runner, Refuse("The folder is full."))
    assert (refusal.value.message, refusal.value.what_to_do) == ("The folder is full.", "Do something else.")


def test_that_a_bug_is_reported_without_values_and_the_worker_goes_on(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    with pytest.raises(BugReport) as bug:
        answer_of(qtbot, runner, Break("Mrs Example, 9434765919"))
    assert bug.value.kind == "KeyError"
    assert "worker_requests.py" in bug.value.trace
    assert "9434765919" not in str(bug.value.args)
    assert str(Path.home()) not in bug.value.trace
    assert answer_of(qtbot, runner, Echo(7)) == 7


def test_that_asking_for_the_network_is_a_bug_even_where_refusals_are_swallowed(
    qtbot: QtBot, runner: ProcessTaskRunner
) -> None:
    with pytest.raises(BugReport) as bug:
        answer_of(qtbot, runner, PhoneHome())
    assert bug.value.kind == "NetworkForbidden"
    assert answer_of(qtbot, runner, Echo(7)) == 7


def test_that_an_answer_that_cannot_travel_is_a_bug_and_not_a_silence(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    with pytest.raises(BugReport):
        answer_of(qtbot, runner, ReturnSomethingThatCannotTravel())
    assert answer_of(qtbot, runner, Echo(1)) == 1


def test_that_progress_comes_at_most_twenty_times_a_second_and_the_last_step_always(
    qtbot: QtBot, runner: ProcessTaskRunner
) -> None:
    heard = Heard()
    started = time.monotonic()
    runner.run(Count(300, 1), heard.listeners())
    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    assert 2 <= len(heard.progress) <= 20 * (time.monotonic() - started) + 2
    assert (heard.progress[-1].done, heard.progress[-1].of) == (300, 300)


def test_that_a_cancelled_request_is_heard_of_no_more_and_stops_early(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    answer_of(qtbot, runner, Echo(0))
    heard = Heard()
    running = runner.run(Count(10_000, 1), heard.listeners())
    qtbot.waitUntil(lambda: bool(heard.progress), timeout=10_000)
    running.cancel()
    started = time.monotonic()
    assert answer_of(qtbot, runner, Echo(5)) == 5
    assert time.monotonic() - started < 5, "ten seconds of counting were not stopped"
    assert not heard.is_over


def test_that_cancelling_before_its_turn_skips_it_and_only_it(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    answer_of(qtbot, runner, Echo(0))
    first, second, third = Heard(), Heard(), Heard()
    runner.run(Count(20, 10), first.listeners())
    runner.run(Count(10_000, 1), second.listeners()).cancel()
    runner.run(Echo(3), third.listeners())
    started = time.monotonic()
    qtbot.waitUntil(lambda: third.is_over, timeout=10_000)
    assert time.monotonic() - started < 5
    assert (first.values, second.values, third.values) == ([20], [], [3])


def test_that_cancelling_after_the_answer_stops_nothing_else(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    over = Heard()
    running = runner.run(Echo(1), over.listeners())
    qtbot.waitUntil(lambda: over.is_over, timeout=10_000)
    heard = Heard()
    runner.run(Count(50, 2), heard.listeners())
    running.cancel()
    qtbot.waitUntil(lambda: heard.is_over, timeout=10_000)
    assert heard.values == [50]


def test_that_the_person_s_cancel_is_told_to_the_listener(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    numbers: list[int] = []
    runner.began.connect(numbers.append)
    heard = Heard()
    runner.run(Count(10_000, 1), heard.listeners())
    runner.cancel(numbers[0])
    assert [type(problem) for problem in heard.problems] == [Cancelled]
    assert answer_of(qtbot, runner, Echo(2)) == 2


def test_that_a_storm_of_requests_each_cancelling_the_one_before_delivers_exactly_the_last(
    qtbot: QtBot, runner: ProcessTaskRunner
) -> None:
    answer_of(qtbot, runner, Echo(0))
    heard, before = Heard(), None
    for number in range(300):
        if before is not None:
            before.cancel()
        before = runner.run(Echo(number), heard.listeners())
    qtbot.waitUntil(lambda: 299 in heard.values, timeout=20_000)
    assert heard.values == sorted(set(heard.values))
    assert heard.problems == []


def test_that_an_endless_query_is_interrupted_inside_the_database(
    qtbot: QtBot, runner: ProcessTaskRunner, tmp_path: Path
) -> None:
    answer_of(qtbot, runner, new_department(tmp_path))
    heard, sign = Heard(), tmp_path / "started"
    running = runner.run(QueryForEver(str(sign)), heard.listeners())
    qtbot.waitUntil(sign.exists, timeout=10_000)
    running.cancel()
    assert answer_of(qtbot, runner, Echo(9)) == 9
    assert not heard.is_over
    assert answer_of(qtbot, runner, ListAuditEvents()).events, "the department must still be open and readable"


@pytest.mark.parametrize("then_fail", [False, True])
def test_that_a_write_is_announced_once_after_its_answer(
    qtbot: QtBot, runner: ProcessTaskRunner, *, then_fail: bool
) -> None:
    order: list[object] = []
    runner.changed.connect(lambda changes: order.append(changes.topics))
    heard = Heard()
    runner.finished.connect(lambda _number: order.append("answer"))
    runner.run(Write(then_fail=then_fail), heard.listeners())
    qtbot.waitUntil(lambda: len(order) == 2, timeout=10_000)
    answer_of(qtbot, runner, Echo(1))
    assert order == ["answer", frozenset({Topic.GOAL}), "answer"]
    assert bool(heard.problems) is then_fail


def test_that_a_write_is_published_within_five_seconds_without_being_asked(
    qtbot: QtBot, runner: ProcessTaskRunner, tmp_path: Path
) -> None:
    summary = answer_of(qtbot, runner, new_department(tmp_path))
    before = _newest(Path(summary.folder))
    with qtbot.waitSignal(runner.published, timeout=6_000):
        runner.run(Write(), Heard().listeners())
    assert _newest(Path(summary.folder)) > before


def test_that_a_folder_that_cannot_be_written_is_told_and_the_work_kept(
    qtbot: QtBot, runner: ProcessTaskRunner, tmp_path: Path
) -> None:
    summary = answer_of(qtbot, runner, new_department(tmp_path))
    folder = Path(summary.folder)
    hidden = folder.with_name("elsewhere")
    folder.rename(hidden)
    with qtbot.waitSignal(runner.not_published, timeout=6_000) as told:
        runner.run(Write(), Heard().listeners())
    assert all(told.args)
    events = answer_of(qtbot, runner, ListAuditEvents()).events
    assert "something" in [event.subject for event in events]
    hidden.rename(folder)


def test_that_closing_the_window_publishes_and_the_next_worker_finds_everything(
    qtbot: QtBot, runner: ProcessTaskRunner, entry: WorkerEntry, tmp_path: Path
) -> None:
    summary = answer_of(qtbot, runner, new_department(tmp_path))
    runner.run(Write(), Heard().listeners())
    answer_of(qtbot, runner, Echo(1))
    runner.end_and_wait()
    locked = answer_of(qtbot, runner, ReadLockedDepartment(summary.folder))
    assert not locked.has_unpublished_work
    with pytest.raises(WrongPassphrase):
        answer_of(qtbot, runner, UnlockDepartment(summary.folder, summary.person.id, "not these words at all"))
    again = answer_of(qtbot, runner, UnlockDepartment(summary.folder, summary.person.id, PASSPHRASE))
    assert again.person == summary.person
    assert "something" in [event.subject for event in answer_of(qtbot, runner, ListAuditEvents()).events]


def test_that_lock_forgets_the_keys_and_a_request_at_once_afterwards_waits_for_the_old_worker(
    qtbot: QtBot, runner: ProcessTaskRunner, tmp_path: Path
) -> None:
    summary = answer_of(qtbot, runner, new_department(tmp_path))
    unheard = Heard()
    runner.run(Count(10_000, 1), unheard.listeners())
    started = time.monotonic()
    runner.end()
    assert time.monotonic() - started < 0.1
    with pytest.raises(UserFacingError, match="locked"):
        answer_of(qtbot, runner, ListAuditEvents())
    again = answer_of(qtbot, runner, UnlockDepartment(summary.folder, summary.person.id, PASSPHRASE))
    assert again.department == "Gastroenterology"
    assert not unheard.is_over


def test_that_a_worker_that_dies_is_told_to_every_listener_and_a_new_one_answers(
    qtbot: QtBot, runner: ProcessTaskRunner
) -> None:
    answer_of(qtbot, runner, Echo(0))
    dying, waiting = Heard(), Heard()
    with qtbot.waitSignal(runner.stopped, timeout=10_000):
        runner.run(Die(), dying.listeners())
        runner.run(Echo(1), waiting.listeners())
    assert [type(problem) for problem in dying.problems + waiting.problems] == [UserFacingError] * 2
    assert "stopped" in waiting.problems[0].args[0]
    assert answer_of(qtbot, runner, Echo(2)) == 2


def test_that_a_window_that_is_killed_takes_its_worker_along(
    qtbot: QtBot, entry: WorkerEntry, runner: ProcessTaskRunner
) -> None:
    answer_of(qtbot, runner, Echo(0))
    link = runner._link
    assert link is not None
    link._outgoing.close()  # what the system does with a dead window's pipes
    with qtbot.waitSignal(runner.stopped, timeout=10_000):
        pass
    assert not _is_running(link.pid)


def test_that_a_window_that_is_killed_leaves_no_worker_hanging_with_its_keys(qtbot: QtBot, own_home: Path) -> None:
    entry = partial(run_hasty_worker, home=own_home / "data", clock=SystemClock())
    runner = ProcessTaskRunner(entry)
    answer_of(qtbot, runner, Echo(0))
    runner.run(Hang(), Heard().listeners())
    link = runner._link
    assert link is not None
    link._outgoing.close()
    with qtbot.waitSignal(runner.stopped, timeout=10_000):
        pass
    assert not _is_running(link.pid)


def test_that_lock_ends_a_worker_that_hangs_when_its_time_is_up(
    qtbot: QtBot, runner: ProcessTaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_link, "CLOSING_SECONDS", 0.5)
    answer_of(qtbot, runner, Echo(0))
    runner.run(Hang(), Heard().listeners())
    link = runner._link
    assert link is not None
    runner.end()
    qtbot.waitUntil(lambda: not _is_running(link.pid), timeout=10_000)
    assert answer_of(qtbot, runner, Echo(1)) == 1


def test_that_ctrl_c_in_the_terminal_does_not_stop_the_worker(qtbot: QtBot, runner: ProcessTaskRunner) -> None:
    answer_of(qtbot, runner, Echo(0))
    link = runner._link
    assert link is not None
    assert link.pid is not None
    os.kill(link.pid, signal.SIGINT)
    assert answer_of(qtbot, runner, Echo(4)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and asks prctl")
def test_that_the_worker_dumps_no_core_and_other_processes_cannot_look_into_it(
    qtbot: QtBot, runner: ProcessTaskRunner
) -> None:
    answer_of(qtbot, runner, Echo(0))
    link = runner._link
    assert link is not None
    process = Path(f"/proc/{link.pid}")
    limits = {line[:26].strip(): line[26:].split() for line in (process / "limits").read_text().splitlines()}
    assert limits["Max core file size"][:2] == ["0", "0"]
    assert answer_of(qtbot, runner, IsDumpable()) == 0


def _newest(folder: Path) -> int:
    return max(path.stat().st_mtime_ns for path in folder.rglob("*"))


def _is_running(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
