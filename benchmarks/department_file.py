"""The department file: unlocking, saving a note, publishing; each against what the computer itself takes for it."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import file_digest
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from cdconsole.demo.build import Demonstration
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    AmendPredictedDischarge,
    ListClinicians,
    PrepareReview,
    ReadLockedDepartment,
    SaveClinician,
    SaveReviewNote,
    ShowDepartment,
    ShowSession,
    ShowWardList,
    UnlockDepartment,
)
from cdconsole.domain.review import NoteKind
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.registry import answer, load_handlers
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.wire import Answered, Ask, Close, Failed, Published
from cdconsole.services.worker import run_worker
from cdconsole.storage import sqlcipher
from cdconsole.vault.kdf import KdfParameters
from driven_window import make_demonstration
from figures import Entry, against, spread

RUNS, NOTES, LARGE_MB = 7, 200, 100
UNLOCK_MS, NOTE_MS, NOTE_RATIO, COPYING_TIMES = 250, 20, 2.0, 2


def measure_unlock() -> Entry:
    """Unlock and read what the first screen shows, less Argon2id's own time, with and without a current local copy."""
    load_handlers()
    with tempfile.TemporaryDirectory() as folder, clocked_argon2id() as argon:
        made = make_demonstration(Path(folder))
        unlocked_beyond(made, Path(folder) / "warm", argon)  # the first time imports what is imported when needed
        warm, cold, copying = [], [], []
        for run in range(RUNS):
            warm.append(unlocked_beyond(made, Path(folder) / "warm", argon))
            cold.append(unlocked_beyond(made, Path(folder) / f"cold-{run}", argon))
            copying.append(timed(partial(copy_and_hash, made.folder, Path(folder) / f"copied-{run}")))
    allowed = UNLOCK_MS + COPYING_TIMES * median(copying) * 1000
    return {
        "argon2id": spread(argon),
        "beyond_it_with_current_copy": spread(warm) | {"target_ms": UNLOCK_MS, "met": median(warm) * 1000 <= UNLOCK_MS},
        "beyond_it_without": spread(cold) | {"target_ms": round(allowed, 2), "met": median(cold) * 1000 <= allowed},
        "copy_and_hash": spread(copying),
    }


def measure_note() -> Entry:
    """Save a growing note, durable when it returns, against a bare SQLCipher commit of the same text."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_demonstration(Path(folder))
        with unlocked(made, Path(folder) / "home") as session:
            clinician = ask(session, ListClinicians())[0].id
            review = ask(session, PrepareReview(clinician)).id
            session.file.exchange.publish()
            first, later, bare = [], [], []
            with bare_commits(Path(folder) / "bare.db") as commit:
                revision, text = 0, ""
                for _ in range(NOTES):
                    text += "and a few words more "
                    request = SaveReviewNote(review, NoteKind.DIRECTOR_NOTE, None, text, revision)
                    (later if revision else first).append(timed(partial(ask, session, request)))
                    bare.append(timed(partial(commit, text)))
                    revision += 1
                for _ in range(RUNS):
                    session.file.exchange.publish()
                    text += "once more "
                    request = SaveReviewNote(review, NoteKind.DIRECTOR_NOTE, None, text, revision)
                    first.append(timed(partial(ask, session, request)))
                    revision += 1
    entry = against("a bare SQLCipher commit of the text, same settings", later, bare, NOTE_RATIO)
    entry["target"] = {"ratio": NOTE_RATIO, "median_ms": NOTE_MS}
    entry["met"] = bool(entry["met"]) and median(later) * 1000 <= NOTE_MS
    return entry | {"first_after_publishing": spread(first)}


def measure_ward_publishing() -> Entry:
    """Amend predicted dates and publish each time: how long it takes, and that only the ward section goes."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_demonstration(Path(folder))
        with unlocked(made, Path(folder) / "home") as session:
            before = {path.name for path in made.folder.iterdir()}
            times = []
            for days in range(1, RUNS + 1):
                patient = ask(session, ShowWardList()).inpatients[0]
                day = session.clock.today() + timedelta(days=days)
                ask(session, AmendPredictedDischarge(patient.id, day, ReasonCode.CLINICAL, patient.revision))
                times.append(timed(session.file.exchange.publish))
            brought = {path.name for path in made.folder.iterdir()} - before
    sections = {section.value for section in Section if any(name.startswith(section.value) for name in brought)}
    return {"publish": spread(times), "sections_published": sorted(sections), "met": sections == {"ward"}}


def measure_large_publishing() -> Entry:
    """Publish a section of 100 MB from the real worker, and ask it something all the while: how long answers take."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_demonstration(Path(folder))
        home = Path(folder) / "home"
        with unlocked(made, home) as session:
            fill(session, LARGE_MB)
        with Asked(home) as worker:
            director = worker.ask(ReadLockedDepartment(str(made.folder))).people[0].id
            worker.ask(UnlockDepartment(str(made.folder), director, made.director_passphrase_file.read_text().strip()))
            quiet = [timed(partial(worker.ask, ShowSession())) for _ in range(200)]
            clinician = worker.ask(ListClinicians())[0]
            begun = time.perf_counter()
            change = timed(partial(worker.ask, SaveClinician(replace(clinician, interests=("large sections",)))))
            waits = []
            while not worker.has_published:
                waits.append(timed(partial(worker.ask, ShowSession())))
            published = time.perf_counter() - begun
    return {
        "section_mb": LARGE_MB,
        "answers_meanwhile": spread(waits),
        "answers_when_quiet": spread(quiet),
        "the_change_itself": spread([change]),
        "published_after_s": round(published, 2),
    }


def fill(session: Session, megabytes: int) -> None:
    """Make the records section large, with history that nobody reads."""
    with session.unit_of_work(Section.RECORDS) as work:
        for number in range(megabytes):
            work.keep_history("filler", f"{number:032d}", 1, None, {"text": "x" * 1_000_000})
        work.commit()


class Asked:
    """A worker process as the window has one, asked one thing at a time."""

    def __init__(self, home: Path) -> None:
        spawn = get_context("spawn")
        theirs, self._out = spawn.Pipe(duplex=False)
        self._back, their_answers = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=run_worker, args=(theirs, their_answers, SystemClock(), home))
        self._process.start()
        self._number = 0
        self.has_published = False

    def ask(self, request: Any) -> Any:
        """Return what the worker answers."""
        self._number += 1
        self._out.send(Ask(self._number, request))
        while True:
            match self._back.recv():
                case Answered(number, value) if number == self._number:
                    return value
                case Failed(_, problem):
                    raise problem
                case Published():
                    self.has_published = True

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.send(Close())
        self._process.join()


# --- what is timed ---------------------------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ask(session: Session, request: Any) -> Any:
    return answer(session, request, Task())


@contextmanager
def unlocked(made: Demonstration, home: Path) -> Iterator[Session]:
    """Unlock the demonstration as its director, with the local copies in a folder of its own."""
    session = Session(SystemClock(), home)
    director = ask(session, ReadLockedDepartment(str(made.folder))).people[0].id
    ask(session, UnlockDepartment(str(made.folder), director, made.director_passphrase_file.read_text().strip()))
    try:
        yield session
    finally:
        session.close()


def unlocked_beyond(made: Demonstration, home: Path, argon: list[float]) -> float:
    """Return the seconds from asking to unlock to having the first screen's content, less what Argon2id took."""
    begun = time.perf_counter()
    with unlocked(made, home) as session:
        ask(session, ShowDepartment())
        return time.perf_counter() - begun - argon[-1]


@contextmanager
def clocked_argon2id() -> Iterator[list[float]]:
    """Return a list that gets the seconds of each derivation."""
    seconds: list[float] = []
    derive = KdfParameters.derive

    def clocked(parameters: KdfParameters, passphrase: str, salt: bytes) -> bytes:
        begun = time.perf_counter()
        key = derive(parameters, passphrase, salt)
        seconds.append(time.perf_counter() - begun)
        return key

    KdfParameters.derive = clocked  # type: ignore[method-assign]
    try:
        yield seconds
    finally:
        KdfParameters.derive = derive  # type: ignore[method-assign]


def copy_and_hash(folder: Path, to: Path) -> None:
    """Do with the newest sections what no reader can do without: copy and hash them."""
    to.mkdir()
    for section in Section:
        newest = max(folder.glob(f"{section.value}-*.db"))
        copied = to / newest.name
        copied.write_bytes(newest.read_bytes())
        with copied.open("rb") as file:
            file_digest(file, "sha256")


@contextmanager
def bare_commits(path: Path) -> Iterator[Callable[[str], None]]:
    """Return what stores one text in a file of its own and commits, with the settings that sections have."""
    connection = sqlcipher.create(path, secrets.token_bytes(32))
    connection.execute("CREATE TABLE text (id INTEGER PRIMARY KEY, words TEXT)")

    def commit(text: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO text (words) VALUES (?)", (text,))
        connection.execute("COMMIT")

    try:
        yield commit
    finally:
        connection.close()
