"""Access: who can open the department, what their keys open, and everything that gives and takes keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.presenter import AccessPresenter
from cdconsole.ui.screens.people.access.recovery_key import KeyPrinter
from cdconsole.ui.screens.people.access.view import AccessView


def build_page(context: ScreenContext) -> tuple[QWidget, AccessPresenter]:
    """Return the page and its presenter, not yet started."""
    view = AccessView(context.clipboard)
    desk = AccessDesk(view, context.scope(), context.show_problem)
    presenter = AccessPresenter(desk, KeyPrinter(desk, context.summary, context.clock), context.leave)
    view.action_requested.connect(presenter.begin)
    view.person_chosen.connect(presenter.choose)
    view.entered.connect(presenter.enter)
    view.suggest_requested.connect(presenter.suggest)
    view.dialog_ended.connect(presenter.end_dialog)
    return view, presenter
