"""Draw what people put on a chart's months: numbered notes at its foot, PDSA cycles, and a goal with its lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.painting import Frame, place_of_day
from cdconsole.ui.charts.style import ChartStyle

_NOTE_HEIGHT, _NOTE_MARGIN, _LABEL_GAP = 13, 4, 3
_AGREED = "Goal agreed"


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


def paint_goal(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Draw a goal: the day it was agreed, its baseline up to that day and its target from then on."""
    goal, months = charted.goal, charted.months
    if goal is None or not months:
        return
    place = place_of_day(goal.agreed_on, months)
    left, right = frame.plot.left(), frame.plot.right()
    agreed = right if goal.agreed_on > months[-1].last else max(left, frame.x(place))
    for value, pen, begins, ends in (
        (goal.baseline, style.baseline, left, agreed),
        (goal.target, style.goal, agreed, right),
    ):
        if value is not None and frame.axis.low <= value <= frame.axis.high:
            painter.setPen(pen)
            painter.drawLine(QPointF(begins, frame.y(value)), QPointF(ends, frame.y(value)))
    if months[0].first <= goal.agreed_on <= months[-1].last:
        painter.setPen(style.goal)
        painter.drawLine(QPointF(agreed, frame.plot.top()), QPointF(agreed, frame.plot.bottom()))


def paint_goal_label(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Name the day of the agreement at the top of its line, on the side that has room."""
    goal, months = charted.goal, charted.months
    if goal is None or not months or not months[0].first <= goal.agreed_on <= months[-1].last:
        return
    painter.setFont(style.caption)
    painter.setPen(style.text)
    x, width, gap = frame.x(place_of_day(goal.agreed_on, months)), style.width_of(_AGREED), _LABEL_GAP * style.unit
    left = x + gap if x + gap + width <= frame.plot.right() else x - gap - width
    box = QRectF(left, frame.plot.top() + style.unit, width, style.line_height)
    painter.fillRect(box, style.paper)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _AGREED)


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
