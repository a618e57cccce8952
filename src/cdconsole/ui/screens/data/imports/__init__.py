"""Imports: what was stored from which file, what was not and why, and the way to store another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.data.imports.view import ImportsView


def build_page(context: ScreenContext) -> tuple[QWidget, ImportsPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ImportsView(context.clipboard)
    presenter = ImportsPresenter(view, context.scope(), context.show_problem)
    wizard = presenter.wizard
    view.batch_chosen.connect(presenter.choose)
    view.file_chosen.connect(wizard.look)
    view.mapping.field_mapped.connect(wizard.map)
    view.mapping.kind_chosen.connect(wizard.choose_kind)
    view.mapping.order_chosen.connect(wizard.choose_order)
    view.mapping.specialty_chosen.connect(wizard.choose_specialty)
    view.mapping.unattributed_confirmed.connect(wizard.confirm_unattributed)
    view.mapping.import_requested.connect(wizard.store)
    view.mapping.cancel_requested.connect(wizard.cancel)
    view.mapping.back_requested.connect(wizard.back)
    return view, presenter
