"""The learning log: lessons with nobody named."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import join_printing, printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.learning.presenter import LearningPresenter
from cdconsole.ui.screens.support.learning.state import LearningState
from cdconsole.ui.screens.support.learning.view import LearningView


def build_page(context: ScreenContext) -> tuple[QWidget, LearningPresenter]:
    """Return the page and its presenter, not yet started."""
    view = LearningView(context.clipboard)
    scope = context.scope()
    presenter = LearningPresenter(Desk(view, LearningState(), scope, context.show_problem))
    printing = printing_from(view, scope, presenter.say, context.show_problem)
    join_printing(view.print_buttons, printing, presenter.document)
    view.filtered.connect(presenter.filter)
    view.selected.connect(presenter.select)
    view.write_requested.connect(presenter.forms.begin)
    view.change_requested.connect(presenter.forms.begin_change)
    view.retire_requested.connect(presenter.forms.begin_retiring)
    view.form_entered.connect(presenter.forms.enter)
    view.form_ended.connect(presenter.forms.end)
    view.place_chosen.connect(presenter.export)
    return view, presenter
