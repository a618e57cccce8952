"""The menu bar: few entries, every one with words and a key.

The titles are there from the first paint; the entries follow, because a shortcut makes PySide build the ``Qt``
namespace, which takes 20 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from cdconsole.ui.shell.settings import LONGEST_LOCK_MINUTES
from cdconsole.ui.theme.theme import Theme

_LOCK_CHOICES = (1, 2, 3, 5, 10, LONGEST_LOCK_MINUTES)


class Menus(QObject):
    """Emits what was chosen; ``lock`` is the entry that locks."""

    new_requested = Signal()
    open_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()
    theme_chosen = Signal(object)
    text_size_stepped = Signal(int)
    lock_minutes_chosen = Signal(int)
    guide_requested = Signal()
    practice_requested = Signal()
    about_requested = Signal()

    def __init__(self, window: QMainWindow, titles: Sequence[QMenu], theme: Theme, lock_minutes: int) -> None:
        super().__init__(window)
        file, view, helping = titles
        self._fill_file(file, lock_minutes)
        self._fill_view(view, theme)
        _entry(helping, "&User guide", self.guide_requested.emit, QKeySequence.StandardKey.HelpContents)
        _entry(helping, "&Practise on the demonstration department", self.practice_requested.emit)
        _entry(helping, "&About cdconsole", self.about_requested.emit)

    def set_open(self, is_open: bool) -> None:
        """Offer Lock only while there is something to lock."""
        self.lock.setEnabled(is_open)

    def _fill_file(self, menu: QMenu, lock_minutes: int) -> None:
        _entry(menu, "&New department…", self.new_requested.emit, QKeySequence.StandardKey.New)
        _entry(menu, "&Open…", self.open_requested.emit, QKeySequence.StandardKey.Open)
        menu.addSeparator()
        self.lock = _entry(menu, "&Lock", self.lock_requested.emit, QKeySequence("Ctrl+L"))
        self.lock.setEnabled(False)
        after = menu.addMenu("Lock &after")
        minutes = QActionGroup(self)
        for choice in _LOCK_CHOICES:
            _choice(after, minutes, f"{choice} min" + " without use" * (choice == 1), choice, choice == lock_minutes)
        minutes.triggered.connect(self._choose_minutes)
        menu.addSeparator()
        _entry(menu, "&Quit", self.quit_requested.emit, QKeySequence.StandardKey.Quit)

    def _fill_view(self, menu: QMenu, theme: Theme) -> None:
        themes = QActionGroup(self)
        for choice in (Theme.SYSTEM, Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST):
            _choice(menu, themes, choice.title, choice, choice is theme)
        themes.triggered.connect(self._choose_theme)
        menu.addSeparator()
        _entry(menu, "&Larger text", self._larger, QKeySequence.StandardKey.ZoomIn)
        _entry(menu, "&Smaller text", self._smaller, QKeySequence.StandardKey.ZoomOut)
        _entry(menu, "&Normal text", self._normal, QKeySequence("Ctrl+0"))

    def _choose_minutes(self, action: QAction) -> None:
        self.lock_minutes_chosen.emit(action.data())

    def _choose_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())

    def _larger(self) -> None:
        self.text_size_stepped.emit(1)

    def _smaller(self) -> None:
        self.text_size_stepped.emit(-1)

    def _normal(self) -> None:
        self.text_size_stepped.emit(0)


def _entry(
    menu: QMenu, text: str, chosen: Callable[[], None], key: QKeySequence | QKeySequence.StandardKey | None = None
) -> QAction:
    action = menu.addAction(text)
    if key is not None:
        action.setShortcut(key)
    action.triggered.connect(chosen)
    return action


def _choice(menu: QMenu, group: QActionGroup, text: str, value: object, is_chosen: bool) -> None:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    action.setData(value)
    group.addAction(action)
