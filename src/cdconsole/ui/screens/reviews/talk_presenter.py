"""Begins a conversation beside the quarterly review, such as one that the clinician asked for. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import PrepareReview
from cdconsole.domain.review import Conversation, Review
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.state import TalkForm


class TalkPresenter:
    """One form at a time; ``enter`` goes into the room of what was begun."""

    def __init__(self, desk: ReviewDesk, enter: Callable[[Review], None]) -> None:
        self._desk = desk
        self._enter = enter

    def begin(self, clinician: ClinicianId, kind: Conversation = Conversation.ASKED_FOR) -> None:
        """Open the form on a clinician."""
        rows = {row.clinician_id: row.clinician for row in self._desk.state.rows}
        self._show(TalkForm(clinician, rows.get(clinician, "the clinician"), kind))

    def begin_chosen(self) -> None:
        """Open the form on the clinician whose line is chosen."""
        if self._desk.state.chosen is not None and not self._desk.state.is_opening:
            self.begin(self._desk.state.chosen)

    def save(self, kind: Conversation, topic: str) -> None:
        """Begin the conversation; one of its kind that is open already is opened."""
        form = self._desk.state.talk
        if form is None or form.is_busy:
            return
        self._show(replace(form, kind=kind, problem="", is_busy=True))
        request = PrepareReview(form.clinician, kind=kind, topic=topic)
        self._desk.scope.run(request, self._begun, self._not_begun)

    def end(self) -> None:
        """Close the form and begin nothing."""
        self._show(None)

    def _begun(self, review: Review) -> None:
        self._show(None)
        self._enter(review)

    def _not_begun(self, problem: Exception) -> None:
        form = self._desk.state.talk
        if form is None or not isinstance(problem, UserFacingError):
            self._show(None)
            if not isinstance(problem, Cancelled):
                self._desk.tell(problem)
            return
        is_about_topic = isinstance(problem, RuleBroken) and problem.field == "topic"
        self._show(replace(form, problem=str(problem), is_about_topic=is_about_topic, is_busy=False))

    def _show(self, form: TalkForm | None) -> None:
        self._desk.show(replace(self._desk.state, talk=form))
