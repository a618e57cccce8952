"""The open department: the rail, and the screens beside it, built on the way to them or while the window is still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.ui.follow_up.text_edit import Surroundings
from cdconsole.ui.preload import LeisurelySteps, Steps
from cdconsole.ui.screens.context import Screen, ScreenContext, ScreenFactory
from cdconsole.ui.shell import conflicts
from cdconsole.ui.shell.places import places_for
from cdconsole.ui.shell.rail import Rail
from cdconsole.ui.theme.fonts import px

_NARROW_BELOW, _BREATH_MS = 1200, 5


class Workspace(Surroundings):
    """Holds the screens of one session; ``went(name)`` says where the person is.

    ``presenting`` says that only the screen may be seen, and nothing around it, or everything again. Spelling is
    checked in every box of text that a screen shows.
    """

    went = Signal(str)
    fold_chosen = Signal(bool)
    presenting = Signal(bool)

    def __init__(
        self,
        make_context: Callable[[Workspace], ScreenContext],
        factories: Mapping[str, ScreenFactory],
        *,
        is_folded: bool = False,
    ) -> None:
        super().__init__()
        self._context = make_context(self)
        self._factories = factories
        self._screens: dict[str, Screen] = {}
        self._is_folded, self._where = is_folded, ""
        summary = self._context.summary
        self._places = tuple(place for place in places_for(summary.person.role) if place.name in factories)
        self._rail = Rail(summary.department, self._places)
        self._is_presenting = False
        self._stack = QStackedWidget()
        self._steps: Steps | None = None
        self._way: Steps | None = None
        self._way_to: tuple[str, Mapping[str, str]] = ("", {})
        self._is_to_enter = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        self._conflicts = conflicts.build(self._context)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._aside = QWidget()
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.addWidget(self._conflicts.widget)
        column.addWidget(self._aside)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self._rail.chosen.connect(self.go)
        self._rail.fold_requested.connect(self._fold)
        self.box_shown.connect(self._context.check_spelling)
        self._fit()

    @property
    def folder(self) -> str:
        """Return the open department's folder."""
        return self._context.summary.folder

    @property
    def person(self) -> str:
        """Return the id of who has it open."""
        return self._context.summary.person.id

    @property
    def names(self) -> tuple[str, ...]:
        """Return the places this person can go to, in the rail's order."""
        return tuple(place.name for place in self._places)

    def go(self, to: str, /, **ids: str) -> None:
        """Show a screen; the first visit builds it, turn by turn. Raises KeyError for a place this person has not."""
        if to not in self.names:
            raise KeyError(to)
        self._rail.mark(to)
        self._is_to_enter = False
        if self._way is not None:
            self._way.stop()
        if to in self._screens and self._stack.indexOf(self._screens[to].widget) >= 0:
            self._arrive(to, ids)
            return
        self._way = Steps(self._build(to), self, breath_ms=_BREATH_MS)
        self._way_to = (to, ids)
        self._way.finished.connect(self._end_way)
        self._way.start()

    def build_rest(self, is_busy: Callable[[], bool]) -> None:
        """Build the other screens one piece at a time, while nobody waits for anything."""
        self._conflicts.visit()
        self._steps = LeisurelySteps(self._pieces(), is_busy, self)
        self._steps.start()

    def go_to_number(self, number: int) -> None:
        """Show the n-th place of the rail, from 1; nothing where there are fewer."""
        if number <= len(self._places) and not self._is_presenting:
            self.go(self._places[number - 1].name)
            self.enter()

    def present(self, is_presenting: bool) -> None:
        """Show the screen alone, so that nobody looking on reads another name; or everything again."""
        self._is_presenting = is_presenting
        self._rail.setVisible(not is_presenting)
        self._aside.setVisible(not is_presenting)
        self.presenting.emit(is_presenting)

    def close_screens(self) -> None:
        """Stop every screen; nothing is shown or delivered afterwards."""
        for steps in (self._steps, self._way):
            if steps is not None:
                steps.stop()
        for screen in (self._conflicts, *self._screens.values()):
            screen.close()
        self._screens.clear()
        self._context.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def enter(self) -> None:
        """Put the keyboard into the screen, where it was last or on the first control: a key brought the person."""
        if self._way is not None:
            self._is_to_enter = True
            return
        screen = self._screens[self._where].widget
        last = screen.focusWidget()
        if screen.isAncestorOf(last) and last.isVisible() and last.isEnabled():
            last.setFocus()
            return
        screen.setFocus()
        self.focusNextChild()
        if self._rail.isAncestorOf(self._rail.window().focusWidget()):
            screen.setFocus()  # nothing in it can be used before it has read: Tab will find its first control

    def _end_way(self) -> None:
        self._arrive(*self._way_to)

    def _arrive(self, at: str, ids: Mapping[str, str]) -> None:
        self._way, self._where = None, at
        screen = self._screens[at]
        self._stack.setCurrentWidget(screen.widget)
        screen.visit(**ids)
        self.went.emit(at)
        if self._is_to_enter:
            self.enter()

    def _pieces(self) -> Iterator[object]:
        for name in self.names:
            yield from self._build(name)
        for name in self.names:
            yield from self._screens[name].pieces()

    def _build(self, name: str) -> Iterator[None]:
        """Make a screen; then put it into the window, which dresses each of its parts and takes as long."""
        if name not in self._screens:
            self._screens[name] = self._factories[name](self._context)
            yield
        widget = self._screens[name].widget
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
            yield

    def _fold(self) -> None:
        self._is_folded = not self._rail.is_narrow
        self._rail.set_narrow(self._is_folded)
        self.fold_chosen.emit(self._is_folded)

    def _fit(self) -> None:
        narrow = self._is_folded or self.width() < px(_NARROW_BELOW)
        if narrow != self._rail.is_narrow:
            self._rail.set_narrow(narrow)
