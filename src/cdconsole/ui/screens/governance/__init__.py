"""Governance: what a quarter's workbook would hold, writing it, and the log of everything that was exported."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.governance.presenter import GovernancePresenter
from cdconsole.ui.screens.governance.view import GovernanceView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = GovernanceView(context.clipboard, context.summary.department)
    presenter = GovernancePresenter(view, context.scope(), context.navigate, context.show_problem)
    view.quarter_chosen.connect(presenter.choose)
    view.place_chosen.connect(presenter.write)
    view.imports_requested.connect(presenter.go_to_imports)
    return BuiltScreen(view, presenter, context.feed)
