"""About a person: everything that is held about one clinician, corrections asked for, and earlier reports."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import join_printing, printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.person.desk import PersonDesk
from cdconsole.ui.screens.people.person.presenter import PersonPresenter
from cdconsole.ui.screens.people.person.view import PersonView


def build_page(context: ScreenContext) -> tuple[QWidget, PersonPresenter]:
    """Return the page and its presenter, not yet started."""
    view = PersonView(context.clipboard)
    scope = context.scope()
    presenter = PersonPresenter(PersonDesk(view, scope, context.show_problem))
    printing = printing_from(view, scope, presenter.say_printed, context.show_problem)
    join_printing(view.print_buttons, printing, presenter.document)
    view.chosen.connect(presenter.choose)
    view.csv_place_chosen.connect(presenter.save_csv)
    view.decision_requested.connect(presenter.corrections.ask_decision)
    view.correction_requested.connect(presenter.corrections.ask)
    view.form_entered.connect(presenter.corrections.enter)
    view.form_ended.connect(presenter.corrections.end)
    return view, presenter
