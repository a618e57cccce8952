"""The team's measures as small multiples in a row, each one to be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.ui.charts.small_multiple import SmallMultiple
from cdconsole.ui.theme.fonts import px

_NARROWEST, _MOST_IN_A_ROW = 248, 4
_TILES = 8


class Tiles(QWidget):
    """``chosen`` carries the MeasureId of the tile a person opened."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # All are made at once, so that Tab reaches them in the order of the page.
        self._tiles = [MeasureTile(self) for _ in range(_TILES)]
        self._shown = 0
        self._columns = _MOST_IN_A_ROW
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(16))
        for tile in self._tiles:
            tile.chosen.connect(self.chosen)
        self._arrange()

    def show_charts(self, charts: tuple[MeasureChart, ...]) -> None:
        """Fill the tiles; they move only where there is one more or fewer."""
        for tile, chart in zip(self._tiles, charts, strict=False):
            tile.measure = chart.measure.id
            tile.show_chart(chart)
        if len(charts) != self._shown:
            self._shown = len(charts)
            self._arrange()

    def focus_tile(self, measure: MeasureId) -> None:
        """Give a tile the keyboard."""
        for tile in self._tiles:
            if tile.measure == measure:
                tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as there is room for."""
        super().resizeEvent(event)
        columns = max(1, min(_MOST_IN_A_ROW, self.width() // px(_NARROWEST)))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        for at, tile in enumerate(self._tiles):
            self._grid.removeWidget(tile)
            if at < self._shown:
                self._grid.addWidget(tile, at // self._columns, at % self._columns)
            tile.setVisible(at < self._shown)
        for column in range(_MOST_IN_A_ROW):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)


class MeasureTile(SmallMultiple):
    """A small multiple that a click, Enter or Space opens."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.measure: MeasureId | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the button, so that its release comes here too."""
        event.setAccepted(event.button() is Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.measure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.measure)
        else:
            super().keyPressEvent(event)
