"""Data: imports and their reports, job plans, clinicians, and what each measure means."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.data import clinicians, imports, job_plans, measures
from cdconsole.ui.screens.data.presenter import CLINICIANS, IMPORTS, JOB_PLANS, MEASURES, DataPresenter, Page
from cdconsole.ui.screens.data.view import DataView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    built: dict[str, tuple[QWidget, Page]] = {
        IMPORTS: imports.build_page(context),
        JOB_PLANS: job_plans.build_page(context),
        CLINICIANS: clinicians.build_page(context),
        MEASURES: measures.build_page(context),
    }
    view = DataView({name: page for name, (page, _presenter) in built.items()})
    presenter = DataPresenter(view, {name: presenter for name, (_page, presenter) in built.items()})
    view.page_chosen.connect(presenter.open)
    return BuiltScreen(view, presenter, context.feed)
