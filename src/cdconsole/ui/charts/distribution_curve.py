"""How a measure's records are spread, as a curve a person can point at and go along by keyboard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.domain.value_distribution import LEAST_IN_A_BOX, ValueDistribution
from cdconsole.ui.charts.distribution_painting import (
    CurvePlot,
    own_pen,
    paint_box,
    paint_curve,
    paint_curve_axes,
    paint_curve_legend,
    paint_few,
    paint_quartiles,
)
from cdconsole.ui.charts.distribution_wording import spread_text, step_text, value_words
from cdconsole.ui.charts.style import screen_style

_LEFT, _TOP, _STRIP, _RIGHT, _BOTTOM, _LOWEST = 44, 22, 28, 16, 24, 160
_USUAL, _SQUEEZED, _EDGE, _LEAST_SPAN = 0.99, 2.0, 0.02, 4.0


class DistributionCurve(QWidget):
    """Left and Right go along the values that occur, each ``read_out``; without one marked, what is in sight is."""

    read_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: RecordDistribution | None = None
        self._low = self._high = self._greatest = 0.0
        self.marked: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LOWEST)
        self.setAccessibleName("How the records are spread")

    def show_distribution(self, shown: RecordDistribution) -> None:
        """Show records; the same again changes nothing. Values that few reach are out of sight at first."""
        if shown == self._shown or shown.spread is None:
            return
        self._shown, self.marked = shown, None
        drawn = [each for each in (shown.spread, shown.colleagues) if each is not None]
        self._low = min(0.0, *(each.values[0] for each in drawn))
        self._greatest = max(self._low + _LEAST_SPAN, *(each.values[-1] for each in drawn))
        usual = max(self._low + _LEAST_SPAN, *map(_usual, drawn))
        self._high = usual if usual * _SQUEEZED < self._greatest else self._greatest
        self.setAccessibleName(f"{shown.measure.title}, how the records are spread")
        self._say()

    def show_all(self) -> None:
        """Bring every value into sight."""
        self._high = self._greatest
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the values; Home and End to the first and last."""
        values = () if self._shown is None or self._shown.spread is None else self._shown.spread.values
        at = -1 if self.marked is None else bisect_left(values, self.marked)
        steps = {Qt.Key.Key_Left: max(0, at - 1), Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0}
        place = steps.get(Qt.Key(event.key()), len(values) - 1 if event.key() == Qt.Key.Key_End else None)
        if not values or place is None:
            super().keyPressEvent(event)
            return
        self._mark(values[min(place, len(values) - 1)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the value under the pointer."""
        value = self._value_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and value is not None:
            self._mark(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say the step that the pointer rests on."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def text_at(self, position: QPointF) -> str:
        """Return what the tooltip says at a position; empty beside the plot."""
        value = self._value_at(position)
        return "" if value is None or self._shown is None else step_text(self._shown, value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, colleagues' curve and the own one over it, the box, the marked step and the focus ring."""
        shown, style, plot = self._shown, screen_style(), self._plot()
        if shown is None or shown.spread is None or plot.area.width() < 1 or plot.area.height() < 1:
            return
        own, others = shown.spread, shown.colleagues
        painter = QPainter(self)
        paint_curve_axes(painter, plot, shown.measure, style)
        line = QRectF(plot.area.left(), 0, plot.area.width(), style.line_height + 2 * style.unit)
        curves = [(own_pen(style), f"{shown.whose}, n {own.n:,}")]
        if others is not None and others.n >= LEAST_IN_A_BOX:
            curves.append((style.team, f"colleagues, n {others.n:,}"))
        paint_curve_legend(painter, line, (_unit_words(shown), curves if others is not None else ()), style)
        painter.save()
        painter.setClipRect(plot.area.united(plot.strip).adjusted(-4, -4, 4, 4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, own.n < LEAST_IN_A_BOX)
        if others is not None:
            paint_curve(painter, plot, others, style.team)
        if own.n >= LEAST_IN_A_BOX:
            paint_quartiles(painter, plot, (shown.measure, own), style)
            paint_curve(painter, plot, own, own_pen(style))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_box(painter, plot, own, style)
        else:
            paint_few(painter, plot, own, style)
        self._paint_marked(painter, plot, own)
        painter.restore()
        if self.hasFocus():
            painter.setPen(style.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_marked(self, painter: QPainter, plot: CurvePlot, own: ValueDistribution) -> None:
        if self.marked is not None:
            style = screen_style()
            painter.setPen(style.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            at = QPointF(plot.x(self.marked), plot.y(own.share_to(self.marked)))
            painter.drawEllipse(at, 7 * style.unit, 7 * style.unit)

    def _plot(self) -> CurvePlot:
        unit, edge = screen_style().unit, (self._high - self._low) * _EDGE
        inside = QRectF(self.rect()).adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -_BOTTOM * unit)
        area, strip = inside.adjusted(0, _STRIP * unit, 0, 0), QRectF(inside)
        strip.setHeight(_STRIP * unit)
        return CurvePlot(area, strip, self._low - edge, self._high + max(edge, 0.1))

    def _value_at(self, position: QPointF) -> float | None:
        """Return the last value that occurs left of a position, or the first."""
        plot = self._plot()
        if self._shown is None or self._shown.spread is None or not plot.area.contains(position):
            return None
        values = self._shown.spread.values
        return values[max(0, bisect_right(values, plot.value_at(position.x())) - 1)]

    def _mark(self, value: float) -> None:
        self.marked, self._high = value, max(self._high, value)
        self._say()
        if QAccessible.isActive() and self._shown is not None:
            words = step_text(self._shown, value)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _say(self) -> None:
        shown = self._shown
        if shown is None or shown.spread is None:
            return
        words = step_text(shown, self.marked) if self.marked is not None else self._in_sight(shown, shown.spread)
        self.setAccessibleDescription(f"{spread_text(shown)} {words}")
        self.read_out.emit(words)
        self.update()

    def _in_sight(self, shown: RecordDistribution, own: ValueDistribution) -> str:
        seen = own.count_to(self._high)
        words = f"In sight: {seen:,} of {own.n:,} records"
        return f"{words}, up to {value_words(shown.measure, self._high)}." if seen < own.n else f"{words}."


def _usual(spread: ValueDistribution) -> float:
    """Return how far the axis reaches at first: to the whisker, and to 99 in 100 records."""
    whisker = spread.values[-1] if spread.whiskers is None else spread.whiskers[1]
    return max(whisker, spread.holding(_USUAL))


def _unit_words(shown: RecordDistribution) -> str:
    unit = value_words(shown.measure, 2.0).partition(" ")[2]
    return f"Share of records of so many {unit} or less" if unit else "Share of records of this value or less"
