"""The pens, brushes and marker shapes of an SPC chart, made once for a theme and text size and then shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainterPath, QPen, QPolygonF

from cdconsole.domain.spc import SpcPoint, SpecialDirection
from cdconsole.ui.theme.colours import LIGHT, Colours
from cdconsole.ui.theme.fonts import TypeSize, font, scale
from cdconsole.ui.theme.theme import colours

_DASHED, _LONG_DASHED, _DOTTED = (4.0, 3.0), (9.0, 4.0), (1.0, 2.5)

_MARKER_NAMES = {
    SpecialDirection.NONE: "common_cause",
    SpecialDirection.CONCERN: "concern",
    SpecialDirection.NEUTRAL_HIGH: "neutral",
    SpecialDirection.NEUTRAL_LOW: "neutral",
}


@dataclass(frozen=True)
class Marker:
    """How one kind of point is drawn: shape around the origin, fill and outline."""

    shape: QPainterPath
    brush: QBrush
    pen: QPen


@dataclass(frozen=True)
class ChartStyle:
    """Everything a painter needs beside the values. ``unit`` is the length of one pixel at 100 %."""

    colours: Colours
    unit: float
    caption: QFont
    line: QPen
    centre: QPen
    limit: QPen
    trial_limit: QPen
    team: QPen
    target: QPen
    cycle: QPen
    goal: QPen
    baseline: QPen
    grid: QPen
    text: QPen
    text_secondary: QPen
    shade: QBrush
    shade_edge: QBrush
    disputed: QBrush
    paper: QBrush
    focus: QPen
    markers: dict[str, Marker]
    hollow: dict[str, Marker]

    def marker_of(self, point: SpcPoint) -> Marker:
        """Return the marker of a point: shape and colour both say what kind of special cause it is.

        A point that the limits leave out is hollow.
        """
        return (self.hollow if point.is_excluded else self.markers)[marker_name(point)]

    @property
    def line_height(self) -> float:
        """Return the height of a line of caption text."""
        return QFontMetricsF(self.caption).height()

    def width_of(self, text: str) -> float:
        """Return the width of a caption text."""
        return QFontMetricsF(self.caption).horizontalAdvance(text)


def marker_name(point: SpcPoint) -> str:
    """Return which marker a point has; an improvement points the way it went from the mean."""
    if point.direction is SpecialDirection.IMPROVEMENT:
        is_high = point.value is not None and point.centre is not None and point.value >= point.centre
        return "improvement_up" if is_high else "improvement_down"
    return _MARKER_NAMES[point.direction]


def screen_style() -> ChartStyle:
    """Return the style of the theme and text size in force; the same object until either changes."""
    return _style(colours(), scale() / 100)


def print_style(unit: float) -> ChartStyle:
    """Return the style for paper: the light theme, ``unit`` device units to a pixel at 100 %."""
    return _style(LIGHT, unit)


@lru_cache(maxsize=8)
def _style(chosen: Colours, unit: float) -> ChartStyle:
    caption = font(TypeSize.CAPTION)
    caption.setPixelSize(max(1, round(TypeSize.CAPTION.value * unit)))
    # Qt draws a one-pixel line some fifty times faster than a wider one, so a line widens only with the text.
    line = 1.0 if 1.0 <= unit < 1.5 else unit
    markers, paper = _markers(chosen, unit), QBrush(QColor(chosen.base))
    return ChartStyle(
        colours=chosen,
        unit=unit,
        caption=caption,
        line=_pen(chosen.own_line, line),
        centre=_pen(chosen.centre, line),
        limit=_pen(chosen.limit, line),
        trial_limit=_pen(chosen.limit, line, _DASHED),
        team=_pen(chosen.team, line, _DOTTED),
        target=_pen(chosen.target, line, _LONG_DASHED),
        cycle=_pen(chosen.accent, line, _DASHED),
        goal=_pen(chosen.accent, line),
        baseline=_pen(chosen.accent, line, _DOTTED),
        grid=_pen(chosen.hairline, line),
        text=_pen(chosen.text, unit),
        text_secondary=_pen(chosen.text_secondary, unit),
        shade=QBrush(QColor(chosen.shade)),
        shade_edge=QBrush(QColor(chosen.shade_edge)),
        disputed=QBrush(QColor(chosen.text_secondary), Qt.BrushStyle.BDiagPattern),
        paper=paper,
        focus=_pen(chosen.accent, 2.0 * unit),
        markers=markers,
        hollow={name: replace(marker, brush=paper) for name, marker in markers.items()},
    )


def _markers(chosen: Colours, unit: float) -> dict[str, Marker]:
    def marker(shape: QPainterPath, fill: str, edge: str) -> Marker:
        return Marker(shape, QBrush(QColor(fill)), _pen(edge, unit))

    circle, square = QPainterPath(), QPainterPath()
    circle.addEllipse(QPointF(0, 0), 2.75 * unit, 2.75 * unit)
    square.addRect(QRectF(-4 * unit, -4 * unit, 8 * unit, 8 * unit))
    up = _polygon(((0, -5.5), (5, 3.5), (-5, 3.5)), unit)
    down = _polygon(((0, 5.5), (5, -3.5), (-5, -3.5)), unit)
    diamond = _polygon(((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)), unit)
    return {
        "common_cause": marker(circle, chosen.common_cause, chosen.common_cause_edge),
        "improvement_up": marker(up, chosen.improvement, chosen.improvement_edge),
        "improvement_down": marker(down, chosen.improvement, chosen.improvement_edge),
        "concern": marker(diamond, chosen.concern, chosen.concern_edge),
        "neutral": marker(square, chosen.neutral, chosen.neutral_edge),
    }


def _polygon(corners: tuple[tuple[float, float], ...], unit: float) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x * unit, y * unit) for x, y in corners]))
    path.closeSubpath()
    return path


def _pen(colour: str, width: float, pattern: tuple[float, ...] = ()) -> QPen:
    pen = QPen(QColor(colour), width)
    if pattern:
        pen.setDashPattern(pattern)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
