"""Chooses a clinician: from a list, by typing part of the name, or one after the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QToolButton, QWidget

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon

_WIDTH = 296


class ClinicianChooser(QWidget):
    """``chosen`` carries the clinician's id, ``step_requested`` -1 or 1."""

    chosen = Signal(str)
    step_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._clinicians: tuple[Clinician, ...] | None = None
        self._list, self._line = QComboBox(), QLineEdit()
        self._previous, self._next = QToolButton(), QToolButton()
        self._prepare_list()
        self._prepare_steps()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        for part in (self._list, self._previous, self._next):
            row.addWidget(part)
        self._dress()

    def show_choice(self, clinicians: tuple[Clinician, ...] | None, chosen: ClinicianId | None) -> None:
        """Show who there is and who is chosen."""
        if clinicians != self._clinicians:
            self._clinicians = clinicians
            self._list.clear()
            for one in clinicians or ():
                self._list.addItem(one.name, one.id)
        self._list.setEnabled(bool(clinicians))
        place = self._list.findData(chosen) if chosen is not None else -1
        self._list.setCurrentIndex(place)
        self._previous.setEnabled(place > 0)
        self._next.setEnabled(0 <= place < self._list.count() - 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Dress the name: a list gives its line a font of its own until it is shown."""
        super().showEvent(event)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def listen_on(self, screen: QWidget) -> None:
        """Take Alt+Up and Alt+Down, or [ and ], anywhere on a screen."""
        for keys, step in (
            ("Alt+Up", self._go_back),
            ("[", self._go_back),
            ("Alt+Down", self._go_on),
            ("]", self._go_on),
        ):
            shortcut = QShortcut(QKeySequence(keys), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(step)

    def _prepare_list(self) -> None:
        self._list.setProperty("role", "heading")
        self._list.setEditable(True)
        self._list.setLineEdit(self._line)
        self._list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._list.setMaxVisibleItems(20)
        self._list.setAccessibleName("Clinician")
        self._list.setToolTip("Type part of a name to find a clinician")
        self._line.setAccessibleName("Clinician, type part of a name")
        self._line.setPlaceholderText("Find a clinician")
        completer = QCompleter(self._list.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._list.setCompleter(completer)
        self._list.activated.connect(self._choose)
        self._line.editingFinished.connect(self._settle)

    def _prepare_steps(self) -> None:
        for step, words, keys in (
            (self._previous, "Previous clinician", "Alt+Up"),
            (self._next, "Next clinician", "Alt+Down"),
        ):
            step.setAccessibleName(words)
            step.setToolTip(f"{words} ({keys})")
        self._previous.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)

    def _dress(self) -> None:
        self._list.setFixedWidth(px(_WIDTH))
        self._line.setFont(font(TypeSize.HEADING, semibold=True))
        for step, name in ((self._previous, Icon.CHEVRON_UP), (self._next, Icon.CHEVRON_DOWN)):
            step.setIcon(icon(name))
            step.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._list.itemData(place))

    def _settle(self) -> None:
        """Take the best match of what was typed, or put the name back that was there."""
        typed, at = self._line.text().strip(), self._list.currentIndex()
        if typed == self._list.itemText(at):
            return
        place = self._list.findText(typed, Qt.MatchFlag.MatchContains) if typed else -1
        if place >= 0 and place != at:
            self._list.setCurrentIndex(place)
            self._choose(place)
        else:
            self._list.setEditText(self._list.itemText(at))

    def _go_back(self) -> None:
        self.step_requested.emit(-1)

    def _go_on(self) -> None:
        self.step_requested.emit(1)
