"""Draws a card to hand over: one page of A5 on its side, a thin frame, the words in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPen

from cdconsole.domain.printed import Paragraph, Printed
from cdconsole.ui.theme.colours import LIGHT
from cdconsole.ui.theme.fonts import FAMILY, load_fonts

_DPI = 96
_MARGIN_MM = 8.0
_INSET, _FRAME, _RULE = 34.0, 1.2, 2.4
_RULE_WIDTH = 56.0
_DEPARTMENT, _TITLE, _QUIET, _SIGNED = 13.0, 34.0, 12.0, 15.0
_LARGEST, _SMALLEST = 22.0, 9.0
_LETTERS_A_LINE, _MOST_LETTERS = 90, 1_800
_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
_LEFT_LOW = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
_RIGHT_LOW = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)


def fits_card(printed: Printed) -> bool:
    """Return whether a document is short enough for a card in letters that can still be read."""
    lines = "".join(block.text for block in printed.blocks if isinstance(block, Paragraph)).split("\n")
    return sum(max(_LETTERS_A_LINE, len(line)) for line in lines) <= _MOST_LETTERS


def draw_card(device: QPagedPaintDevice, printed: Printed) -> int:
    """Draw a document of paragraphs as a card; its last paragraph is who signs it. Return the number of pages, 1.

    Long words get smaller letters, so that all of them stand on the card.
    """
    load_fonts()
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    device.setPageOrientation(QPageLayout.Orientation.Landscape)
    device.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    larger = device.logicalDpiX() / _DPI
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(larger, larger)
    _draw(painter, QRectF(0, 0, device.width() / larger, device.height() / larger), printed)
    painter.end()
    return 1


def _draw(painter: QPainter, card: QRectF, printed: Printed) -> None:
    paragraphs = [block for block in printed.blocks if isinstance(block, Paragraph)]
    said, signed = paragraphs[:-1], paragraphs[-1:]
    painter.setPen(QPen(QColor(LIGHT.accent), _FRAME))
    painter.drawRoundedRect(card.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME), 10, 10)
    inside = card.adjusted(_INSET, _INSET * 0.8, -_INSET, -_INSET * 0.8)
    top = _line(painter, inside, inside.top(), printed.subtitle, _font(_DEPARTMENT), LIGHT.text_secondary)
    top = _line(painter, inside, top + 10, printed.title, _title_font(printed.title, inside.width()), LIGHT.accent)
    painter.setPen(QPen(QColor(LIGHT.accent), _RULE))
    middle = inside.center().x()
    painter.drawLine(round(middle - _RULE_WIDTH / 2), round(top + 10), round(middle + _RULE_WIDTH / 2), round(top + 10))
    foot = 3.4 * _SIGNED
    _words(painter, QRectF(inside.left(), top + 24, inside.width(), inside.bottom() - foot - top - 30), said)
    low = QRectF(inside.left(), inside.bottom() - foot, inside.width(), foot)
    painter.setFont(_font(_SIGNED))
    painter.setPen(QColor(LIGHT.text))
    for each in signed:
        painter.drawText(low, _RIGHT_LOW, each.text)
    painter.setFont(_font(_QUIET - 2))
    painter.setPen(QColor(LIGHT.text_secondary))
    painter.drawText(low.adjusted(0, 0, -low.width() / 2, 0), _LEFT_LOW, printed.footer)


def _line(painter: QPainter, inside: QRectF, top: float, text: str, font: QFont, colour: str) -> float:
    """Draw a centred line and return where it ends."""
    room = QRectF(inside.left(), top, inside.width(), QFontMetricsF(font).height())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(room, _CENTRED, text)
    return room.bottom()


def _words(painter: QPainter, room: QRectF, said: Sequence[Paragraph]) -> None:
    """Draw the words in the largest letters in which all have room, in the middle of it."""
    size = _LARGEST
    while size > _SMALLEST and _height(said, size, room.width()) > room.height():
        size -= 0.5
    top = room.top() + max(0.0, (room.height() - _height(said, size, room.width())) / 2)
    for each in said:
        font = _font(min(size, _QUIET) if each.is_quiet else size)
        height = _height([each], size, room.width())
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.text_secondary if each.is_quiet else LIGHT.text))
        painter.drawText(QRectF(room.left(), top, room.width(), height), _CENTRED, each.text)
        top += height


def _height(said: Sequence[Paragraph], size: float, width: float) -> float:
    heights = []
    for each in said:
        metrics = QFontMetricsF(_font(min(size, _QUIET) if each.is_quiet else size))
        heights.append(metrics.boundingRect(QRectF(0, 0, width, 1e6), _CENTRED, each.text).height() + size * 0.7)
    return sum(heights)


def _title_font(title: str, width: float) -> QFont:
    """Return the letters in which a title fits on one line."""
    size = _TITLE
    while size > _SMALLEST and QFontMetricsF(_font(size, is_strong=True)).horizontalAdvance(title) > width:
        size -= 1
    return _font(size, is_strong=True)


def _font(size: float, *, is_strong: bool = False) -> QFont:
    face = QFont(FAMILY)
    face.setPixelSize(round(size))
    face.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face
