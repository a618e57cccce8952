"""Unnamed peers under a chart: grey dots with letters where their values lie, the clinician's own dot filled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.peers import PeerStrip
from cdconsole.ui.charts.style import ChartStyle, screen_style
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px

_HEIGHT, _RADIUS, _MARGIN, _ROWS = 80, 8, 70, 3
_CENTRED = int(Qt.AlignmentFlag.AlignCenter)
_OWN = "this clinician"


class PeerStripView(QWidget):
    """The dots, and below them in words what they are, or why there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._dots, self._words = _Dots(), label("", "caption")
        self._words.setAccessibleName("Peers")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self._dots)
        column.addWidget(self._words)
        self.hide()

    def show_strip(self, strip: PeerStrip | None) -> None:
        """Show a strip, or nothing."""
        self.setVisible(strip is not None)
        if strip is not None:
            self._words.setText(strip.words)
            self._words.setAccessibleDescription(peers_in_words(strip))
            self._dots.show_strip(strip)


def peers_in_words(strip: PeerStrip) -> str:
    """Return what a screen reader says of a strip: its words, then the peers in the order of their letters."""
    listed = ", ".join(f"{peer.letter} {strip.measure.value_text(peer.value)}" for peer in strip.peers)
    return f"{strip.words} {listed}." if listed else strip.words


class _Dots(QWidget):
    """The picture alone; dots that would cover one another go up a row."""

    def __init__(self) -> None:
        super().__init__()
        self._strip: PeerStrip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_strip(self, strip: PeerStrip) -> None:
        self._strip = strip
        self.setVisible(bool(strip.peers))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._strip is None or not self._strip.peers:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = screen_style()
        painter.setFont(style.caption)
        _paint(painter, QRectF(self.rect()), self._strip, style)
        painter.end()


def _paint(painter: QPainter, rect: QRectF, strip: PeerStrip, style: ChartStyle) -> None:
    values = [peer.value for peer in strip.peers] + ([] if strip.own is None else [strip.own])
    low, high = min(values), max(values)
    left, width = rect.left() + px(_MARGIN), rect.width() - 2 * px(_MARGIN)
    line = rect.bottom() - style.line_height - px(_RADIUS) - 1

    def across(value: float) -> float:
        return left + width * ((value - low) / (high - low) if high > low else 0.5)

    painter.setPen(style.grid)
    painter.drawLine(QPointF(rect.left(), line), QPointF(rect.right(), line))
    _paint_tick(painter, (across(low if strip.median is None else strip.median), line), "median", style, is_left=True)
    _paint_tick(
        painter,
        (across(low if strip.upper_quartile is None else strip.upper_quartile), line),
        "75th percentile",
        style,
        is_left=False,
    )
    taken = [] if strip.own is None else [QPointF(across(strip.own), line)]
    for peer in strip.peers:
        at = _free(QPointF(across(peer.value), line), taken)
        _paint_dot(painter, at, style.colours.common_cause, style.colours.common_cause_edge)
        painter.setPen(QPen(QColor(style.colours.base)) if len(peer.letter) < 2 else style.text)
        painter.drawText(QRectF(at.x() - px(12), at.y() - px(_RADIUS), px(24), px(2 * _RADIUS)), _CENTRED, peer.letter)
    if strip.own is not None:
        at = QPointF(across(strip.own), line)
        _paint_dot(painter, at, style.colours.accent, style.colours.text)
        painter.setPen(style.text)
        words = QRectF(at.x() - px(_MARGIN), line + px(_RADIUS), 2 * px(_MARGIN), style.line_height)
        painter.drawText(words, _CENTRED, _OWN)


def _free(at: QPointF, taken: list[QPointF]) -> QPointF:
    """Return the place, or one above it where a dot stands already; the last row holds what is left."""
    apart = 2 * px(_RADIUS)
    for _row in range(_ROWS - 1):
        if all(abs(at.x() - other.x()) >= apart or abs(at.y() - other.y()) >= apart for other in taken):
            break
        at = QPointF(at.x(), at.y() - apart)
    taken.append(at)
    return at


def _paint_dot(painter: QPainter, at: QPointF, fill: str, edge: str) -> None:
    painter.setPen(QPen(QColor(edge), 1.0))
    painter.setBrush(QColor(fill))
    painter.drawEllipse(at, px(_RADIUS), px(_RADIUS))


def _paint_tick(painter: QPainter, foot: tuple[float, float], words: str, style: ChartStyle, *, is_left: bool) -> None:
    x, line = foot
    painter.setPen(style.centre)
    top = line - px(2 * _RADIUS * _ROWS) - px(6)
    painter.drawLine(QPointF(x, top), QPointF(x, line + px(_RADIUS)))
    width = style.width_of(words)
    painter.setPen(style.text_secondary)
    box = QRectF(x - width - px(4) if is_left else x + px(4), top - px(2), width, style.line_height)
    painter.drawText(box, _CENTRED, words)
