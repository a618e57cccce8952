"""The inbox: data packs sealed by business intelligence, what speaks against each, and the way to take one in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.inbox.presenter import InboxPresenter
from cdconsole.ui.screens.data.inbox.view import InboxView


def build_page(context: ScreenContext) -> tuple[QWidget, InboxPresenter]:
    """Return the page and its presenter, not yet started."""
    view = InboxView(context.clipboard)
    presenter = InboxPresenter(view, context.scope(), context.show_problem, context.navigate)
    view.pack_chosen.connect(presenter.choose)
    view.files_chosen.connect(presenter.add)
    view.look_requested.connect(presenter.look)
    view.key_requested.connect(presenter.make_key)
    view.step_asked.connect(presenter.steps.ask)
    view.step_answered.connect(presenter.steps.answer)
    view.step_ended.connect(presenter.steps.end)
    view.sender_toggled.connect(presenter.toggle_sender)
    view.report_requested.connect(presenter.open_report)
    return view, presenter
