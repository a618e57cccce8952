"""The definition cards: what each measure counts, and where it is weak."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.measures.presenter import MeasuresPresenter
from cdconsole.ui.screens.data.measures.view import MeasuresView


def build_page(context: ScreenContext) -> tuple[QWidget, MeasuresPresenter]:
    """Return the page and its presenter, not yet started."""
    view = MeasuresView()
    return view, MeasuresPresenter(view, context.scope())
