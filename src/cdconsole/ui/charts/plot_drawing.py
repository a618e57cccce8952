"""The inside of the interactive chart: one graphics item that paints everything between the axes."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.mark_painting import (
    paint_cycle_labels,
    paint_cycles,
    paint_goal,
    paint_goal_label,
    paint_notes,
)
from cdconsole.ui.charts.painting import Frame, exposure_span, paint_end_labels, paint_plot, paint_shading
from cdconsole.ui.charts.scale import ValueAxis
from cdconsole.ui.charts.style import ChartStyle, screen_style
from cdconsole.ui.charts.wording import point_lines

NO_VALUES = ValueAxis(0.0, 1.0, ())


class PlotDrawing(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph has no types
    """The whole plot as one item in the view box's own pixels: one paint call instead of a dozen items."""

    def __init__(self) -> None:
        super().__init__()
        self.style: ChartStyle = screen_style()
        self.shading: tuple[Exposure, ...] = ()
        self.team_visible = True
        self._charted: MeasureChart | None = None
        self._axis, self._room = NO_VALUES, 0.0
        self._marked: int | None = None
        self._has_focus = False

    def dress(self, style: ChartStyle) -> None:
        """Draw in another style from now on."""
        self.style = style
        self.update()

    def show_values(self, charted: MeasureChart | None, shading: tuple[Exposure, ...], *, team_visible: bool) -> None:
        """Draw these values, or nothing, and forget the marker."""
        self._charted, self.shading, self.team_visible = charted, shading, team_visible
        self._marked = None
        self.update()

    def reframe(self, axis: ValueAxis, room: float) -> None:
        """Use this value axis and leave ``room`` pixels at the right for the lines' names."""
        self.prepareGeometryChange()
        self._axis, self._room = axis, room

    def mark(self, place: int | None, *, has_focus: bool) -> None:
        """Ring the point at ``place``, and the plot where the chart has the keyboard."""
        self._marked, self._has_focus = place, has_focus
        self.update()

    def places(self) -> list[int]:
        """Return the indices that have a value."""
        points = self._charted.chart.points if self._charted else ()
        return [index for index, point in enumerate(points) if point.value is not None]

    def place_at(self, position: QPointF) -> int | None:
        """Return the index of the month at a position, where it has a value."""
        frame = self._frame()
        place = frame.index_at(position.x())
        return place if frame.plot.contains(position) and place in self.places() else None

    def position_of(self, index: int) -> QPointF:
        """Return where a point is drawn, in the view box's pixels."""
        value = self._charted.chart.points[index].value if self._charted else None
        return self._frame().at(index, value if value is not None else self._axis.low)

    def lines_at(self, place: int) -> tuple[str, ...]:
        """Return everything there is to say of a point, a line each."""
        if self._charted is None:
            return ()
        spans = ((each, exposure_span(each, self._charted.months)) for each in self.shading)
        shading = [each for each, span in spans if span and span[0] < place + 0.5 and span[1] > place - 0.5]
        return point_lines(self._charted, place, shading, with_team=self.team_visible)

    def boundingRect(self) -> QRectF:
        """Return the view box, with room for markers at its edge."""
        parent = self.parentItem()
        return QRectF(parent.rect()).adjusted(-8, -8, 8, 8) if parent is not None else QRectF()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Paint shading, plot, line names, marker and focus ring."""
        frame, charted = self._frame(), self._charted
        if charted is not None and charted.chart.points:
            paint_shading(painter, frame, charted.months, self.shading, self.style)
            paint_cycles(painter, frame, charted, self.style)
            paint_goal(painter, frame, charted, self.style)
            paint_plot(painter, frame, charted, self.style, team=self.team_visible)
            paint_cycle_labels(painter, frame, charted, self.style)
            paint_goal_label(painter, frame, charted, self.style)
            paint_notes(painter, frame, charted, self.style)
            paint_end_labels(painter, frame, charted, self.style, team=self.team_visible)
            if self._marked is not None:
                self._paint_marked(painter, self._marked)
        if self._has_focus:
            painter.setPen(self.style.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.plot, 4, 4)

    def _paint_marked(self, painter: QPainter, place: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.style.focus)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.position_of(place), 9 * self.style.unit, 9 * self.style.unit)

    def _frame(self) -> Frame:
        parent = self.parentItem()
        inside = QRectF(parent.rect()) if parent is not None else QRectF()
        count = len(self._charted.chart.points) if self._charted else 0
        return Frame(inside.adjusted(0, 0, -self._room, 0), count, self._axis)
