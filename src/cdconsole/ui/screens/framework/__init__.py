"""Framework: the stage board, the charter and the outcome tree of the work stream."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.framework.presenter import FrameworkPresenter
from cdconsole.ui.screens.framework.view import FrameworkView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = FrameworkView()
    presenter = FrameworkPresenter(view, context.scope(), context.show_problem)
    view.page_chosen.connect(presenter.open)
    view.stages.item_ticked.connect(presenter.tick)
    view.stages.edit_requested.connect(presenter.forms.edit_stage)
    view.stages.save_requested.connect(presenter.forms.save_stage)
    view.stages.editing_ended.connect(presenter.forms.end_stage)
    view.charter.edit_requested.connect(presenter.forms.edit_charter)
    view.charter.save_requested.connect(presenter.forms.save_charter)
    view.charter.editing_ended.connect(presenter.forms.end_charter)
    view.outcomes.edit_requested.connect(presenter.forms.edit_outcome)
    view.outcomes.save_requested.connect(presenter.forms.save_outcome)
    view.outcomes.editing_ended.connect(presenter.forms.end_outcome)
    return BuiltScreen(view, presenter, context.feed)
