"""Asks for a correction of a text of the locked review in the room. No Qt."""

from __future__ import annotations

from cdconsole.ui.corrections.presenter import CorrectionPresenter
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.reviews.desk import ReviewDesk


class RoomCorrections:
    """``form`` takes what is typed; the form and what came of it are part of the room."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk
        self.form = CorrectionPresenter(desk.scope, self._show, self._say, desk.tell)

    def ask(self) -> None:
        """Open the form with the texts of the review in the room."""
        if self._desk.room is not None:
            review = self._desk.room.review
            self.form.begin(review.clinician_id, review.clinician, review.id)

    def _show(self, form: FormState | None) -> None:
        self._desk.change_room(correction_form=form)

    def _say(self, words: str) -> None:
        self._desk.change_room(correction_said=words)
