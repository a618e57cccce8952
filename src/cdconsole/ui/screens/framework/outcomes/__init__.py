"""The outcome tree of a work stream."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.outcomes.presenter import OutcomesPresenter
from cdconsole.ui.screens.framework.outcomes.view import OutcomesView
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


def build_page(context: ScreenContext, choice: StreamChoice) -> tuple[QWidget, OutcomesPresenter]:
    """Return the page and its presenter, not yet started."""
    view = OutcomesView()
    presenter = OutcomesPresenter(view, choice, context)
    view.selected.connect(presenter.select)
    view.add_requested.connect(presenter.add)
    view.edit_requested.connect(presenter.edit)
    view.park_requested.connect(presenter.park)
    view.retire_requested.connect(presenter.retire)
    view.definition_requested.connect(presenter.show_definition)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
