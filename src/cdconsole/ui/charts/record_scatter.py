"""Every record of a measure over time: moved and zoomed by mouse and keyboard, dots for few, a density for many.

Painted by QPainter from one picture, not by pyqtgraph: a person who drags waits for every frame, and pyqtgraph's
takes many times as long (`benchmarks/record_scatter.py`).
"""

from __future__ import annotations

from datetime import date

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.ui.charts.record_painting import Plot, paint_axes, paint_boxes, paint_density_legend
from cdconsole.ui.charts.record_range import RecordRange, first_range, whole_range
from cdconsole.ui.charts.record_raster import DENSITY_ABOVE, Density, Records, density, dots
from cdconsole.ui.charts.style import screen_style
from cdconsole.ui.charts.wording import box_text

_LEFT, _TOP, _RIGHT, _BOTTOM = 44, 22, 12, 24
_LOWEST = 160
_STEP, _ZOOM = 0.1, 0.8
_USUAL = 0.99
_NOWHERE = RecordRange(0.0, 1.0, 0.0, 1.0)
_MOVES = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, _STEP),
    Qt.Key.Key_Down: (0.0, -_STEP),
}
_ZOOMS = {
    Qt.Key.Key_Plus: (_ZOOM, _ZOOM),
    Qt.Key.Key_Equal: (_ZOOM, _ZOOM),
    Qt.Key.Key_Minus: (1 / _ZOOM, 1 / _ZOOM),
    Qt.Key.Key_PageUp: (1.0, _ZOOM),
    Qt.Key.Key_PageDown: (1.0, 1 / _ZOOM),
}


class RecordScatter(QWidget):
    """``range`` is what is in sight; ``viewed`` says it in words, and how it is drawn, whenever that changes."""

    viewed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: RecordDistribution | None = None
        self._records = Records.of(b"", b"")
        self._whole = self.range = _NOWHERE
        self._lowest = 0.0
        self._picture: QImage | Density | None = None
        self._words = ""
        self._dragged_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LOWEST)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_distribution(self, shown: RecordDistribution) -> None:
        """Show records. The same again changes nothing; the same measure anew keeps what is in sight."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self._records = Records.of(shown.days, shown.values)
        values = self._records.values
        least, greatest = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
        self._lowest = min(0.0, least)
        self._whole = whole_range(shown.period, least, greatest)
        is_same = before is not None and (before.measure.id, before.whose) == (shown.measure.id, shown.whose)
        usual = float(np.quantile(values, _USUAL)) if values.size else 0.0
        self.setAccessibleName(f"{shown.measure.title}, record by record")
        self.show_range(self.range if is_same else first_range(self._whole, usual))

    def show_range(self, wanted: RecordRange) -> None:
        """Bring a part of the records into sight, as far as there are any."""
        self.range = wanted.within(self._whole)
        self._draw()

    def show_all(self) -> None:
        """Bring every record into sight."""
        self.show_range(self._whole)

    def zoom(self, days: float, values: float) -> None:
        """Show this factor of the days and of the values that are in sight, around their middle."""
        self.show_range(self.range.zoomed(days, values))

    def zoom_in(self) -> None:
        """Come closer."""
        self.zoom(_ZOOM, _ZOOM)

    def zoom_out(self) -> None:
        """Step back."""
        self.zoom(1 / _ZOOM, 1 / _ZOOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, zoom with plus and minus, the values alone with Page Up and Down; Home shows all."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.show_range(self.range.moved(*_MOVES[key]))
        elif key in _ZOOMS:
            self.zoom(*_ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)
            return
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer with Ctrl, the values alone with Shift too; without, the page scrolls."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        plot, turn = self._plot(), event.angleDelta().y() or event.angleDelta().x()
        factor = _ZOOM if turn > 0 else 1 / _ZOOM
        days = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else factor
        self.show_range(self.range.zoomed(days, factor, plot.share_at(event.position())))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the records."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the records with the pointer."""
        if self._dragged_from is not None:
            by, area = event.position() - self._dragged_from, self._plot().area
            self._dragged_from = event.position()
            self.show_range(self.range.moved(-by.x() / max(1.0, area.width()), by.y() / max(1.0, area.height())))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the records."""
        self._dragged_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def event(self, event: QEvent) -> bool:
        """Say the box of the quarter that the pointer rests on."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def text_at(self, position: QPointF) -> str:
        """Return what the tooltip says at a position; empty where no quarter has a box."""
        plot = self._plot()
        if self._shown is None or not plot.area.contains(position):
            return ""
        on = date.fromordinal(int(plot.day_at(position.x())))
        boxes = (box for box in self._shown.boxes if on in box.quarter.period)
        return next((box_text(self._shown.measure, box) for box in boxes), "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, the picture of the records, the boxes of the quarters and the focus ring."""
        if self._shown is None:
            return
        style, plot, measure = screen_style(), self._plot(), self._shown.measure
        painter = QPainter(self)
        paint_axes(painter, plot, measure.unit, style)
        painter.save()
        painter.setClipRect(plot.area)
        if isinstance(self._picture, Density):
            painter.drawImage(plot.rect_of(self._picture.covers), self._picture.picture)
        elif self._picture is not None:
            painter.drawImage(plot.area, self._picture)
        paint_boxes(painter, plot, self._shown.boxes, style)
        painter.restore()
        if isinstance(self._picture, Density):
            paint_density_legend(painter, plot, self._picture.most, style)
        if self.hasFocus():
            painter.setPen(style.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _plot(self) -> Plot:
        unit = screen_style().unit
        area = QRectF(self.rect()).adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -_BOTTOM * unit)
        return Plot(area, self.range, self._lowest)

    def _draw(self) -> None:
        """Make the picture of what is in sight, and say what that is."""
        area, style, ratio = self._plot().area, screen_style(), self.devicePixelRatioF()
        if self._shown is None or area.width() < 1 or area.height() < 1:
            return
        size, seen = (int(area.width() * ratio), int(area.height() * ratio)), self._records.inside(self.range)
        if len(seen) > DENSITY_ABOVE:
            self._picture = density(seen, self.range, size, (QColor(style.colours.accent), style.unit * ratio))
        else:
            self._picture = dots(seen, self.range, size, (QColor(style.colours.common_cause_edge), style.unit * ratio))
        self._say(len(seen))
        self.update()

    def _say(self, seen: int) -> None:
        first, last = (date.fromordinal(int(day)) for day in (self.range.left, self.range.right - 1e-6))
        words = f"In sight: {seen:,} of {len(self._records):,} records, {date_text(first)} - {date_text(last)}. "
        if isinstance(self._picture, Density):
            cell, days = self._picture, self._picture.cell_days
            words += (
                f"Shown as a density, as there are more than {DENSITY_ABOVE:,}: cells of {days} day{'s' * (days > 1)}"
                f" by {cell.cell_values:g}, stronger with more records, {cell.most:,} at most. Zoom in for single ones."
            )
        else:
            words += "Each dot is a record, stronger where several lie together."
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(f"{self._shown.sentence} {words}" if self._shown else words)
            self.viewed.emit(words)
