"""The stage board of a work stream."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.stages.presenter import StagesPresenter
from cdconsole.ui.screens.framework.stages.view import StagesView
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


def build_page(context: ScreenContext, choice: StreamChoice) -> tuple[QWidget, StagesPresenter]:
    """Return the page and its presenter, not yet started."""
    view = StagesView()
    presenter = StagesPresenter(view, choice, context.scope(), context.show_problem)
    view.ticked.connect(presenter.tick)
    view.stage_edit_requested.connect(presenter.edit_stage)
    view.item_edit_requested.connect(presenter.edit_item)
    view.item_moved.connect(presenter.move_item)
    view.item_removed.connect(presenter.remove_item)
    view.item_put_back.connect(presenter.put_item_back)
    view.template_requested.connect(presenter.templates.begin)
    view.template_chosen.connect(presenter.templates.choose)
    view.template_entered.connect(presenter.templates.apply)
    view.template_ended.connect(presenter.templates.end)
    view.undo_requested.connect(presenter.templates.undo)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
