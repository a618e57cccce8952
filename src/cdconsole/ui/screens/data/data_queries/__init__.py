"""Data queries: what administrators are asked about records, and their answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.data_queries.presenter import DataQueriesPresenter
from cdconsole.ui.screens.data.data_queries.view import DataQueriesView


def build_page(context: ScreenContext) -> tuple[QWidget, DataQueriesPresenter]:
    """Return the page and its presenter, not yet started."""
    view = DataQueriesView(context.clipboard)
    presenter = DataQueriesPresenter(view, context.scope(), context.show_problem)
    view.selected.connect(presenter.select)
    view.answer_requested.connect(presenter.begin_answering)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end_form)
    return view, presenter
