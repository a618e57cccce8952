"""Retention: how long what is held is kept, and a dry run of what is past that."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.retention.presenter import RetentionPresenter
from cdconsole.ui.screens.people.retention.view import RetentionView


def build_page(context: ScreenContext) -> tuple[QWidget, RetentionPresenter]:
    """Return the page and its presenter, not yet started."""
    view = RetentionView(context.clipboard)
    presenter = RetentionPresenter(view, context.scope(), context.clock, context.show_problem)
    view.period_requested.connect(presenter.ask_period)
    view.left_requested.connect(presenter.ask_left)
    view.hold_requested.connect(presenter.ask_hold)
    view.place_chosen.connect(presenter.save_list)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end_form)
    return view, presenter
