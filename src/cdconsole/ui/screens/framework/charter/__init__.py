"""The charter of a work stream: its versions and the signatures under them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.charter.presenter import CharterPresenter
from cdconsole.ui.screens.framework.charter.view import CharterView
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


def build_page(context: ScreenContext, choice: StreamChoice) -> tuple[QWidget, CharterPresenter]:
    """Return the page and its presenter, not yet started."""
    view = CharterView()
    printing = printing_from(view, context.scope(), view.say, context.show_problem)
    presenter = CharterPresenter(view, choice, context, printing)
    view.version_chosen.connect(presenter.choose)
    view.edit_requested.connect(presenter.edit)
    view.sign_requested.connect(presenter.sign)
    view.sponsor_requested.connect(presenter.enter_sponsor)
    view.save_requested.connect(presenter.save)
    view.print_requested.connect(presenter.print)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
