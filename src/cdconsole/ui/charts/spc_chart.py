"""The interactive SPC chart: pyqtgraph's view and axes around our own drawing, chosen by mouse or by keyboard."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsGridLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from cdconsole.domain.calendar import Month
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.plot_drawing import NO_VALUES, PlotDrawing
from cdconsole.ui.charts.scale import month_ticks, value_axis
from cdconsole.ui.charts.style import screen_style
from cdconsole.ui.charts.wording import chart_description

_AXIS_WIDTH, _AXIS_HEIGHT, _SMALLEST_HEIGHT = 44, 20, 96
_END_LABELS, _GOAL_LABELS = 88, 108


class SpcChartView(QWidget):
    """One chart a person can point at. Left and right move a marker over the points; Enter chooses one, N notes on it.

    ``read_out`` carries what is to say of the marked point, nothing while the keyboard is elsewhere.
    """

    point_chosen = Signal(object)
    note_requested = Signal(object)
    read_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charted: MeasureChart | None = None
        self._axis = NO_VALUES
        self._marked: int | None = None
        self._ticks: tuple[tuple[tuple[float, str], ...], ...] = ((), ())
        self._drawing = PlotDrawing()
        self._bottom = pg.AxisItem("bottom")
        self._left = pg.AxisItem("left")
        self._box = pg.ViewBox(enableMenu=False)
        self._view = pg.GraphicsView(self)
        self._assemble()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(_SMALLEST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._dress()

    def show_chart(self, chart: MeasureChart, shading: tuple[Exposure, ...] = (), *, team_visible: bool = True) -> None:
        """Show a chart, its shaded exposures and, if wanted, the team's line. Showing the same again changes nothing.

        An unavailable chart draws empty axes; the card says why.
        """
        shown = (chart, shading, team_visible)
        if shown == (self._charted, self._drawing.shading, self._drawing.team_visible):
            return
        if not _has_the_points_of(self._charted, chart):
            self._marked = None
        self._charted = chart
        self._axis = NO_VALUES if chart.unavailable else value_axis(chart)
        self._drawing.show_values(None if chart.unavailable else chart, shading, team_visible=team_visible)
        self._drawing.mark(self._marked, has_focus=self.hasFocus())
        self.read_out.emit(self._said() if self.hasFocus() else "")
        self.setAccessibleName(chart.measure.title)
        self.setAccessibleDescription(chart_description(chart))
        self._fit()

    @property
    def marked_month(self) -> Month | None:
        """Return the month of the marked point."""
        return None if self._marked is None or self._charted is None else self._charted.months[self._marked]

    def sizeHint(self) -> QSize:
        """Return a comfortable size in a column of cards."""
        return QSize(720, 128)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin the month labels for the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the marker with the arrows, Home and End; choose with Enter or Space."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right:
                self._step(+1)
            case Qt.Key.Key_Home:
                self._mark_first(self._drawing.places())
            case Qt.Key.Key_End:
                self._mark_first(self._drawing.places()[::-1])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.marked_month is not None:
                self.point_chosen.emit(self.marked_month)
            case Qt.Key.Key_N if self.marked_month is not None and not event.modifiers():
                self.note_requested.emit(self.marked_month)
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer's shape that a point can be chosen."""
        on_point = self._place_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_point else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the month that was clicked."""
        place = self._place_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self._mark_first([place])
            self.point_chosen.emit(self.marked_month)
        else:
            if event.button() is Qt.MouseButton.RightButton and place is not None:
                self._mark_first([place])  # what the menu offers is offered for this month
            super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show the focus ring, and where the pointer rests what a month holds and which exposures shade it."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        handled = super().event(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._drawing.mark(self._marked, has_focus=self.hasFocus())
            self.read_out.emit(self._said() if self.hasFocus() else "")
        return handled

    def text_at(self, position: QPointF) -> str:
        """Return what the tooltip says at a position of this widget; empty outside the plot."""
        place = self._place_at(position)
        return "" if place is None else "\n".join(self._drawing.lines_at(place))

    def position_of(self, index: int) -> QPointF:
        """Return where a point is drawn, in this widget's pixels."""
        point = self._drawing.position_of(index)
        return QPointF(self._view.mapTo(self, self._view.mapFromScene(self._drawing.mapToScene(point))))

    def _assemble(self) -> None:
        # All pointing is handled here: the view inside sees no mouse, so nothing pans, zooms or opens a menu.
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAccessibleName("")
        self._box.setMouseEnabled(x=False, y=False)
        self._box.disableAutoRange()
        self._drawing.setParentItem(self._box)
        frame = pg.GraphicsWidget()
        grid = QGraphicsGridLayout()
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setSpacing(0)
        grid.addItem(self._left, 0, 0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(self._bottom, 1, 1)
        frame.setLayout(grid)
        self._view.setCentralItem(frame)
        for axis in (self._left, self._bottom):
            axis.linkToView(self._box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._view)

    def _dress(self) -> None:
        style = screen_style()
        self._view.setBackground(style.colours.base)
        for axis in (self._left, self._bottom):
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(style.text_secondary)
            axis.setStyle(
                tickLength=0,
                tickAlpha=0,
                tickFont=style.caption,
                tickTextOffset=6,
                autoExpandTextSpace=False,
                hideOverlappingLabels=False,
            )
        self._left.setWidth(round(_AXIS_WIDTH * style.unit))
        self._bottom.setHeight(round(_AXIS_HEIGHT * style.unit))
        self._drawing.dress(style)
        self._fit()

    def _fit(self) -> None:
        """Give the axes their range and ticks, leaving room at the right for the lines' names."""
        if self._charted is None:
            return
        style, months = self._drawing.style, self._charted.months
        room = (_END_LABELS if self._charted.goal is None else _GOAL_LABELS) * style.unit
        width = max(1.0, self.width() - 4 - _AXIS_WIDTH * style.unit - room)
        count = max(1, len(months))
        self._drawing.reframe(self._axis, room)
        self._box.setRange(
            xRange=(-0.5, count - 0.5 + room * count / width), yRange=(self._axis.low, self._axis.high), padding=0
        )
        # Otherwise the box takes its range while it is painted, and all of it is painted once more.
        self._box.updateMatrix()
        shown = () if self._charted.unavailable else months
        self._set_ticks(month_ticks(shown, width, style.width_of("Mmm 00")), self._axis.ticks)

    def _set_ticks(self, *wanted: tuple[tuple[float, str], ...]) -> None:
        # An axis whose ticks did not change keeps its drawn picture; drawing both is half the cost of an update.
        for axis, ticks, shown in zip((self._bottom, self._left), wanted, self._ticks, strict=True):
            if ticks != shown:
                axis.setTicks([ticks])
        self._ticks = wanted

    def _place_at(self, position: QPointF) -> int | None:
        inside = self._view.mapFrom(self, position.toPoint())
        return self._drawing.place_at(self._drawing.mapFromScene(self._view.mapToScene(inside)))

    def _step(self, by: int) -> None:
        places, at = self._drawing.places(), self._marked
        ahead = places if by > 0 else places[::-1]
        if at is None:
            self._mark_first(places[::-1])
        else:
            self._mark_first([place for place in ahead if (place - at) * by > 0])

    def _mark_first(self, places: list[int]) -> None:
        if self._charted is None or not places:
            return
        self._marked = places[0]
        self._drawing.mark(self._marked, has_focus=self.hasFocus())
        said = self._said()
        self.read_out.emit(said)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _said(self) -> str:
        """Return everything there is to say of the marked point in one text, nothing where none is marked."""
        lines = () if self._marked is None else self._drawing.lines_at(self._marked)
        return " ".join(line if line.endswith(".") else f"{line}." for line in lines)


def _has_the_points_of(one: MeasureChart | None, other: MeasureChart) -> bool:
    """Return whether it is the same chart after a note came, or its limits changed: then the marker stays."""
    if one is None or one.measure != other.measure:
        return False
    before, after = ([(point.on, point.value) for point in each.chart.points] for each in (one, other))
    return before == after
