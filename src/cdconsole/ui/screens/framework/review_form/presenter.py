"""Reads the review form and stores its next version. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.framework_requests import SaveReviewForm, ShowReviewForm
from cdconsole.domain.review_form import ReviewForm
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.review_form.state import ReviewFormState, form_of, typed_sections
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


class ReviewFormScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: ReviewFormState) -> None:
        """Show everything anew."""
        ...


class ReviewFormPresenter:
    """One form a work stream."""

    def __init__(
        self, view: ReviewFormScreen, choice: StreamChoice, scope: TaskScope, broken: Callable[[Exception], None]
    ) -> None:
        self._choice = choice
        self.desk = PageDesk(ReviewFormState(), view.show_state, scope, broken)

    def start(self) -> None:
        """Read the form."""
        self.desk.change()
        self._choice.hear(self._other_stream)
        self._read()

    def visit(self, **_ids: str) -> None:
        """There is one form at a time: the chooser says which."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again when somebody changed it."""
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def edit(self) -> None:
        """Open the form's own form."""
        shown = self.desk.state.shown
        if shown is None:
            return

        def asked(typed: Typed) -> SaveReviewForm:
            return SaveReviewForm(typed_sections(typed), shown.version, self._choice.now)

        self.desk.open(form_of(shown), asked, self._show)

    def _other_stream(self) -> None:
        self.desk.change(shown=None, form=None)
        self._read()

    def _read(self) -> None:
        self.desk.scope.latest("form", ShowReviewForm(self._choice.now), self._show, self.desk.cannot)

    def _show(self, form: ReviewForm) -> None:
        self.desk.change(shown=form, problem="")
