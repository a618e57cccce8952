"""Data quality: how far the stored records can be believed, and the list of things to mend."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.quality.presenter import QualityPresenter
from cdconsole.ui.screens.data.quality.view import QualityView


def build_page(context: ScreenContext) -> tuple[QWidget, QualityPresenter]:
    """Return the page and its presenter, not yet started."""
    view = QualityView(context.clipboard)
    presenter = QualityPresenter(view, context.scope(), context.show_problem)
    view.subject_chosen.connect(presenter.choose)
    view.decided_wanted.connect(presenter.show_decided)
    view.fix_decided.connect(presenter.decide)
    view.place_chosen.connect(presenter.save)
    return view, presenter
