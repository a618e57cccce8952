"""What was done: who did what, when, in the sections this person can read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.trail.presenter import TrailPresenter
from cdconsole.ui.screens.people.trail.view import TrailView


def build_page(context: ScreenContext) -> tuple[QWidget, TrailPresenter]:
    """Return the page and its presenter, not yet started."""
    view = TrailView(context.clipboard)
    presenter = TrailPresenter(view, context.scope())
    view.filter_chosen.connect(presenter.show_events_of)
    return view, presenter
