"""The team board: clinical PAs by activity beside what the department needs; shares without names."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.team_board.presenter import TeamBoardPresenter
from cdconsole.ui.screens.data.team_board.view import TeamBoardView


def build_page(context: ScreenContext) -> tuple[QWidget, TeamBoardPresenter]:
    """Return the page and its presenter, not yet started."""
    view = TeamBoardView(context.clipboard)
    presenter = TeamBoardPresenter(view, context.scope(), context.show_problem)
    view.line_chosen.connect(presenter.choose)
    view.save_requested.connect(presenter.save)
    view.remove_requested.connect(presenter.remove)
    return view, presenter
