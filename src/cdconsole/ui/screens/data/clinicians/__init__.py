"""Who the department's clinicians are, and by which codes source systems know them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.clinicians.presenter import CliniciansPresenter
from cdconsole.ui.screens.data.clinicians.view import CliniciansView


def build_page(context: ScreenContext) -> tuple[QWidget, CliniciansPresenter]:
    """Return the page and its presenter, not yet started."""
    view = CliniciansView(context.clipboard)
    presenter = CliniciansPresenter(view, context.scope(), context.show_problem)
    view.clinician_chosen.connect(presenter.choose)
    view.add_requested.connect(presenter.add)
    view.save_requested.connect(presenter.save)
    view.revert_requested.connect(presenter.revert)
    return view, presenter
