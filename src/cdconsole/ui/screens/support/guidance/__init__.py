"""Guidance: short cards to read and print, and exercises for the demonstration department."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import join_printing, printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.support.guidance.presenter import GuidancePresenter
from cdconsole.ui.screens.support.guidance.view import GuidanceView


def build_page(context: ScreenContext) -> tuple[QWidget, GuidancePresenter]:
    """Return the page and its presenter, not yet started."""
    view = GuidanceView()
    scope = context.scope()
    presenter = GuidancePresenter(view, scope)
    printing = printing_from(view, scope, presenter.say, context.show_problem)
    join_printing(view.print_buttons, printing, presenter.document)
    view.chosen.connect(presenter.choose)
    view.practice_requested.connect(context.practise)
    return view, presenter
