"""What the window's memory still holds after Ctrl+L, counted: `python tests/reliability/memory_after_lock.py` (Linux).

The real window, offscreen, with its real worker: a passphrase is typed, charts are looked at, a review is read, a note
is typed into it, and the department is locked. Then /proc/<pid>/mem of the window is searched for each of these texts.
The window's process is driven from outside, a key at a time: no text is in it that the program did not put there.

It is done twice: as the program runs, and with every piece of memory overwritten as it is given back (by settings of
Python and of the C library that are too slow for every day). What is found the first time only was not in use any more.
"""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

REVIEWED, BOX = "Dr Amara Okafor", "Talent management"
PATIENCE_SECONDS = 300
OVERWRITING = {"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}


@dataclass(frozen=True)
class Measured:
    """Counts by text; ``blank_ms`` is from the key press to the first paint of the page without records."""

    before: dict[str, int]
    after: dict[str, int]
    others_after: dict[str, int]
    blank_ms: float
    worker_ms: float
    processes_left: list[str]


def measure(parent: Path, settings: dict[str, str]) -> Measured:
    """Drive the window, started with some settings, through a session; search its memory before and after the lock."""
    # Made up here: what a module says would be in every process that imports it.
    stored, typed, clinician = (f"{kind} {secrets.token_hex(10)}" for kind in ("stored", "typed", "Dr"))
    folder, passphrase = prepare(parent, stored, clinician)
    marks = {"passphrase": passphrase, "stored note": stored, "typed note": typed, "clinician's name": clinician}
    window = Driven(folder, {"CDCONSOLE_HOME": str(parent / "window"), **settings})
    try:
        window.ask("focus", "passphrase")
        window.type(passphrase)
        window.ask("press", "unlock")
        for place in ("clinician", "data", "goals", "reviews"):
            window.ask("go", place)
        window.ask("pick", "Reviews", REVIEWED)
        window.ask("press", "Continue review")
        window.ask("focus", BOX)
        window.type(typed)
        window.ask("settle", "2500")
        before = count(window.pid, marks)
        held_keys = [Path(f"/proc/{pid}") for pid, name in descendants(window.pid) if name == "worker"]
        assert held_keys
        blank_ms = float(window.ask("lock"))
        began = time.monotonic()
        while any(process.exists() for process in held_keys):
            window.ask("settle", "10")
        worker_ms = (time.monotonic() - began) * 1000
        window.ask("settle", "3000")
        left = list(descendants(window.pid))
        elsewhere = [count(pid, marks) for pid, _ in left]
        others = {mark: sum(found[mark] for found in elsewhere) for mark in marks}
        return Measured(before, count(window.pid, marks), others, blank_ms, worker_ms, [name for _, name in left])
    finally:
        window.end()


def prepare(parent: Path, stored: str, clinician: str) -> tuple[Path, str]:
    """Make a small department with a review that holds a known text; return its folder and passphrase."""
    from cdconsole.domain.calendar import SystemClock
    from cdconsole.domain.clinician import Clinician, Grade
    from cdconsole.domain.identity import ClinicianId
    from cdconsole.domain.requests import (
        ListClinicians,
        PrepareReview,
        ReadLockedDepartment,
        SaveClinician,
        SaveReviewNote,
        UnlockDepartment,
    )
    from cdconsole.domain.review import NoteKind
    from cdconsole.services.registry import answer
    from cdconsole.services.session import Session
    from cdconsole.services.tasks import Task
    from journeys.department import FAST_KDF, copy_of, make_template

    template = parent / "template"
    template.mkdir()
    ready = copy_of(make_template(template), parent)
    session = Session(SystemClock(), parent / "preparing", FAST_KDF)
    director = answer(session, ReadLockedDepartment(str(ready.folder)), Task()).people[0]
    answer(session, UnlockDepartment(str(ready.folder), director.id, ready.director), Task())
    answer(session, SaveClinician(Clinician(ClinicianId(""), clinician, Grade.CONSULTANT, ("XQ",))), Task())
    okafor = next(one for one in answer(session, ListClinicians(), Task()) if one.name == REVIEWED)
    review = answer(session, PrepareReview(okafor.id), Task())
    answer(session, SaveReviewNote(review.id, NoteKind.RECOGNITION, None, stored, 0), Task())
    session.close()
    return ready.folder, ready.director


class Driven:
    """The window in a process of its own, and the pipe that says what to press."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **settings}
        command = [sys.executable, __file__, "--window", str(folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=pipe, text=True, bufsize=1, start_new_session=True
        )
        self.pid = self._process.pid
        self.ask("ready")

    def ask(self, *words: str) -> str:
        """Have something done, and return what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        line = self._process.stdout.readline()
        assert line.startswith("done"), (words, line)
        return line.removeprefix("done").strip()

    def type(self, text: str) -> None:
        for letter in text:
            self.ask("key", letter)

    def kill(self) -> None:
        """Kill the window and every process it started, at once."""
        os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(30)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


# --- looking at processes --------------------------------------------------------------------------------------------


def count(pid: int, marks: dict[str, str]) -> dict[str, int]:
    """Return how often each text stands in the memory of a process, as UTF-8 or as UTF-16."""
    found = dict.fromkeys(marks, 0)
    for data in memory(pid):
        for mark, text in marks.items():
            found[mark] += data.count(text.encode()) + data.count(text.encode("utf-16-le"))
    return found


def memory(pid: int) -> Iterator[bytes]:
    """Yield what a process can write to, region by region."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            region, permissions = line.split()[:2]
            if permissions.startswith("rw"):
                start, end = (int(edge, 16) for edge in region.split("-"))
                file.seek(start)
                try:
                    yield file.read(end - start)
                except OSError:  # device memory
                    continue


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """Yield the processes below a process: number, and what each is for."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes().decode().replace("\0", " ")
        yield int(child), "resource tracker" if "resource_tracker" in words else "worker"
        yield from descendants(int(child))


# --- the window's process --------------------------------------------------------------------------------------------


def window(folder: Path) -> None:
    """Open the window and do what is asked on the standard input, one thing at a time."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from cdconsole import app as composition
    from journeys.person import Person

    class Patience:
        def waitUntil(self, check: Callable[[], None], timeout: int) -> None:  # noqa: N802 - pytest-qt's name
            until = time.monotonic() + timeout / 1000
            while True:
                try:
                    return check()
                except AssertionError:
                    if time.monotonic() > until:
                        raise
                    QTest.qWait(10)

    class Painted(QObject):
        at = 0.0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Paint:
                self.at = self.at or time.perf_counter()
            return False

    person = Person(Patience(), QApplication([]), composition.window_setup(str(folder)))  # type: ignore[arg-type]
    painted = Painted()

    def lock() -> str:
        person.window.entrance.installEventFilter(painted)
        began = time.perf_counter()
        person.shortcut(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        person.wait(lambda: painted.at > 0, "the entrance")
        return f"{(painted.at - began) * 1000:.1f}"

    def focus(name: str) -> None:
        person.wait(lambda: person._has(QWidget, name), name)
        person.part(QWidget, name).setFocus()

    actions: dict[str, Callable[..., object]] = {
        "ready": lambda: person.wait(lambda: person.has_button("unlock"), "the button"),
        "focus": focus,
        "key": person.type,
        "press": person.press,
        "go": person.go,
        "pick": person.pick,
        "settle": lambda milliseconds: QTest.qWait(int(milliseconds)),
        "lock": lock,
    }
    for name, *words in asked(lambda: QTest.qWait(2)):
        print("done", actions[name](*words) or "", flush=True)
    person.leave()


def asked(meanwhile: Callable[[], None]) -> Iterator[list[str]]:
    """Yield what is asked on the standard input, until it ends; the window lives on while nothing is."""
    while True:
        if not select.select([sys.stdin], [], [], 0)[0]:
            meanwhile()
        elif line := sys.stdin.readline():
            yield json.loads(line)
        else:
            return


def main() -> int:
    if sys.argv[1:2] == ["--window"]:
        window(Path(sys.argv[2]))
        return 0
    signal.alarm(PATIENCE_SECONDS)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        usual = measure(Path(first), {})
        overwritten = measure(Path(second), OVERWRITING)
    print(f"{'text':18}{'while open':>12}{'after lock':>12}{'still in use':>14}{'other processes':>17}")
    for mark, times in usual.before.items():
        elsewhere = usual.others_after[mark] + overwritten.others_after[mark]
        print(f"{mark:18}{times:>12}{usual.after[mark]:>12}{overwritten.after[mark]:>14}{elsewhere:>17}")
    print(f"blank {usual.blank_ms:.0f} ms after the key; the worker with the keys gone {usual.worker_ms:.0f} ms later")
    print("processes left: " + ", ".join(usual.processes_left))
    is_clean = not any((*overwritten.after.values(), *usual.others_after.values(), *overwritten.others_after.values()))
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
