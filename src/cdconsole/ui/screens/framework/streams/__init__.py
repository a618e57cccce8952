"""Which work stream the screen is about: the chooser beside its tabs, and what all its pages ask."""

from __future__ import annotations

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.streams.choice import StreamChoice
from cdconsole.ui.screens.framework.streams.presenter import StreamsPresenter
from cdconsole.ui.screens.framework.streams.view import StreamsView


def build_chooser(context: ScreenContext, choice: StreamChoice) -> tuple[StreamsView, StreamsPresenter]:
    """Return the chooser and its presenter, not yet started."""
    view = StreamsView()
    presenter = StreamsPresenter(view, choice, context.scope(), context.show_problem)
    view.chosen.connect(presenter.choose)
    view.add_requested.connect(presenter.begin_adding)
    view.edit_requested.connect(presenter.begin_editing)
    view.close_requested.connect(presenter.begin_closing)
    view.reopen_requested.connect(presenter.reopen)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
