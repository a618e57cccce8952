"""Data: imports and their reports, sealed data packs, job plans, clinicians, and what each measure means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.data import clinicians, imports, inbox, job_plans, measures
from cdconsole.ui.screens.data.presenter import CLINICIANS, IMPORTS, INBOX, JOB_PLANS, MEASURES, DataPresenter, Page
from cdconsole.ui.screens.data.view import DataView

_PAGES: Mapping[str, Callable[[ScreenContext], tuple[QWidget, Page]]] = {
    IMPORTS: imports.build_page,
    INBOX: inbox.build_page,
    JOB_PLANS: job_plans.build_page,
    CLINICIANS: clinicians.build_page,
    MEASURES: measures.build_page,
}


def build(context: ScreenContext) -> Screen:
    """Return the screen with its first page; the others are built when they are opened, or when there is time."""
    view = DataView(tuple(_PAGES))

    def build_page(name: str) -> Page:
        widget, page = _PAGES[name](context)
        view.add_page(name, widget)
        return page

    presenter = DataPresenter(view, _PAGES, build_page)
    presenter.build(IMPORTS)
    view.page_chosen.connect(presenter.open)
    return BuiltScreen(view, presenter, context.feed, map(presenter.build, _PAGES))
