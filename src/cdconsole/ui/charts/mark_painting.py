"""Draw what people put on a chart's months: numbered notes at its foot, and the days PDSA cycles started."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.painting import Frame, place_of_day
from cdconsole.ui.charts.style import ChartStyle

_NOTE_HEIGHT, _NOTE_MARGIN, _LABEL_GAP = 13, 4, 3


def paint_cycles(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Draw an upright line on each day a cycle started."""
    painter.setPen(style.cycle)
    for x, _label in _cycles(frame, charted):
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()))


def paint_cycle_labels(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Name each cycle at the foot, above the notes, where charts from zero have most room; what would touch goes up."""
    taken: list[QRectF] = []
    painter.setFont(style.caption)
    painter.setPen(style.text)
    lowest = frame.plot.bottom() - (_NOTE_HEIGHT + 2) * style.unit - style.line_height
    for x, label in _cycles(frame, charted):
        width = style.width_of(label)
        gap = _LABEL_GAP * style.unit
        left = x + gap if x + gap + width <= frame.plot.right() else x - gap - width
        box = QRectF(left, lowest, width, style.line_height)
        while any(box.intersects(other) for other in taken):
            box.translate(0, -style.line_height)
        taken.append(box)
        painter.fillRect(box, style.paper)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), label)


def _cycles(frame: Frame, charted: MeasureChart) -> list[tuple[float, str]]:
    months = charted.months
    return [(frame.x(place_of_day(cycle.on, months)), cycle.label) for cycle in charted.cycles if cycle.month in months]


def paint_notes(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Draw each noted month's numbers in a small box at the foot of the plot."""
    numbers: dict[int, list[str]] = {}
    months = charted.months
    for number, note in enumerate(charted.notes, 1):
        if note.month in months:
            numbers.setdefault(months.index(note.month), []).append(str(number))
    painter.setFont(style.caption)
    for place, found in numbers.items():
        text = ",".join(found)
        width, height = style.width_of(text) + 2 * _NOTE_MARGIN * style.unit, _NOTE_HEIGHT * style.unit
        box = QRectF(frame.x(place) - width / 2, frame.plot.bottom() - height, width, height)
        painter.setPen(style.text)
        painter.setBrush(style.paper)
        painter.drawRect(box)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
