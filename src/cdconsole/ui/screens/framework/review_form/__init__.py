"""The review form: what a review may ask, as the work stream has made it its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.review_form.presenter import ReviewFormPresenter
from cdconsole.ui.screens.framework.review_form.view import ReviewFormView
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


def build_page(context: ScreenContext, choice: StreamChoice) -> tuple[QWidget, ReviewFormPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ReviewFormView()
    presenter = ReviewFormPresenter(view, choice, context.scope(), context.show_problem)
    view.edit_requested.connect(presenter.edit)
    view.form_entered.connect(presenter.desk.enter)
    view.form_ended.connect(presenter.desk.end)
    return view, presenter
