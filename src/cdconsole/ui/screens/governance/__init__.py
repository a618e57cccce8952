"""Governance: the frozen quarter, workbook, export log, sealed extracts, clinicians' packs, challenges, pulse."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.governance import challenges, extracts, packs, pulse, quarter
from cdconsole.ui.screens.governance.presenter import GovernancePresenter
from cdconsole.ui.screens.governance.view import GovernanceView

QUARTERS, WORKBOOK, EXTRACTS, PACKS = "quarters", "workbook", "extracts", "packs"
CHALLENGES, PULSE = "challenges", "pulse"


def build(context: ScreenContext) -> Screen:
    """Return the screen; a quarter alone means the workbook, an extract or challenge alone its page."""
    entries = {
        QUARTERS: PageEntry("Quarter", quarter.build_page),
        WORKBOOK: PageEntry("Workbook", build_workbook_page),
        EXTRACTS: PageEntry("Sealed extracts", extracts.build_page),
        PACKS: PageEntry("Clinicians' packs", packs.build_page),
        CHALLENGES: PageEntry("Challenges", challenges.build_page),
        PULSE: PageEntry("Trust pulse", pulse.build_page),
    }
    return build_paged(
        context, "Governance", entries, {"quarter": WORKBOOK, "extract": EXTRACTS, "challenge": CHALLENGES}
    )


def build_workbook_page(context: ScreenContext) -> tuple[QWidget, GovernancePresenter]:
    """Return the page and its presenter, not yet started."""
    view = GovernanceView(context.clipboard, context.summary.department)
    presenter = GovernancePresenter(view, context.scope(), context.navigate, context.show_problem)
    view.quarter_chosen.connect(presenter.choose)
    view.place_chosen.connect(presenter.write)
    view.imports_requested.connect(presenter.go_to_imports)
    return view, presenter
