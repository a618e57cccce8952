"""The log of thank-yous: found as one types, printed as cards, written to a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import join_printing, printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.recognition.presenter import RecognitionPresenter
from cdconsole.ui.screens.support.recognition.state import RecognitionState
from cdconsole.ui.screens.support.recognition.view import RecognitionView


def build_page(context: ScreenContext) -> tuple[QWidget, RecognitionPresenter]:
    """Return the page and its presenter, not yet started."""
    view = RecognitionView(context.clipboard)
    scope = context.scope()
    desk = Desk(view, RecognitionState(context.clock.today()), scope, context.show_problem)
    presenter = RecognitionPresenter(desk, context.clock)
    printing = printing_from(view, scope, presenter.say, context.show_problem)
    join_printing(view.print_buttons, printing, presenter.card)
    view.filtered.connect(presenter.filter)
    view.selected.connect(presenter.select)
    view.thank_requested.connect(presenter.thanking.begin)
    view.thanked.connect(presenter.thanking.save)
    view.thanking_ended.connect(presenter.thanking.end)
    view.place_chosen.connect(presenter.export)
    return view, presenter
