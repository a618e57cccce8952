"""Challenges: what clinicians say is wrong with figures, what was asked about it, and what was decided."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.challenges.presenter import ChallengesPresenter
from cdconsole.ui.screens.governance.challenges.view import ChallengesView


def build_page(context: ScreenContext) -> tuple[QWidget, ChallengesPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ChallengesView(context.clipboard)
    presenter = ChallengesPresenter(view, context.scope(), context.clock, context.show_problem)
    view.selected.connect(presenter.select)
    view.raise_requested.connect(presenter.forms.begin_raising)
    view.ask_requested.connect(presenter.forms.begin_asking)
    view.decide_requested.connect(presenter.forms.begin_deciding)
    view.reopen_requested.connect(presenter.forms.begin_reopening)
    view.form_entered.connect(presenter.forms.enter)
    view.form_ended.connect(presenter.forms.end)
    return view, presenter
