"""The audit trail: who opened, looked at, changed or exported what, and the proof that nobody altered it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.audit.presenter import AuditPresenter
from cdconsole.ui.screens.people.audit.view import AuditView


def build_page(context: ScreenContext) -> tuple[QWidget, AuditPresenter]:
    """Return the page and its presenter, not yet started."""
    view = AuditView(context.clipboard)
    presenter = AuditPresenter(view, context.scope(), context.clock, context.show_problem)
    view.filter_chosen.connect(presenter.choose)
    view.read_again_requested.connect(presenter.read_again)
    view.verify_requested.connect(presenter.verify)
    view.place_chosen.connect(presenter.save)
    return view, presenter
