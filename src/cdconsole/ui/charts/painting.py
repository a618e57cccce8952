"""Draw an SPC chart's values with a QPainter, wherever it paints: a widget, pyqtgraph's view, paper."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cdconsole.domain.calendar import Month
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.spc import SpcPoint
from cdconsole.ui.charts.scale import ValueAxis, month_text, value_axis
from cdconsole.ui.charts.style import ChartStyle, Marker
from cdconsole.ui.charts.wording import level_text

_PHASE_GAP = 0.15  # of a month, at both sides of where limits begin anew
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Frame:
    """Where values go: point ``index`` sits in the middle of its month's share of the plot's width."""

    plot: QRectF
    count: int
    axis: ValueAxis

    def x(self, index: float) -> float:
        """Return the horizontal pixel of a point's index; half an index either side is its month."""
        return self.plot.left() + (index + 0.5) * self.plot.width() / max(1, self.count)

    def y(self, value: float) -> float:
        """Return the vertical pixel of a value."""
        share = (value - self.axis.low) / ((self.axis.high - self.axis.low) or 1.0)
        return self.plot.bottom() - share * self.plot.height()

    def at(self, index: int, value: float) -> QPointF:
        """Return where a point is drawn."""
        return QPointF(self.x(index), self.y(value))

    def all_at(self, values: Sequence[float | None]) -> list[QPointF | None]:
        """Return where each value is drawn, None for a gap: as ``at``, for a whole line at once."""
        left, step = self.x(0), self.plot.width() / max(1, self.count)
        bottom, rise = self.plot.bottom(), self.plot.height() / ((self.axis.high - self.axis.low) or 1.0)
        low = self.axis.low
        return [
            None if value is None else QPointF(left + index * step, bottom - (value - low) * rise)
            for index, value in enumerate(values)
        ]

    def index_at(self, x: float) -> int:
        """Return the index of the month drawn at a horizontal pixel; it may lie outside the chart."""
        return int((x - self.plot.left()) * self.count // (self.plot.width() or 1.0))


def small_axis(charted: MeasureChart) -> ValueAxis:
    """Return the value axis that ``paint_spc`` draws with."""
    return value_axis(charted, most_ticks=3)


def paint_spc(
    painter: QPainter, rect: QRectF, charted: MeasureChart, style: ChartStyle, known_axis: ValueAxis | None = None
) -> None:
    """Paint a whole chart into ``rect``: value axis, first and last month, lines and points.

    For small multiples and paper. Where there is no chart the reason is written instead. What is painted over and over
    hands in its ``small_axis``.
    """
    painter.save()
    painter.setFont(style.caption)
    if charted.unavailable or not charted.chart.points:
        painter.setPen(style.text_secondary)
        painter.drawText(rect, int(_CENTRED | Qt.TextFlag.TextWordWrap), charted.unavailable or "No data yet")
    else:
        axis = known_axis or small_axis(charted)
        margin = max(style.width_of(text) for _, text in axis.ticks) + 6 * style.unit if axis.ticks else 0.0
        plot = rect.adjusted(margin, style.line_height / 2, -6 * style.unit, -style.line_height - 4 * style.unit)
        frame = Frame(plot, len(charted.chart.points), axis)
        _paint_value_labels(painter, frame, style)
        _paint_month_labels(painter, frame, charted.months, style)
        paint_plot(painter, frame, charted, style)
    painter.restore()


def paint_plot(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle, *, team: bool = True) -> None:
    """Paint what stands inside the axes: hatch, grid, limits, mean, target, team's line, own line and points."""
    chart = charted.chart
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setClipRect(frame.plot.adjusted(-6 * style.unit, -6 * style.unit, 6 * style.unit, 6 * style.unit))
    _paint_disputed(painter, frame, charted, style)
    _paint_grid(painter, frame, style)
    limit = style.trial_limit if chart.is_trial else style.limit
    _paint_level(painter, frame, chart.points, limit, lambda point: point.lower)
    _paint_level(painter, frame, chart.points, limit, lambda point: point.upper)
    _paint_level(painter, frame, chart.points, style.centre, lambda point: point.centre)
    if chart.target is not None:
        _paint_across(painter, frame, chart.target, style.target)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if team:
        _paint_line(painter, frame.all_at(charted.team), style.team)
    places = frame.all_at([point.value for point in chart.points])
    for first, end in _phases(chart.points):
        _paint_line(painter, places[first:end], style.line)
    _paint_points(painter, places, chart.points, style)
    painter.restore()


def paint_shading(
    painter: QPainter, frame: Frame, months: tuple[Month, ...], shading: tuple[Exposure, ...], style: ChartStyle
) -> None:
    """Shade the days of each exposure, with a darker bar at the top that can be seen in any theme."""
    for exposure in shading:
        span = exposure_span(exposure, months)
        if span is None:
            continue
        left, right = frame.x(span[0]), frame.x(span[1])
        band = QRectF(left, frame.plot.top(), max(right - left, 3 * style.unit), frame.plot.height())
        painter.fillRect(band, style.shade)
        painter.fillRect(QRectF(band.topLeft(), QPointF(band.right(), band.top() + 3 * style.unit)), style.shade_edge)


def exposure_span(exposure: Exposure, months: tuple[Month, ...]) -> tuple[float, float] | None:
    """Return where an exposure starts and ends in point indices (-0.5 is the chart's left edge), None if outside."""
    if not months or exposure.last < months[0].first or exposure.first > months[-1].last:
        return None
    return place_of_day(exposure.first, months), place_of_day(exposure.last, months, 1)


def place_of_day(on: date, months: tuple[Month, ...], whole_day: int = 0) -> float:
    """Return a date's place in point indices (-0.5 is the chart's left edge); ``whole_day`` 1 counts to its end."""
    month = Month.of(on)
    place = bisect_left(months, month)
    if place == len(months) or months[place] != month:
        return place - 0.5
    return place - 0.5 + (on.day - 1 + whole_day) / month.days


def paint_end_labels(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle, *, team: bool) -> None:
    """Name the lines where they end, right of the plot, moved apart so that none covers another."""
    painter.setFont(style.caption)
    height = style.line_height
    labels = sorted(_end_labels(frame, charted, style, team=team), key=lambda label: label[0])
    tops = spread(
        tuple(y - height / 2 for y, _, _ in labels),
        height,
        (frame.plot.top() - height / 2, frame.plot.bottom()),
    )
    for top, (_, text, pen) in zip(tops, labels, strict=True):
        painter.setPen(pen)
        painter.drawText(QPointF(frame.plot.right() + 8 * style.unit, top + height * 0.8), text)


def spread(tops: tuple[float, ...], height: float, between: tuple[float, float]) -> tuple[float, ...]:
    """Return ``tops`` (ascending) moved as little as keeps labels of one ``height`` apart, the last one inside."""
    placed: list[float] = []
    for top in tops:
        placed.append(max(top, placed[-1] + height if placed else between[0]))
    floor = between[1]
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], floor - height)
        floor = placed[place]
    return tuple(placed)


def _end_labels(
    frame: Frame, charted: MeasureChart, style: ChartStyle, *, team: bool
) -> Iterator[tuple[float, str, QPen]]:
    last, measure = charted.chart.points[-1], charted.measure
    team_last = charted.team[-1] if team and charted.team else None
    named = (
        (charted.chart.kind.centre_noun.capitalize(), last.centre, style.text),
        ("Limit", last.upper, style.text_secondary),
        ("Limit", last.lower, style.text_secondary),
        ("Target", charted.chart.target, style.target),
        ("Team", team_last, style.team),
        ("Baseline", None if charted.goal is None else charted.goal.baseline, style.goal),
        ("Goal", None if charted.goal is None else charted.goal.target, style.goal),
    )
    for name, value, pen in named:
        if value is not None and frame.axis.low <= value <= frame.axis.high:
            yield frame.y(value), f"{name} {level_text(measure, value).removesuffix(' days')}", pen


def _paint_disputed(painter: QPainter, frame: Frame, charted: MeasureChart, style: ChartStyle) -> None:
    """Hatch the months under an open challenge."""
    months = charted.months
    for note in charted.challenges:
        places = [at for at, month in enumerate(months) if month in note.period.months] if note.is_open else []
        if places:
            left, right = frame.x(places[0] - 0.5), frame.x(places[-1] + 0.5)
            painter.fillRect(QRectF(left, frame.plot.top(), right - left, frame.plot.height()), style.disputed)


def _paint_grid(painter: QPainter, frame: Frame, style: ChartStyle) -> None:
    for value, _ in frame.axis.ticks:
        _paint_across(painter, frame, value, style.grid)


def _paint_across(painter: QPainter, frame: Frame, value: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(QPointF(frame.plot.left(), frame.y(value)), QPointF(frame.plot.right(), frame.y(value)))


def _phases(points: tuple[SpcPoint, ...]) -> list[tuple[int, int]]:
    """Return where each phase begins and ends: every line breaks between two of them."""
    begun = [place for place, point in enumerate(points) if not place or point.phase != points[place - 1].phase]
    return list(pairwise((*begun, len(points))))


def _paint_level(
    painter: QPainter,
    frame: Frame,
    points: tuple[SpcPoint, ...],
    pen: QPen,
    level: Callable[[SpcPoint], float | None],
) -> None:
    """Paint a line that may change from point to point, as far apart between two phases as the eye needs."""
    painter.setPen(pen)
    for first, end in _phases(points):
        left = first - (0.5 - _PHASE_GAP if first else 0.5)
        right = end - (0.5 if end == len(points) else 0.5 + _PHASE_GAP)
        for value, run in groupby(range(first, end), key=lambda place: level(points[place])):
            indices = list(run)
            if value is not None and frame.axis.low <= value <= frame.axis.high:
                y, begins, ends = frame.y(value), max(left, indices[0] - 0.5), min(right, indices[-1] + 0.5)
                painter.drawLine(QPointF(frame.x(begins), y), QPointF(frame.x(ends), y))


def _paint_line(painter: QPainter, places: list[QPointF | None], pen: QPen) -> None:
    painter.setPen(pen)
    for is_gap, run in groupby(places, key=lambda place: place is None):
        if not is_gap:
            painter.drawPolyline(QPolygonF([place for place in run if place is not None]))


def _paint_points(
    painter: QPainter, places: list[QPointF | None], points: tuple[SpcPoint, ...], style: ChartStyle
) -> None:
    held: Marker | None = None
    for place, point in zip(places, points, strict=True):
        if place is None:
            continue
        marker = style.marker_of(point)
        if marker is not held:
            painter.setPen(marker.pen)
            painter.setBrush(marker.brush)
            held = marker
        painter.drawPath(marker.shape.translated(place))


def _paint_value_labels(painter: QPainter, frame: Frame, style: ChartStyle) -> None:
    painter.setPen(style.text_secondary)
    height = style.line_height
    for value, text in frame.axis.ticks:
        right = frame.plot.left() - 6 * style.unit
        painter.drawText(QRectF(right - 200, frame.y(value) - height / 2, 200, height), int(_RIGHT), text)


def _paint_month_labels(painter: QPainter, frame: Frame, months: tuple[Month, ...], style: ChartStyle) -> None:
    painter.setPen(style.text_secondary)
    strip = QRectF(frame.plot.left(), frame.plot.bottom() + 4 * style.unit, frame.plot.width(), style.line_height)
    painter.drawText(strip, int(_LEFT), month_text(months[0]))
    if len(months) > 1:
        painter.drawText(strip, int(_RIGHT), month_text(months[-1]))
