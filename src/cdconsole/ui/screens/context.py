"""What every screen is given, and what the shell asks of every screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtWidgets import QWidget

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.people import SessionSummary
from cdconsole.services.tasks import TaskRunner, TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.remembered import ForThisWindow, Remembered
from cdconsole.ui.shell.clipboard import Clipboard


class Navigate(Protocol):
    """Go to another screen by its name, with ids: ``navigate("clinician", clinician="...")``."""

    def __call__(self, to: str, /, **ids: str) -> None:
        """Show the screen ``to`` and hand it the ids."""
        ...


@dataclass(frozen=True)
class ScreenContext:
    """Everything a screen may use of the world outside it."""

    runner: TaskRunner
    feed: ChangeFeed
    summary: SessionSummary
    navigate: Navigate
    clock: Clock
    show_problem: Callable[[Exception], None]
    clipboard: Clipboard
    remembered: Remembered = field(default_factory=ForThisWindow)

    def scope(self) -> TaskScope:
        """Return a new scope for a presenter; what fails unheard is shown by the shell."""
        return TaskScope(self.runner, self.show_problem)


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

    def visit(self, **ids: str) -> None:
        """Called each time somebody comes here, with the ids given to ``navigate``."""
        ...

    def close(self) -> None:
        """Stop everything; the widget is deleted by the shell afterwards."""
        ...


ScreenFactory = Callable[[ScreenContext], Screen]


class BuiltScreen:
    """A view and its presenter: started once, told of committed writes until it is closed."""

    def __init__(self, view: QWidget, presenter: Presenter, feed: ChangeFeed) -> None:
        self._view = view
        self._presenter = presenter
        self._feed = feed
        feed.changed.connect(presenter.changed)
        presenter.start()

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self._view

    def visit(self, **ids: str) -> None:
        """Pass the ids on to the presenter."""
        self._presenter.visit(**ids)

    def close(self) -> None:
        """Hear of no more writes and cancel what runs."""
        self._feed.changed.disconnect(self._presenter.changed)
        self._presenter.close()
