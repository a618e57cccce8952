"""Says thank you, and keeps every thank-you in sight. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListRecognitions, SaveRecognition
from cdconsole.domain.review import Recognition
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.state import Thanks
from cdconsole.ui.thanking.state import ThankForm

_LISTED = frozenset({Topic.REVIEW, Topic.CLINICIAN})
_NOT_READ = "The thank-yous could not be read."


class ThanksPresenter:
    """One form at a time, on the clinician whose line is chosen."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk

    def read(self) -> None:
        """Read every thank-you."""
        self._desk.scope.latest("thanks", ListRecognitions(), self._show_all, self._not_read)

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        if changes.touches(_LISTED):
            self.read()

    def begin(self) -> None:
        """Open the form on the chosen clinician; nothing on the way into a room, or where there is nobody to thank."""
        state = self._desk.state
        if state.chosen is not None and state.room is None and not state.is_opening:
            self._show_form(ThankForm(state.chosen))

    def save(self, clinician: ClinicianId, text: str, _measure: str = "") -> None:
        """Store a thank-you; the list offers no measure to go with it."""
        form = self._desk.state.thanks.form
        if form is None or form.is_busy:
            return
        self._show_form(ThankForm(clinician, is_busy=True))
        self._desk.scope.run(SaveRecognition(clinician, text), self._saved, self._not_saved)

    def end(self) -> None:
        """Close the form and store nothing."""
        self._show_form(None)

    def _saved(self, _saved: Recognition) -> None:
        self._show_form(None)

    def _not_saved(self, problem: Exception) -> None:
        form = self._desk.state.thanks.form
        if form is None:
            self._desk.tell(problem)
            return
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._desk.tell(problem)
        self._show_form(form.refused(problem))

    def _show_all(self, given: tuple[Recognition, ...]) -> None:
        self._show(replace(self._desk.state.thanks, given=given, is_loading=False, problem=""))

    def _not_read(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        words = str(problem) if isinstance(problem, UserFacingError) else _NOT_READ
        self._show(replace(self._desk.state.thanks, is_loading=False, problem=words))
        if not isinstance(problem, UserFacingError):
            self._desk.tell(problem)

    def _show_form(self, form: ThankForm | None) -> None:
        self._show(replace(self._desk.state.thanks, form=form))

    def _show(self, thanks: Thanks) -> None:
        """Show the thank-yous; in the room they stand from the moment they are read."""
        state = self._desk.state
        room = state.room
        if room is not None:
            room = replace(room, thanks=thanks.to(room.review.clinician_id))
        self._desk.show(replace(state, thanks=thanks, room=room))
