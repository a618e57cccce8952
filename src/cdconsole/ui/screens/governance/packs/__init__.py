"""Clinicians' own packs: make one, take in the signed reply to it, or revoke it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.packs.desk import PacksDesk
from cdconsole.ui.screens.governance.packs.presenter import PacksPresenter
from cdconsole.ui.screens.governance.packs.view import PacksView


def build_page(context: ScreenContext) -> tuple[QWidget, PacksPresenter]:
    """Return the page and its presenter, not yet started."""
    view = PacksView(context.clipboard)
    presenter = PacksPresenter(PacksDesk(view, context.scope(), context.show_problem))
    view.make_requested.connect(presenter.making.ask)
    view.reply_chosen.connect(presenter.reply.look)
    view.revoke_requested.connect(presenter.ask_revoke)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end_form)
    view.place_chosen.connect(presenter.making.make)
    view.made_seen.connect(presenter.making.forget)
    return view, presenter
