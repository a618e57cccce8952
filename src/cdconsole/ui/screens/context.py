"""What every screen is given, and what the shell asks of every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from PySide6.QtWidgets import QWidget

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.people import Section, SessionSummary
from cdconsole.services.tasks import TaskRunner, TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.screens.remembered import ForThisWindow, Remembered
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.spelling.spelled_box import SpelledBox
from cdconsole.ui.spelling.speller import Speller


class Navigate(Protocol):
    """Go to another screen by its name, with ids: ``navigate("clinician", clinician="...")``."""

    def __call__(self, to: str, /, **ids: str) -> None:
        """Show the screen ``to`` and hand it the ids."""
        ...


class Leave(Protocol):
    """Lock the department: after this person's keys changed hands there is nothing left to show them."""

    def __call__(self, notice: str, *, to_recover: bool = False) -> None:
        """Show the entrance with a notice, or where the recovery key is typed."""
        ...


def _stay(notice: str, *, to_recover: bool = False) -> None:
    """Lock nothing: for pictures, and tests of one screen."""


def _show_all(_is_presenting: bool) -> None:
    """Hide nothing: for pictures, and tests of one screen."""


def _practise_nowhere() -> None:
    """Open nothing: for pictures, and tests of one screen."""


@dataclass(frozen=True)
class ScreenContext:
    """Everything a screen may use of the world outside it.

    ``present(True)`` hides what stands around the screen while others look at the window, until ``present(False)``.
    """

    runner: TaskRunner
    feed: ChangeFeed
    summary: SessionSummary
    navigate: Navigate
    clock: Clock
    show_problem: Callable[[Exception], None]
    clipboard: Clipboard
    remembered: Remembered = field(default_factory=ForThisWindow)
    leave: Leave = _stay
    present: Callable[[bool], None] = _show_all
    practise: Callable[[], None] = _practise_nowhere

    def scope(self) -> TaskScope:
        """Return a new scope for a presenter; what fails unheard is shown by the shell."""
        return TaskScope(self.runner, self.show_problem)

    def check_spelling(self, box: TextEdit) -> None:
        """Underline what is spelt wrongly in a box from now on, and offer what may have been meant."""
        SpelledBox(box, self._speller)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.scope(), self.feed, may_add=Section.REVIEW in self.summary.person.role.writes)

    def close(self) -> None:
        """Stop what all screens share; nothing is delivered afterwards."""
        if "_speller" in self.__dict__:
            self._speller.close()


class Presenter(Protocol):
    """What ``BuiltScreen`` needs of a presenter; presenters have no Qt."""

    def start(self) -> None:
        """Ask for what the screen shows."""
        ...

    def visit(self, **ids: str) -> None:
        """Show what somebody navigated to; without ids, stay as it is."""
        ...

    def changed(self, changes: ChangeSet) -> None:
        """Reload if this write matters here."""
        ...

    def close(self) -> None:
        """Cancel what runs; nothing is shown afterwards."""
        ...


class Screen(Protocol):
    """One entry of the rail, as the shell sees it."""

    @property
    def widget(self) -> QWidget:
        """Return what is shown in the stack."""
        ...

    def pieces(self) -> Iterator[object]:
        """Build, piece by piece, what a first look at the screen does not show."""
        ...

    def visit(self, **ids: str) -> None:
        """Called each time somebody comes here, with the ids given to ``navigate``."""
        ...

    def close(self) -> None:
        """Stop everything; the widget is deleted by the shell afterwards."""
        ...


ScreenFactory = Callable[[ScreenContext], Screen]


class BuiltScreen:
    """A view and its presenter: started by the first visit, and told of committed writes from then on.

    ``rest`` builds, piece by piece, what the first look does not show.
    """

    def __init__(self, view: QWidget, presenter: Presenter, feed: ChangeFeed, rest: Iterable[object] = ()) -> None:
        self._view = view
        self._presenter = presenter
        self._feed = feed
        self._rest = iter(rest)
        self._is_started = False

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self._view

    def pieces(self) -> Iterator[object]:
        """Return what is left to build."""
        return self._rest

    def visit(self, **ids: str) -> None:
        """Start the presenter if this is the first visit, and pass the ids on."""
        if not self._is_started:
            self._is_started = True
            self._feed.changed.connect(self._presenter.changed)
            self._presenter.start()
        self._presenter.visit(**ids)

    def close(self) -> None:
        """Hear of no more writes and cancel what runs."""
        if self._is_started:
            self._feed.changed.disconnect(self._presenter.changed)
        self._presenter.close()
