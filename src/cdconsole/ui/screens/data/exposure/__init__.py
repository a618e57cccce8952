"""The exposure log: a year's calendar, the entries as a table, and the form of one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.exposure.presenter import ExposurePresenter
from cdconsole.ui.screens.data.exposure.view import ExposureView


def build_page(context: ScreenContext) -> tuple[QWidget, ExposurePresenter]:
    """Return the page and its presenter, not yet started."""
    view = ExposureView(context.clipboard)
    presenter = ExposurePresenter(view, context.scope(), context.clock, context.show_problem)
    view.year_stepped.connect(presenter.step_year)
    view.whose_chosen.connect(presenter.choose_whose)
    view.selected.connect(presenter.select)
    view.days_marked.connect(presenter.begin_adding)
    view.change_requested.connect(presenter.begin_changing)
    view.withdraw_requested.connect(presenter.withdraw)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end_form)
    return view, presenter
