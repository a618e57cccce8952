"""The composition root: joins window, worker, screens and the demonstration; the one module that knows them all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cdconsole.domain.calendar import Clock, FixedClock, SystemClock
from cdconsole.domain.errors import UserFacingError
from cdconsole.services.places import config_home, data_home
from cdconsole.ui.shell.setup import Demonstration, WindowSetup

if TYPE_CHECKING:
    from cdconsole.demo.build import Demonstration as MadeDemonstration
    from cdconsole.domain.clinician_pack import OwnPack
    from cdconsole.domain.people import LockedDepartment, SessionSummary
    from cdconsole.domain.printed import Printed
    from cdconsole.services.session import Session
    from cdconsole.ui.screens.context import ScreenFactory
    from cdconsole.ui.worker_link import WorkerEntry

SCREENS = (
    "department",
    "clinician",
    "reviews",
    "goals",
    "support",
    "ward",
    "data",
    "governance",
    "framework",
    "people",
)
_SLOW_TO_IMPORT = ("numpy", "pyqtgraph", *(f"cdconsole.ui.screens.{name}" for name in SCREENS))


def open_window(department: str = "") -> int:
    """Show the window until it is closed and return the exit code; ``department`` is a folder to unlock first."""
    from cdconsole.ui.start import run_window

    return run_window(window_setup(department))


def open_demonstration(made: MadeDemonstration, *, close_after: float | None = None) -> int:
    """Show the window on the demonstration department; ``close_after`` seconds it closes itself again."""
    from cdconsole.ui.start import run_window

    demonstration = Demonstration((), made.folder, made.director_passphrase_file)
    return run_window(window_setup(str(made.folder), demonstration), close_after=close_after)


def has_screen() -> bool:
    """Return whether a window can be shown: without a display Qt would abort."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(variable) for variable in named)


def window_setup(department: str = "", demonstration: Demonstration | None = None) -> WindowSetup:
    """Return what the window is given: this computer's worker, screens, clock and folders."""
    return WindowSetup(
        entry=_worker,
        screens=_screens,
        clock=SystemClock(),
        config_home=config_home(),
        department=str(Path(department).resolve()) if department else "",
        demonstration=demonstration or _demonstration_to_make(),
        preload=_SLOW_TO_IMPORT,
    )


def take_screenshots(folder: Path, size: tuple[int, int], theme: str) -> tuple[Path, ...]:
    """Draw every screen of the demonstration department into PNG files, without a display.

    The same demonstration on the same day gives the same pictures, save for the fingerprint of its new keys: its
    clock stands still. Raises UserFacingError.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import tempfile  # not at the top: with all that it imports itself the window would come 5 ms later

    from cdconsole.demo.pictures import pictures
    from cdconsole.services.immediate import ImmediateTaskRunner
    from cdconsole.ui.gallery import Shot, Subject, draw_gallery
    from cdconsole.ui.theme.theme import Theme

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError(f"{folder} can't be made ({error.strerror}).", "Choose another folder.") from error
    with tempfile.TemporaryDirectory(prefix="cdconsole-") as private, opened_demonstration(Path(private)) as shown:
        runner = ImmediateTaskRunner(shown.session, _unheard)
        extract = _next_extract(Path(private), shown.clock)
        shots = tuple(Shot(*picture) for picture in pictures(shown.session, str(extract)))
        subject = Subject(runner, shown.summary, shown.locked, shown.clock, _screens(), shots, _own_pack(shown))
        return draw_gallery(folder, size, Theme(theme), subject)


def laid_out(printed: Printed) -> bytes:
    """Return a document as a PDF, without a display: for the command line."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from cdconsole.ui.printed.pages import pdf_of

    started = QApplication.instance() or QApplication([])
    pdf = pdf_of(printed)
    del started
    return pdf


@dataclass(frozen=True)
class OpenedDemonstration:
    """The demonstration department, open in this process."""

    session: Session
    summary: SessionSummary
    locked: LockedDepartment
    clock: Clock


@contextmanager
def opened_demonstration(private: Path) -> Iterator[OpenedDemonstration]:
    """Make the demonstration department in a private folder and open it as its director, at its own fixed time."""
    from cdconsole.demo.build import DEMONSTRATION_NOW, build_demonstration
    from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
    from cdconsole.services.registry import answer
    from cdconsole.services.session import Session
    from cdconsole.services.tasks import Task

    clock = FixedClock(DEMONSTRATION_NOW)
    made = build_demonstration(private / "demonstration", home=private / "home", clock=clock)
    session = Session(clock, private / "home")
    locked = answer(session, ReadLockedDepartment(str(made.folder)), Task())
    passphrase = made.director_passphrase_file.read_text(encoding="utf-8").strip()
    summary = answer(session, UnlockDepartment(str(made.folder), locked.people[0].id, passphrase), Task())
    try:
        yield OpenedDemonstration(session, summary, locked, clock)
    finally:
        session.close()


def _next_extract(folder: Path, clock: Clock) -> Path:
    """Write an extract that the demonstration department has not imported, and return where it is."""
    from cdconsole.demo.build import SEED
    from cdconsole.demo.material import Material

    extract = folder / "spells-november.csv"
    extract.write_text(Material.draw(SEED, clock.today(), 2_000).sample_spells(), encoding="utf-8", newline="")
    return extract


def _own_pack(shown: OpenedDemonstration) -> tuple[OwnPack, str]:
    """Return the pack that a clinician of the demonstration was given, opened with its words, and its file."""
    from cdconsole.demo.pack_story import PACK_FILE, WORDS_FILE
    from cdconsole.domain.clinician_pack_requests import OpenOwnPack
    from cdconsole.services.registry import answer
    from cdconsole.services.tasks import Task

    place = Path(shown.summary.folder).parent
    words = (place / WORDS_FILE).read_text(encoding="utf-8").strip()
    return answer(shown.session, OpenOwnPack(str(place / PACK_FILE), words), Task()), str(place / PACK_FILE)


def _unheard(_changes: object) -> None:
    """Drop what changed: nothing is written while pictures are taken."""


def demonstration_folder() -> Path:
    """Return where the demonstration department is made unless another place is named."""
    return data_home() / "demonstration"


def _worker() -> WorkerEntry:
    from cdconsole.services.worker import run_worker

    return partial(run_worker, clock=SystemClock(), home=data_home())


def _screens() -> Mapping[str, ScreenFactory]:
    return {name: import_module(f"cdconsole.ui.screens.{name}").build for name in SCREENS}


def _demonstration_to_make() -> Demonstration:
    folder = demonstration_folder()
    return Demonstration(
        command=(sys.executable, "-m", "cdconsole", "demo", "--no-window", "--dir", str(folder)),
        folder=folder / "Gastroenterology.cdv",
        passphrase_file=folder / "director-passphrase.txt",
    )
