"""The left rail: where a person can go, folded to icons where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from cdconsole.ui.forms import label
from cdconsole.ui.shell.places import Place
from cdconsole.ui.theme.colours import Colours
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon
from cdconsole.ui.theme.theme import colours

_WIDE, _NARROW = 200, 56


class Rail(QFrame):
    """Emits the name of the place a person chose; ``fold_requested`` when they want it wider or narrower."""

    chosen = Signal(str)
    fold_requested = Signal()

    def __init__(self, department: str, places: Sequence[Place]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self._is_narrow = False
        self._drawn: tuple[Colours, int] | None = None
        self._heading = label(department, "strong")
        self._entries = [_Entry(place) for place in places]
        self._fold = QToolButton()
        self._fold.setObjectName("fold_rail")
        self._fold.setProperty("role", "rail")
        self._lay_out()
        for entry in self._entries:
            entry.chosen.connect(self.chosen)
        self._fold.clicked.connect(self.fold_requested)
        self.set_narrow(False)

    @property
    def is_narrow(self) -> bool:
        """Return whether only icons show."""
        return self._is_narrow

    def mark(self, name: str) -> None:
        """Show where the person is."""
        for entry in self._entries:
            entry.setChecked(entry.place.name == name)

    def set_narrow(self, narrow: bool) -> None:
        """Fold to icons or unfold."""
        self._is_narrow = narrow
        self.setFixedWidth(px(_NARROW if narrow else _WIDE))
        self._heading.setVisible(not narrow)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (*self._entries, self._fold):
            button.setToolButtonStyle(style)
            button.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
            button.setFixedWidth(self.width() - 1)
        self._fold.setText("" if narrow else "  Fold to icons")
        self._fold.setToolTip("Show names" if narrow else "")
        self._fold.setAccessibleName("Show names" if narrow else "Fold to icons")
        self._draw_icons()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again in the theme's colours and at the text's size."""
        super().changeEvent(event)
        is_drawn_otherwise = self._drawn is not None and self._drawn != (colours(), px(ICON_SIZE))
        if is_drawn_otherwise and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.set_narrow(self._is_narrow)

    def _draw_icons(self) -> None:
        self._drawn = (colours(), px(ICON_SIZE))
        for entry in self._entries:
            entry.setIcon(icon(Icon(entry.place.icon), colours().text_secondary))
        chevron = Icon.CHEVRON_RIGHT if self._is_narrow else Icon.CHEVRON_LEFT
        self._fold.setIcon(icon(chevron, colours().text_secondary))

    def _lay_out(self) -> None:
        self._heading.setContentsMargins(px(16), 0, px(12), px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(16), 1, px(8))
        column.setSpacing(px(2))
        column.addWidget(self._heading)
        for entry in self._entries:
            column.addWidget(entry)
        column.addStretch(1)
        column.addWidget(self._fold)


class _Entry(QToolButton):
    """One place in the rail."""

    chosen = Signal(str)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.setProperty("role", "rail")
        self.setObjectName(f"go_{place.name}")
        # Qt keeps icon and word too close together, and no style setting moves them apart.
        self.setText("  " + place.title.replace("&", "&&"))
        self.setToolTip(place.title)
        self.setAccessibleName(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.place.name)
