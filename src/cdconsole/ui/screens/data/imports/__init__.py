"""Imports: what was stored from which file, what was not and why, and the way to store another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.data.imports.view import ImportsView


def build_page(context: ScreenContext) -> tuple[QWidget, ImportsPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ImportsView(context.clipboard)
    presenter = ImportsPresenter(view, context.scope(), context.show_problem, context.remembered)
    view.batch_chosen.connect(presenter.batch.choose)
    view.files_chosen.connect(presenter.queue.take)
    view.searched.connect(presenter.search)
    view.sources_wanted.connect(presenter.sources.show)
    view.look_due.connect(presenter.sources.look)
    _connect_wizard(view, presenter)
    _connect_parts(view, presenter)
    return view, presenter


def _connect_wizard(view: ImportsView, presenter: ImportsPresenter) -> None:
    wizard, page = presenter.wizard, view.mapping
    page.lines.mapped.connect(wizard.map)
    page.lines.reading_chosen.connect(wizard.choose_reading)
    page.lines.more_wanted.connect(wizard.show_more)
    page.kind_chosen.connect(wizard.choose_kind)
    page.sheet_chosen.connect(wizard.choose_sheet)
    page.dates_chosen.connect(wizard.choose_reading)
    page.specialty_chosen.connect(wizard.choose_specialty)
    page.unattributed_confirmed.connect(wizard.confirm_unattributed)
    page.import_requested.connect(wizard.store)
    page.cancel_requested.connect(wizard.cancel)
    page.back_requested.connect(wizard.back)


def _connect_parts(view: ImportsView, presenter: ImportsPresenter) -> None:
    view.queue.opened.connect(presenter.queue.open)
    view.queue.import_requested.connect(presenter.queue.import_ready)
    view.queue.cancel_requested.connect(presenter.queue.cancel)
    view.queue.clear_requested.connect(presenter.queue.clear)
    view.batch.tab_chosen.connect(presenter.batch.show_tab)
    view.batch.records.first_wanted.connect(presenter.batch.show_records_from)
    view.batch.withdraw_asked.connect(presenter.batch.ask_withdraw)
    view.batch.withdraw_answered.connect(presenter.batch.withdraw)
    view.batch.withdraw_ended.connect(presenter.batch.end_withdraw)
    view.batch.bring_back_requested.connect(presenter.batch.bring_back)
    sources = presenter.sources
    view.sources.folder_chosen.connect(sources.watch)
    view.sources.files_chosen.connect(presenter.take_from_folder)
    view.sources.mapping_forgotten.connect(sources.forget)
    view.sources.undo_requested.connect(sources.undo_forget)
    view.sources.template_wanted.connect(sources.save_template)
    view.sources.back_requested.connect(sources.hide)
