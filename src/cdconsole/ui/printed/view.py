"""Asks where a document is to go, a file or a printer, and sends it to the printer."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QDialog, QWidget

from cdconsole.domain.printed import Printed
from cdconsole.ui.printed.pages import draw_pages, pdf_of
from cdconsole.ui.save_place import SavePlace


class PrintView(QObject):
    """``placed`` carries the path and the PDF; ``printer_chosen`` says that the person wants it on paper."""

    placed = Signal(str, object)
    printer_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._place = SavePlace(parent, "Save as PDF", "PDF documents", "pdf")
        self._place.chosen.connect(self._lay_out)
        self._asked: Printed | None = None
        self._printer: QPagedPaintDevice | None = None

    def ask_place(self, printed: Printed) -> None:
        """Ask for a file's name."""
        self._asked = printed
        self._place.ask(f"{_plain(printed.title)}.pdf")

    def ask_printer(self, printed: Printed) -> None:
        """Ask for a printer; nothing is printed yet."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._asked = printed
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(printed.kind.value)  # the queue shows it to others: no name
        dialog = QPrintDialog(printer, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self.printer_chosen)
        dialog.rejected.connect(self._forget)
        self._printer = printer
        QDialog.open(dialog)  # its own open wants a receiver by name

    def print_out(self) -> None:
        """Print what was asked for, on the printer that was chosen."""
        if self._asked is not None and self._printer is not None:
            draw_pages(self._printer, self._asked)
        self._forget()

    def _lay_out(self, path: str) -> None:
        if self._asked is not None:
            printed, self._asked = self._asked, None
            self.placed.emit(path, pdf_of(printed))

    def _forget(self) -> None:
        self._asked = self._printer = None


def _plain(title: str) -> str:
    """Return a title as a file's name."""
    return re.sub(r"[^\w .,'()-]+", "-", title).strip(" .-") or "document"
