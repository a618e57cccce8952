"""Cuts a document's text flow into pages of A4, for a PDF or a printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from cdconsole.domain.printed import Printed, PrintedKind
from cdconsole.ui.printed.card import draw_card, fits_card
from cdconsole.ui.printed.flow import PAGE_MARGINS_MM, SMALL, flow_of
from cdconsole.ui.theme.colours import LIGHT
from cdconsole.ui.theme.fonts import FAMILY, load_fonts

_FLOW_DPI, _PDF_DPI = 96, 1200
_FOOT = 28.0  # the foot's room, in dots of the flow


def pdf_of(printed: Printed) -> bytes:
    """Return a document as the bytes of a PDF."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(printed.title)
    writer.setCreator("cdconsole")
    writer.setResolution(_PDF_DPI)
    draw_pages(writer, printed)
    buffer.close()
    return bytes(held.data())


def draw_pages(device: QPagedPaintDevice, printed: Printed) -> int:
    """Draw a document on a device, a page after the other, a thank-you as a card; return how many pages there are."""
    if printed.kind is PrintedKind.THANK_YOU_CARD and fits_card(printed):
        return draw_card(device, printed)
    load_fonts()
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(PAGE_MARGINS_MM, QPageLayout.Unit.Millimeter)
    larger = device.logicalDpiX() / _FLOW_DPI
    width, height = device.width() / larger, device.height() / larger
    room = height - _FOOT
    flow = flow_of(printed, width, room)
    painter = QPainter(device)
    painter.scale(larger, larger)
    count = max(1, flow.pageCount())
    for page in range(count):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * room)
        part = QRectF(0, page * room, width, room)
        painter.setClipRect(part)
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = part
        flow.documentLayout().draw(painter, shown)
        painter.restore()
        _draw_foot(painter, QRectF(0, room, width, _FOOT), printed, f"Page {page + 1} of {count}")
    painter.end()
    return count


def _draw_foot(painter: QPainter, room: QRectF, printed: Printed, number: str) -> None:
    face = painter.font()
    face.setFamily(FAMILY)
    face.setPixelSize(round(SMALL))
    painter.setFont(face)
    painter.setPen(LIGHT.text_secondary)
    low = Qt.AlignmentFlag.AlignBottom
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | low), printed.footer)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | low), number)
