"""People & access: who can unlock the department, what their keys open, and what was done."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.people.presenter import PeoplePresenter
from cdconsole.ui.screens.people.view import PeopleView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = PeopleView(context.clipboard)
    presenter = PeoplePresenter(view, context.scope(), context.summary.person, context.show_problem)
    view.add_requested.connect(presenter.begin_adding)
    view.suggest_requested.connect(presenter.suggest)
    view.person_entered.connect(presenter.add)
    view.adding_ended.connect(presenter.end_adding)
    view.filter_chosen.connect(presenter.show_events_of)
    return BuiltScreen(view, presenter, context.feed)
