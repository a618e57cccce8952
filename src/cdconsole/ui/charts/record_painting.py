"""Axes, quarters' boxes and legend of the chart of single records, painted by QPainter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cdconsole.domain.measure import Unit
from cdconsole.domain.record_distribution import QuarterBox
from cdconsole.ui.charts.record_range import RecordRange, date_ticks, value_ticks
from cdconsole.ui.charts.record_raster import strip
from cdconsole.ui.charts.style import ChartStyle

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_MOST_VALUE_TICKS, _MARGIN, _OUTSIDE, _STRIP_WIDTH, _STRIP_HEIGHT = 5, 0.12, 12, 96, 10
_NAMED_UNITS = (Unit.DAYS, Unit.MINUTES)


@dataclass(frozen=True)
class Plot:
    """Where days and values go; ``lowest`` is the lowest value there can be."""

    area: QRectF
    shown: RecordRange
    lowest: float = 0.0

    def x(self, day: float) -> float:
        """Return the horizontal pixel at which a day begins."""
        return self.area.left() + (day - self.shown.left) * self.area.width() / self.shown.days

    def y(self, value: float) -> float:
        """Return the vertical pixel of a value."""
        return self.area.bottom() - (value - self.shown.low) * self.area.height() / self.shown.span

    def day_at(self, x: float) -> float:
        """Return the day drawn at a horizontal pixel."""
        return self.shown.left + (x - self.area.left()) * self.shown.days / self.area.width()

    def share_at(self, position: QPointF) -> tuple[float, float]:
        """Return where a position lies, as shares from the left and from the bottom."""
        along = (position.x() - self.area.left()) / self.area.width()
        return along, (self.area.bottom() - position.y()) / self.area.height()

    def rect_of(self, covers: RecordRange) -> QRectF:
        """Return the pixels of a range, which may reach out of sight."""
        return QRectF(
            QPointF(self.x(covers.left), self.y(covers.high)), QPointF(self.x(covers.right), self.y(covers.low))
        )


def paint_axes(painter: QPainter, plot: Plot, unit: Unit, style: ChartStyle) -> None:
    """Paint the grid, the values left and the dates below."""
    area, height = plot.area, style.line_height
    painter.setFont(style.caption)
    for value, text in value_ticks(plot.shown, _MOST_VALUE_TICKS, unit, plot.lowest):
        painter.setPen(style.grid)
        painter.drawLine(QPointF(area.left(), plot.y(value)), QPointF(area.right(), plot.y(value)))
        painter.setPen(style.text_secondary)
        right = area.left() - 6 * style.unit
        painter.drawText(QRectF(right - 200, plot.y(value) - height / 2, 200, height), int(_RIGHT), text)
    above = QRectF(area.left(), area.top() - height - 4 * style.unit, area.width(), height)
    painter.setPen(style.text_secondary)
    painter.drawText(above, int(_LEFT), unit.value if unit in _NAMED_UNITS else "")
    half = style.width_of("Mmm 00")
    for day, text in date_ticks(plot.shown, area.width(), half):
        below = QRectF(plot.x(day) - half, area.bottom() + 4 * style.unit, 2 * half, height)
        if below.center().x() + style.width_of(text) / 2 < area.right() + _OUTSIDE * style.unit:
            painter.drawText(below, int(_CENTRED), text)


def paint_boxes(painter: QPainter, plot: Plot, boxes: Sequence[QuarterBox], style: ChartStyle) -> None:
    """Paint each quarter's quartiles as a box and its median as a thick line, on a halo that parts them from dots."""
    for box in boxes:
        left, right = _columns(plot, box)
        frame = QRectF(QPointF(left, plot.y(box.upper)), QPointF(right, plot.y(box.lower)))
        middle = (QPointF(left, plot.y(box.median)), QPointF(right, plot.y(box.median)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, outline, median in ((style.colours.base, 4.0, 6.0), (style.colours.text, 1.5, 3.0)):
            painter.setPen(QPen(QColor(colour), outline * style.unit))
            painter.drawRect(frame)
            painter.setPen(QPen(QColor(colour), median * style.unit, c=Qt.PenCapStyle.FlatCap))
            painter.drawLine(*middle)


def paint_density_legend(painter: QPainter, plot: Plot, most: int, style: ChartStyle) -> None:
    """Paint what the colours of a density mean, right above the plot."""
    width, height = _STRIP_WIDTH * style.unit, _STRIP_HEIGHT * style.unit
    text = f"{most:,} records in a cell"
    line = QRectF(plot.area.left(), plot.area.top() - style.line_height - 4 * style.unit, plot.area.width(), 0)
    line.setHeight(style.line_height)
    painter.setFont(style.caption)
    painter.setPen(style.text_secondary)
    painter.drawText(line, int(_RIGHT), text)
    right = line.right() - style.width_of(text) - 6 * style.unit
    bar = QRectF(right - width, line.center().y() - height / 2, width, height)
    painter.drawImage(bar, strip(QColor(style.colours.accent)))
    painter.drawText(
        QRectF(bar.left() - 106 * style.unit, line.top(), 100 * style.unit, line.height()), int(_RIGHT), "1"
    )


def _columns(plot: Plot, box: QuarterBox) -> tuple[float, float]:
    months = box.quarter.period
    first, after = months.first.first.toordinal(), months.last.last.toordinal() + 1
    inset = (after - first) * _MARGIN
    return plot.x(first + inset), plot.x(after - inset)
