"""Fetches a document, and lets it go to a file or a printer through the export log. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import Printed
from cdconsole.domain.printed_requests import RecordPrinting, SavePrinted
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope

Document = tuple[Request[Printed], ClinicianId | None]
"""What is to be printed, and whom it is about."""


class PrintingView(Protocol):
    """What the presenter asks of its view."""

    def ask_place(self, printed: Printed) -> None:
        """Ask for a file's name."""
        ...

    def ask_printer(self, printed: Printed) -> None:
        """Ask for a printer; nothing is printed yet."""
        ...

    def print_out(self) -> None:
        """Print what was asked for, on the printer that was chosen."""
        ...


class PrintPresenter:
    """``say`` hears what came of it, ``broken`` of faults of the program.

    A document is fetched when it is wanted, so that it says what stands in the department then.
    """

    def __init__(
        self,
        view: PrintingView,
        scope: TaskScope,
        say: Callable[[str], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._scope = scope
        self._say = say
        self._broken = broken
        self._printed: Printed | None = None
        self._clinician: ClinicianId | None = None

    def save(self, wanted: Request[Printed], clinician: ClinicianId | None) -> None:
        """Fetch a document and ask where its PDF goes."""
        self._fetch(wanted, clinician, self._view.ask_place)

    def print(self, wanted: Request[Printed], clinician: ClinicianId | None) -> None:
        """Fetch a document and ask which printer it goes to."""
        self._fetch(wanted, clinician, self._view.ask_printer)

    def placed(self, path: str, pdf: bytes) -> None:
        """Write the PDF where the person chose."""
        if self._printed is None:
            return

        def done(_digest: str) -> None:
            self._say(f"Saved as {Path(path).name}; the export log has it.")

        self._scope.run(SavePrinted(self._printed.kind, self._clinician, path, pdf), done, self._cannot)

    def printer_chosen(self) -> None:
        """Log the printing, and only then print."""
        if self._printed is None:
            return

        def logged(_none: None) -> None:
            self._view.print_out()
            self._say("Sent to the printer; the export log has it.")

        self._scope.run(RecordPrinting(self._printed.kind, self._clinician), logged, self._cannot)

    def _fetch(self, wanted: Request[Printed], clinician: ClinicianId | None, ask: Callable[[Printed], None]) -> None:
        def fetched(printed: Printed) -> None:
            self._printed, self._clinician = printed, clinician
            ask(printed)

        self._say("")
        self._scope.latest("printed", wanted, fetched, self._cannot)

    def _cannot(self, problem: Exception) -> None:
        self._say(str(problem) if isinstance(problem, UserFacingError) else "The document could not be made.")
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
