"""Goals: every one that was agreed, its measure since then, and its PDSA cycles."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.goals.presenter import GoalsPresenter
from cdconsole.ui.screens.goals.view import GoalsView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = GoalsView(context.clipboard)
    presenter = GoalsPresenter(view, context.scope(), context.clock, context.show_problem)
    view.goal_selected.connect(presenter.select)
    view.closed_toggled.connect(presenter.include_closed)
    view.retry_requested.connect(presenter.read_again)
    view.detail.cycle_requested.connect(presenter.begin_cycle)
    view.cycle_entered.connect(presenter.cycles.save)
    view.cycle_ended.connect(presenter.cycles.end)
    view.detail.close_requested.connect(presenter.begin_closing)
    view.detail.reopen_requested.connect(presenter.reopen)
    view.goal_closed.connect(presenter.closer.close)
    view.closing_ended.connect(presenter.closer.end)
    view.filters.wanted.connect(presenter.want)
    view.detail.next_cycle_requested.connect(presenter.begin_next_cycle)
    view.detail.undo_requested.connect(presenter.cycles.undo)
    view.detail.change_requested.connect(presenter.begin_changing)
    view.detail.look_back_requested.connect(presenter.begin_look_back)
    view.group_goal_requested.connect(presenter.forms.begin_group_goal)
    view.form_entered.connect(presenter.forms.enter)
    view.form_ended.connect(presenter.forms.end)
    return BuiltScreen(view, presenter, context.feed)
