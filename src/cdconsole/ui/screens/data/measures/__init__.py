"""The measures: every definition with its versions, and which of them are used where."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.measures.desk import MeasuresDesk
from cdconsole.ui.screens.data.measures.presenter import MeasuresPresenter
from cdconsole.ui.screens.data.measures.view import MeasuresView


def build_page(context: ScreenContext) -> tuple[QWidget, MeasuresPresenter]:
    """Return the page and its presenter, not yet started."""
    view = MeasuresView(context.clipboard)
    presenter = MeasuresPresenter(MeasuresDesk(view, context.show_problem), context.scope())
    view.filter_changed.connect(presenter.filter)
    view.selected.connect(presenter.select)
    view.form_wanted.connect(presenter.changes.begin)
    view.bring_back_wanted.connect(presenter.changes.bring_back)
    view.form_entered.connect(presenter.changes.enter)
    view.adding_wanted.connect(presenter.changes.begin_adding)
    view.templates_entered.connect(presenter.changes.add)
    view.choosing_wanted.connect(presenter.changes.begin_choosing)
    view.charts_entered.connect(presenter.changes.choose)
    view.ended.connect(presenter.changes.end)
    return view, presenter
