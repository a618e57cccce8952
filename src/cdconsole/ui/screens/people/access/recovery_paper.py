"""Draws the recovery key on one sheet of A4, for a printer or for a file."""

from __future__ import annotations

import os

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtWidgets import QDialog, QWidget

from cdconsole.ui.screens.people.access.dialog import fixed_font
from cdconsole.ui.screens.people.access.recovery_key import RecoverySheet
from cdconsole.ui.theme.fonts import FAMILY

_MM_PER_INCH = 25.4
_MARGIN_MM = 20.0
_GROUPS_A_LINE = 4
_COPIES = 2
_RESOLUTION = 300
_PARAGRAPHS = (
    (
        "What it does",
        "It opens everything in the department, reviews too, and makes one of its people the clinical director under "
        "a new passphrase. It is for when passphrases are lost or people have gone. Its use is seen by everybody.",
    ),
    (
        "Where to keep it",
        "In a sealed envelope, dated, with a signature across the seal. Two copies in two places, with people who "
        "don't work in the department: for instance the Senior Information Risk Owner (SIRO) and the Caldicott "
        "Guardian. Not in a computer, not in a photograph.",
    ),
    (
        "How it is used",
        "Open cdconsole and the department's folder, choose “Use the recovery key” and type it. Capitals, spaces and "
        "hyphens don't matter; O is read as 0, I and L as 1. The last character is a check.",
    ),
    (
        "When to replace it",
        "When a seal is broken, a copy can't be found, or it has been used: print another under People & access. This "
        "one then opens nothing newer; destroy it. The program keeps no copy and can't print it again.",
    ),
)


def key_lines(sheet: RecoverySheet) -> tuple[str, ...]:
    """Return the key in lines of four groups; the check stands at the end of the last."""
    *groups, check = sheet.groups
    lines = ["  ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]
    return (*lines, f"check {check}")


def print_sheet(parent: QWidget, sheet: RecoverySheet) -> None:
    """Ask for a printer and print two copies."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Recovery key")
    printer.setCopyCount(_COPIES)
    _lay_out(printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(_Job(dialog, printer, sheet).run)
    QDialog.open(dialog)  # its own open wants a receiver by name


def save_sheet(path: str, sheet: RecoverySheet) -> str:
    """Write the sheet as a PDF that only its owner can read; return what went wrong, or nothing."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sheet_as_pdf(sheet))
    except OSError as error:
        return f"It can't be written there ({error.strerror}). Choose another place."
    return ""


def sheet_as_pdf(sheet: RecoverySheet) -> bytes:
    """Return the sheet as a PDF."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("Recovery key")
    writer.setResolution(_RESOLUTION)
    _lay_out(writer)
    draw_sheet(writer, sheet)
    buffer.close()
    return bytes(held.data())


def draw_sheet(device: QPagedPaintDevice, sheet: RecoverySheet) -> None:
    """Draw the sheet on the first page of a device; lengths follow its resolution."""
    painter = QPainter(device)
    page = _Page(painter, device.logicalDpiX() / _MM_PER_INCH, device.width())
    page.text("Recovery key", 24, is_strong=True)
    page.text(f"Department: {sheet.department}", 12)
    page.text(f"Printed on {sheet.printed_on} by {sheet.printed_by}", 12)
    page.space(6)
    page.framed(key_lines(sheet), 22)
    page.space(4)
    for heading, paragraph in _PARAGRAPHS:
        page.text(heading, 12, is_strong=True)
        page.text(paragraph, 11)
        page.space(3)
    page.space(6)
    page.text("Sealed on (date)                                   by (name and signature)", 10)
    painter.end()


def _lay_out(device: QPagedPaintDevice) -> None:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)


class _Job(QObject):
    """One print order. As the dialog's child it keeps printer and key until the dialog is answered, and no longer."""

    def __init__(self, dialog: QDialog, printer: QPagedPaintDevice, sheet: RecoverySheet) -> None:
        super().__init__(dialog)
        self._printer = printer
        self._sheet = sheet

    def run(self) -> None:
        draw_sheet(self._printer, self._sheet)


class _Page:
    """Writes down a page from the top; sizes are points, lengths millimetres."""

    def __init__(self, painter: QPainter, dots_per_mm: float, width: int) -> None:
        self._painter = painter
        self._dots = dots_per_mm
        self._width = width
        self._top = 0.0

    def space(self, millimetres: float) -> None:
        self._top += millimetres * self._dots

    def text(self, words: str, size: int, *, is_strong: bool = False) -> None:
        face = QFont(FAMILY, size)
        face.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        self._painter.setFont(face)
        room = QRectF(0, self._top, self._width, self._width * 2)
        flags = int(Qt.TextFlag.TextWordWrap)
        drawn = self._painter.boundingRect(room, flags, words)
        self._painter.drawText(drawn, flags, words)
        self._top += drawn.height() + 1.5 * self._dots

    def framed(self, lines: tuple[str, ...], size: int) -> None:
        face = QFont(fixed_font().family(), size)
        self._painter.setFont(face)
        line_height = self._painter.fontMetrics().height() * 1.3
        frame = QRectF(0, self._top, self._width, line_height * len(lines) + 10 * self._dots)
        self._painter.setPen(QPen(Qt.GlobalColor.black, 0.4 * self._dots))
        self._painter.drawRect(frame)
        for at, line in enumerate(lines):
            row = QRectF(0, self._top + 5 * self._dots + at * line_height, self._width, line_height)
            self._painter.drawText(row, int(Qt.AlignmentFlag.AlignCenter), line)
        self._top = frame.bottom()
