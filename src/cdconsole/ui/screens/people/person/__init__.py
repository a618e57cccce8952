"""About a person: everything that is held about one clinician, corrections asked for, and earlier reports."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import PrintView
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.person.desk import PersonDesk
from cdconsole.ui.screens.people.person.presenter import PersonPresenter
from cdconsole.ui.screens.people.person.view import PersonView


def build_page(context: ScreenContext) -> tuple[QWidget, PersonPresenter]:
    """Return the page and its presenter, not yet started."""
    view = PersonView(context.clipboard)
    printer = PrintView(view)
    presenter = PersonPresenter(PersonDesk(view, context.scope(), context.show_problem), printer)
    printer.placed.connect(presenter.printing.placed)
    printer.printer_chosen.connect(presenter.printing.printer_chosen)
    view.print_buttons.save_requested.connect(presenter.save_pdf)
    view.print_buttons.print_requested.connect(presenter.print)
    view.chosen.connect(presenter.choose)
    view.csv_place_chosen.connect(presenter.save_csv)
    view.decision_requested.connect(presenter.corrections.ask_decision)
    view.correction_requested.connect(presenter.corrections.ask)
    view.form_entered.connect(presenter.corrections.enter)
    view.form_ended.connect(presenter.corrections.end)
    return view, presenter
