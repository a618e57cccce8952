"""Ownership & transparency: the department's texts, and who has read them, agreed and been trained."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.printed import printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.ownership.presenter import OwnershipPresenter
from cdconsole.ui.screens.framework.ownership.view import OwnershipView
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


def build_page(context: ScreenContext, choice: StreamChoice) -> tuple[QWidget, OwnershipPresenter]:
    """Return the page and its presenter, not yet started."""
    view = OwnershipView(context.clipboard)
    printing = printing_from(view, context.scope(), view.say, context.show_problem)
    presenter = OwnershipPresenter(view, choice, context, printing)
    view.filter_changed.connect(presenter.filter)
    view.text_chosen.connect(presenter.choose_text)
    view.version_chosen.connect(presenter.choose_version)
    view.edit_requested.connect(presenter.edit)
    view.mark_requested.connect(presenter.mark)
    view.unmark_requested.connect(presenter.unmark)
    view.save_requested.connect(presenter.save)
    view.print_requested.connect(presenter.print)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
