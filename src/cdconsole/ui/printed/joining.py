"""Joins what a page prints: its dialogs, its two buttons and the document they are about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cdconsole.services.tasks import TaskScope
from cdconsole.ui.printed.buttons import PrintButtons
from cdconsole.ui.printed.presenter import Document, PrintPresenter
from cdconsole.ui.printed.view import PrintView


def printing_from(
    page: QWidget, scope: TaskScope, say: Callable[[str], None], broken: Callable[[Exception], None]
) -> PrintPresenter:
    """Return what prints from a page: it asks there for a file or a printer, and says there what came of it."""
    places = PrintView(page)
    printing = PrintPresenter(places, scope, say, broken)
    places.placed.connect(printing.placed)
    places.printer_chosen.connect(printing.printer_chosen)
    return printing


def join_printing(buttons: PrintButtons, printing: PrintPresenter, wanted: Callable[[], Document | None]) -> None:
    """Let the buttons save or print what ``wanted`` returns then; nothing happens where that is None."""

    def save() -> None:
        document = wanted()
        if document is not None:
            printing.save(*document)

    def print_out() -> None:
        document = wanted()
        if document is not None:
            printing.print(*document)

    buttons.save_requested.connect(save)
    buttons.print_requested.connect(print_out)
