"""What two people changed at once: a quiet bar above the screens, and the dialog it leads to."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.shell.conflicts.presenter import ConflictsPresenter
from cdconsole.ui.shell.conflicts.view import ConflictsView


def build(context: ScreenContext) -> Screen:
    """Return the bar, hidden until something waits; it reads on its first ``visit``."""
    view = ConflictsView(context.clipboard)
    presenter = ConflictsPresenter(view, context.scope(), context.show_problem)
    view.ask_requested.connect(presenter.ask)
    view.left.connect(presenter.leave)
    view.chosen.connect(presenter.choose)
    return BuiltScreen(view, presenter, context.feed)
