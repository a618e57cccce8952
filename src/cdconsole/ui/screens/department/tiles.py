"""The team's measures as small multiples under their outcomes, each one to be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cdconsole.domain.measure import MeasureId
from cdconsole.ui.charts.small_multiple import SmallMultiple
from cdconsole.ui.forms import label
from cdconsole.ui.screens.department.grouping import TileGroup, group_places
from cdconsole.ui.theme.fonts import px

_NARROWEST, _USUAL, _MOST = 248, 4, 8
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Tiles(QWidget):
    """``chosen`` carries the MeasureId of the tile a person opened, ``reached`` the tile the keyboard moved to.

    Tab stops once here, at the tile last used; the arrow keys, Home and End move between tiles.
    """

    chosen = Signal(object)
    reached = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[MeasureTile] = []
        self._headings: list[QLabel] = []
        self._groups: tuple[TileGroup, ...] = ()
        self._placed: dict[MeasureTile, tuple[int, int]] = {}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(12))
        # The first stands in the order of Tab where all are to stand; the others are put in after it.
        self._add_tile()

    def show_groups(self, groups: tuple[TileGroup, ...]) -> None:
        """Fill the tiles; they move only where the page has another shape."""
        charts = [chart for group in groups for chart in group.charts]
        while len(self._tiles) < len(charts):
            self._add_tile()
        for tile, chart in zip(self._tiles, charts, strict=False):
            tile.measure = chart.measure.id
            tile.show_chart(chart)
        is_same_shape = [(each.title, len(each.charts)) for each in groups] == [
            (each.title, len(each.charts)) for each in self._groups
        ]
        self._groups = groups
        if not is_same_shape or not self._columns:
            self._arrange()

    def focus_tile(self, measure: MeasureId) -> None:
        """Give a tile the keyboard."""
        for tile in self._placed:
            if tile.measure == measure:
                tile.setFocus(Qt.FocusReason.OtherFocusReason)
                self.reached.emit(tile)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_wanted() != self._columns:
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the keyboard from tile to tile; other keys are not for here."""
        key = Qt.Key(event.key())
        target = self._beside(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reached.emit(target)
        elif key not in _ARROWS:
            super().keyPressEvent(event)

    def _columns_wanted(self) -> int:
        """Return how many columns there are: more than usual only where there are tiles for them."""
        tiles = sum(len(group.charts) for group in self._groups)
        return max(1, min(self.width() // px(_NARROWEST), max(_USUAL, tiles), _MOST))

    def _beside(self, key: Qt.Key) -> MeasureTile | None:
        """Return where a key leads from the tile with the keyboard; None for other keys, and at the edge."""
        tiles = list(self._placed)
        here = next((tile for tile in tiles if tile.hasFocus()), None)
        if here is None:
            return None
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return tiles[0 if key == Qt.Key.Key_Home else -1]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = tiles.index(here) + (1 if key == Qt.Key.Key_Right else -1)
            return tiles[at] if 0 <= at < len(tiles) else None
        if key not in _ARROWS:
            return None
        row, column = self._placed[here]
        rows = {to for to, _ in self._placed.values() if (to > row if key == Qt.Key.Key_Down else to < row)}
        if not rows:
            return None
        nearest = min(rows) if key == Qt.Key.Key_Down else max(rows)
        line = [tile for tile in tiles if self._placed[tile][0] == nearest]
        return min(line, key=lambda tile: abs(self._placed[tile][1] - column))

    def _arrange(self) -> None:
        self._columns = columns = self._columns_wanted()
        for widget in (*self._tiles, *self._headings):
            self._grid.removeWidget(widget)
        self._placed = {}
        tiles, headings = iter(self._tiles), iter(self._headings)
        for group, place in zip(
            self._groups, group_places([len(group.charts) for group in self._groups], columns), strict=True
        ):
            if group.title:
                heading = next(headings, None) or self._add_heading()
                heading.setText(group.title)
                heading.show()
                self._grid.addWidget(heading, place.row, place.column, 1, place.span, Qt.AlignmentFlag.AlignBottom)
            for at, tile in zip(range(len(group.charts)), tiles, strict=False):
                down, along = divmod(at, place.span)
                self._placed[tile] = (place.row + 1 + down, place.column + along)
                self._grid.addWidget(tile, *self._placed[tile])
                tile.show()
        for widget in (*tiles, *headings):
            widget.hide()
        for column in range(_MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        with_keyboard = (tile for tile in self._placed if tile.hasFocus())
        self._stop_at(next(with_keyboard, next(iter(self._placed), self._tiles[0])))

    def _add_tile(self) -> None:
        tile = MeasureTile(self)
        tile.hide()
        tile.chosen.connect(self.chosen)
        tile.entered.connect(self._stop_at)
        if self._tiles:
            QWidget.setTabOrder(self._tiles[-1], tile)
        self._tiles.append(tile)

    def _add_heading(self) -> QLabel:
        heading = label("", "secondary")
        heading.setParent(self)
        heading.setContentsMargins(px(8), px(8), px(8), 0)
        self._headings.append(heading)
        return heading

    def _stop_at(self, current: MeasureTile) -> None:
        """Let Tab stop at one tile only: behind thirty stops nobody would reach the table."""
        for tile in self._tiles:
            tile.setFocusPolicy(Qt.FocusPolicy.TabFocus if tile is current else Qt.FocusPolicy.ClickFocus)


class MeasureTile(SmallMultiple):
    """A small multiple that a click, Enter or Space opens; ``entered`` carries itself when it gets the keyboard."""

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.measure: MeasureId | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the tile that Tab stops at."""
        super().focusInEvent(event)
        self.entered.emit(self)

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
