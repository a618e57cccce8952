"""Backups: what can be restored, how things stand, and the department as one file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.backups.desk import BackupsDesk
from cdconsole.ui.screens.people.backups.presenter import BackupsPresenter
from cdconsole.ui.screens.people.backups.view import BackupsView


def build_page(context: ScreenContext) -> tuple[QWidget, BackupsPresenter]:
    """Return the page and its presenter, not yet started."""
    view = BackupsView(context.clipboard, context.summary.department)
    presenter = BackupsPresenter(BackupsDesk(view), context.scope(), context.show_problem)
    view.back_up_requested.connect(presenter.back_up)
    view.place_chosen.connect(presenter.choose_place)
    view.pack_requested.connect(presenter.pack)
    view.restore_requested.connect(presenter.restoring.begin)
    view.section_chosen.connect(presenter.restoring.choose_section)
    view.restore_agreed.connect(presenter.restoring.restore)
    view.restoring_ended.connect(presenter.restoring.end)
    return view, presenter
