"""A measure in small, for pages of many: title, n, a QPainter chart and its icon with its words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.spc import VariationIcon
from cdconsole.ui.charts.painting import paint_spc, small_axis
from cdconsole.ui.charts.scale import ValueAxis
from cdconsole.ui.charts.spc_icons import paint_variation
from cdconsole.ui.charts.style import screen_style
from cdconsole.ui.charts.wording import chart_description
from cdconsole.ui.theme.fonts import TypeSize, font, px

_COUNTS = 36  # two lines of caption: the n and its denominator are never cut
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SmallMultiple(QWidget):
    """One chart painted by QPainter alone: thirty of them cost less than one interactive chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charted: MeasureChart | None = None
        self._axis: ValueAxis | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: MeasureChart) -> None:
        """Show a chart, or why there is none. Showing the same again changes nothing."""
        if chart == self._charted:
            return
        self._charted = chart
        said = chart.unavailable or chart.spoken_reading
        self.setAccessibleName(f"{chart.measure.title}: {said}" if said else chart.measure.title)
        self.setAccessibleDescription(chart_description(chart))
        self._axis = None if chart.unavailable else small_axis(chart)
        self.setToolTip(f"{chart.measure.title}\n{said}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a tile on a page of tiles."""
        return QSize(px(272), px(200))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, n, chart and icon from top to bottom."""
        style = screen_style()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._charted is not None:
            inside = QRectF(self.rect()).adjusted(px(8), px(4), -px(8), -px(4))
            self._paint_tile(painter, inside, self._charted)
        if self.hasFocus():
            painter.setPen(style.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_tile(self, painter: QPainter, inside: QRectF, charted: MeasureChart) -> None:
        style, line = screen_style(), px(20)
        title = font(TypeSize.BODY, semibold=True)
        painter.setFont(title)
        painter.setPen(style.text)
        shown = QFontMetricsF(title).elidedText(charted.measure.title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), line), int(_LEFT), shown)
        painter.setFont(style.caption)
        painter.setPen(style.text_secondary)
        counts = QRectF(inside.left(), inside.top() + line, inside.width(), px(_COUNTS))
        painter.drawText(
            counts, int(_TOP_LEFT) | int(Qt.TextFlag.TextWordWrap), charted.n_text.partition("; left out")[0]
        )
        foot = 0 if charted.unavailable else px(28)
        paint_spc(painter, inside.adjusted(0, line + px(_COUNTS), 0, -foot), charted, style, self._axis)
        if not charted.unavailable:
            self._paint_foot(painter, QRectF(inside.left(), inside.bottom() - foot, inside.width(), foot), charted)

    def _paint_foot(self, painter: QPainter, foot: QRectF, charted: MeasureChart) -> None:
        style, icon = screen_style(), charted.chart.icon
        disc = px(24)
        paint_variation(painter, QRectF(foot.left(), foot.bottom() - disc, disc, disc), icon, style)
        painter.setFont(style.caption)
        painter.setPen(style.text_secondary)
        words = charted.chart.notes[0] if icon is VariationIcon.NONE and charted.chart.notes else icon.words
        left = 0 if icon is VariationIcon.NONE else disc + px(8)
        painter.drawText(foot.adjusted(left, foot.height() - disc, 0, 0), int(_LEFT), words)
