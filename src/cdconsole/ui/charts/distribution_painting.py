"""How records are spread, painted by QPainter: a box with whiskers above, the share of records so far below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cdconsole.domain.measure import Measure
from cdconsole.domain.value_distribution import LEAST_IN_A_BOX, ValueDistribution
from cdconsole.ui.charts.distribution_wording import value_words
from cdconsole.ui.charts.scale import nice_step, tick_text
from cdconsole.ui.charts.style import ChartStyle

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_QUARTILES = ((0.25, "lower quartile"), (0.5, "median"), (0.75, "upper quartile"))
_TICK_WIDTH, _BOX, _DOT, _GAP, _SAMPLE = 64, 16, 2.2, 6, 24


@dataclass(frozen=True)
class CurvePlot:
    """Where values and shares go: ``area`` holds the curve, ``strip`` above it the box, both the same values."""

    area: QRectF
    strip: QRectF
    low: float
    high: float

    def x(self, value: float) -> float:
        """Return the horizontal pixel of a value."""
        return self.area.left() + (value - self.low) * self.area.width() / (self.high - self.low)

    def y(self, share: float) -> float:
        """Return the vertical pixel of a share."""
        return self.area.bottom() - share * self.area.height()

    def value_at(self, x: float) -> float:
        """Return the value drawn at a horizontal pixel."""
        return self.low + (x - self.area.left()) * (self.high - self.low) / self.area.width()


def paint_curve_axes(painter: QPainter, plot: CurvePlot, measure: Measure, style: ChartStyle) -> None:
    """Paint the grid, the shares left and the values below."""
    area, height = plot.area, style.line_height
    painter.setFont(style.caption)
    for share in _SHARES:
        y = plot.y(share)
        painter.setPen(style.grid)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(style.text_secondary)
        box = QRectF(area.left() - _GAP * style.unit - 200, y - height / 2, 200, height)
        painter.drawText(box, int(_RIGHT), f"{share:.0%}")
    step = nice_step((plot.high - plot.low) * _TICK_WIDTH * style.unit / max(1.0, area.width()), 1.0)
    top, half = area.bottom() + 4 * style.unit, _TICK_WIDTH * style.unit / 2
    for number in range(round(plot.low // step), round(plot.high // step) + 1):
        value = number * step
        if plot.low <= value <= plot.high:
            box = QRectF(plot.x(value) - half, top, 2 * half, height)
            painter.drawText(box, int(_CENTRED), tick_text(value, step, measure.unit))


def paint_curve(painter: QPainter, plot: CurvePlot, spread: ValueDistribution, pen: QPen) -> None:
    """Paint the share of records so far as a line of steps; below ten records nothing."""
    if spread.n < LEAST_IN_A_BOX:
        return
    corners, share = [QPointF(plot.x(plot.low), plot.y(0.0))], 0.0
    for value, count in zip(spread.values, spread.at_most, strict=True):
        corners.append(QPointF(plot.x(value), plot.y(share)))
        share = count / spread.n
        corners.append(QPointF(plot.x(value), plot.y(share)))
    corners.append(QPointF(max(plot.x(plot.high), corners[-1].x()), plot.y(1.0)))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(corners))


def paint_few(painter: QPainter, plot: CurvePlot, spread: ValueDistribution, style: ChartStyle) -> None:
    """Paint fewer than ten records as dots, each as high as the share of records so far."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.colours.common_cause_edge))
    before = 0
    for value, count in zip(spread.values, spread.at_most, strict=True):
        for place in range(before, count):
            painter.drawEllipse(QPointF(plot.x(value), plot.y((place + 1) / spread.n)), *[2 * _DOT * style.unit] * 2)
        before = count


def paint_quartiles(
    painter: QPainter, plot: CurvePlot, about: tuple[Measure, ValueDistribution], style: ChartStyle
) -> None:
    """Paint where the quartiles and the median lie: a line down from the curve, and their words beside its head."""
    measure, spread = about
    painter.setFont(style.caption)
    heads = [
        (QPointF(plot.x(value), plot.y(share)), f"{name} {value_words(measure, value)}")
        for (share, name), value in zip(_QUARTILES, spread.quartiles, strict=True)
    ]
    painter.setPen(style.trial_limit)
    for head, _ in heads:
        painter.drawLine(head, QPointF(head.x(), plot.area.bottom()))
    painter.setPen(style.text)
    for head, text in heads:
        size = QSizeF(style.width_of(text) + 4 * style.unit, style.line_height)
        box = QRectF(head + QPointF(4, 2) * style.unit, size)
        painter.fillRect(box, QColor(style.colours.base))
        painter.drawText(box, int(_CENTRED), text)


def paint_box(painter: QPainter, plot: CurvePlot, spread: ValueDistribution, style: ChartStyle) -> None:
    """Paint quartiles, median and whiskers lying over the curve's values, and a dot at each value beyond them."""
    if spread.whiskers is None:
        return
    middle, half = plot.strip.center().y(), _BOX * style.unit / 2
    lower, median, upper = (plot.x(value) for value in spread.quartiles)
    ends = [plot.x(value) for value in spread.whiskers]
    painter.setPen(QPen(QColor(style.colours.text), 1.5 * style.unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box_end, end in zip((lower, upper), ends, strict=True):
        painter.drawLine(QPointF(box_end, middle), QPointF(end, middle))
        painter.drawLine(QPointF(end, middle - half / 2), QPointF(end, middle + half / 2))
    painter.drawRect(QRectF(QPointF(lower, middle - half), QPointF(upper, middle + half)))
    painter.setPen(QPen(QColor(style.colours.text), 3 * style.unit, c=Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(median, middle - half), QPointF(median, middle + half))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.colours.common_cause_edge))
    for value in spread.beyond:
        painter.drawEllipse(QPointF(plot.x(value), middle), _DOT * style.unit, _DOT * style.unit)


def own_pen(style: ChartStyle) -> QPen:
    """Return the pen of the curve that is looked at: stronger than colleagues'."""
    return QPen(QColor(style.colours.own_line), 2 * style.unit)


def paint_curve_legend(
    painter: QPainter, line: QRectF, names: tuple[str, Sequence[tuple[QPen, str]]], style: ChartStyle
) -> None:
    """Paint at the right of a line a sample of each curve's pen with its name; what shares are of, if there is room."""
    unit, curves = names
    painter.setFont(style.caption)
    right = line.right()
    for pen, name in reversed(curves):
        painter.setPen(style.text_secondary)
        left = right - style.width_of(name)
        painter.drawText(QRectF(left, line.top(), right - left + 1, line.height()), int(_LEFT), name)
        end = left - _GAP * style.unit
        painter.setPen(pen)
        y = line.center().y()
        painter.drawLine(QPointF(end - _SAMPLE * style.unit, y), QPointF(end, y))
        right = end - (_SAMPLE + 3 * _GAP) * style.unit
    painter.setPen(style.text_secondary)
    if line.left() + style.width_of(unit) <= right:
        painter.drawText(line, int(_LEFT), unit)
