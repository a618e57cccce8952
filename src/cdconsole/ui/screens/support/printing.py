"""Joins a page's print buttons to the document that the page is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Request
from cdconsole.ui.printed import PrintButtons, PrintPresenter, PrintView

Document = tuple[Request[Printed], ClinicianId | None]
"""What is to be printed, and whom it is about."""


class PrintedPage(Protocol):
    """A view with the two buttons."""

    @property
    def printing(self) -> PrintView:
        """Return what asks for a place or a printer."""
        ...

    @property
    def print_buttons(self) -> PrintButtons:
        """Return the buttons."""
        ...


def join_printing(view: PrintedPage, printing: PrintPresenter, wanted: Callable[[], Document | None]) -> None:
    """Let the buttons save or print what ``wanted`` returns then; nothing happens where that is None."""

    def save() -> None:
        document = wanted()
        if document is not None:
            printing.save(*document)

    def on_paper() -> None:
        document = wanted()
        if document is not None:
            printing.print(*document)

    view.print_buttons.save_requested.connect(save)
    view.print_buttons.print_requested.connect(on_paper)
    view.printing.placed.connect(printing.placed)
    view.printing.printer_chosen.connect(printing.printer_chosen)
