"""The record of support: steps in words, what a concern is here, and whom to call."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.steps.presenter import StepsPresenter
from cdconsole.ui.screens.support.steps.state import StepsState
from cdconsole.ui.screens.support.steps.view import StepsView


def build_page(context: ScreenContext) -> tuple[QWidget, StepsPresenter]:
    """Return the page and its presenter, not yet started."""
    view = StepsView(context.clipboard)
    presenter = StepsPresenter(Desk(view, StepsState(), context.scope(), context.show_problem), context.clock)
    view.selected.connect(presenter.select)
    view.step_requested.connect(presenter.begin)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end)
    return view, presenter
