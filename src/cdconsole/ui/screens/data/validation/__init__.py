"""Validation: each clinician's own records, and what they say of them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.domain.people import Section
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.validation.presenter import ValidationPresenter
from cdconsole.ui.screens.data.validation.view import ValidationView


def build_page(context: ScreenContext) -> tuple[QWidget, ValidationPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ValidationView(context.clipboard)
    may_vote = Section.REVIEW in context.summary.person.role.sections
    presenter = ValidationPresenter(view, context.scope(), may_vote, context.show_problem)
    view.clinician_chosen.connect(presenter.choose)
    view.months_chosen.connect(presenter.choose_months)
    view.filter_chosen.connect(presenter.filter)
    view.month_chosen.connect(presenter.choose_month)
    view.voted.connect(presenter.vote)
    view.undo_requested.connect(presenter.undo)
    return view, presenter
