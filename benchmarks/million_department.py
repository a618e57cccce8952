"""The demonstration department with a million spells and six charts a clinician, made once a run."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from cdconsole.demo.build import Demonstration, build_demonstration, existing_demonstration
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.definition_requests import AddMeasures
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
from cdconsole.services.registry import answer, load_handlers
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

SPELLS = 1_000_000
MADE_BEFORE = "CDCONSOLE_BENCH_MILLION"
"""Names a folder in which the department is kept between runs; without it, it goes with the run."""

_TWO_MORE = (MeasureId("long_stays"), MeasureId("readmission"))


@cache
def million() -> tuple[Demonstration, Path]:
    """Return the department, and the folder of the local copies of whoever opens it; it takes minutes to make."""
    if MADE_BEFORE in os.environ:
        folder = Path(os.environ[MADE_BEFORE])
    else:
        kept = tempfile.TemporaryDirectory()
        atexit.register(kept.cleanup)
        folder = Path(kept.name)
    parent, home = folder / "department", folder / "home"
    if existing_demonstration(parent) is None:
        process = get_context("spawn").Process(target=_make, args=(parent, home))
        process.start()
        process.join()
    made = existing_demonstration(parent)
    if made is None:
        raise RuntimeError("the department was not made")
    return made, home


@contextmanager
def unlocked(made: Demonstration, home: Path) -> Iterator[Session]:
    """Unlock a department as its director, in this process."""
    load_handlers()
    session = Session(SystemClock(), home)
    director = ask(session, ReadLockedDepartment(str(made.folder))).people[0].id
    ask(session, UnlockDepartment(str(made.folder), director, made.director_passphrase_file.read_text().strip()))
    try:
        yield session
    finally:
        session.close()


def ask(session: Session, request: Any) -> Any:
    return answer(session, request, Task())


def _make(parent: Path, home: Path) -> None:
    load_handlers()
    made = build_demonstration(parent, home=home, clock=SystemClock(), spells=SPELLS)
    with unlocked(made, home) as session:
        ask(session, AddMeasures(_TWO_MORE))
