"""The trust pulse: whether clinicians trust what is shown about their work, quarter by quarter."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.pulse.presenter import PulsePresenter
from cdconsole.ui.screens.governance.pulse.view import PulseView


def build_page(context: ScreenContext) -> tuple[QWidget, PulsePresenter]:
    """Return the page and its presenter, not yet started."""
    view = PulseView(context.clipboard)
    presenter = PulsePresenter(view, context.scope(), context.clock, context.show_problem)
    view.selected.connect(presenter.select)
    view.round_requested.connect(presenter.begin_round)
    view.correction_requested.connect(presenter.begin_correction)
    view.wording_requested.connect(presenter.begin_wording)
    view.form_entered.connect(presenter.enter)
    view.form_ended.connect(presenter.end_form)
    return view, presenter
