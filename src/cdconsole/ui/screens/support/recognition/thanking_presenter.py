"""Says thank you. No Qt."""

from __future__ import annotations

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveRecognition
from cdconsole.domain.review import Recognition
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.recognition.state import RecognitionState, Wanted
from cdconsole.ui.thanking.state import ThankForm


class ThankingPresenter:
    """One form at a time."""

    def __init__(self, desk: Desk[RecognitionState]) -> None:
        self._desk = desk

    def begin(self) -> None:
        """Open the form, on the one who is looked for or looked at; nothing where there is nobody to thank."""
        state = self._desk.state
        ids = [person for person, _name in state.people]
        named = state.wanted.clinician or (state.selected.clinician_id if state.selected else "")
        if ids:
            self._desk.change(form=ThankForm(ClinicianId(named if named in ids else ids[0])))

    def save(self, clinician: str, text: str, measure: str) -> None:
        """Store a thank-you."""
        form = self._desk.state.form
        if form is None or form.is_busy:
            return
        self._desk.change(form=ThankForm(ClinicianId(clinician), is_busy=True))
        request = SaveRecognition(ClinicianId(clinician), text, MeasureId(measure) if measure else None)
        self._desk.scope.run(request, self._saved, self._desk.refused)

    def end(self) -> None:
        """Close the form and store nothing."""
        self._desk.change(form=None)

    def _saved(self, given: Recognition) -> None:
        self._desk.change(form=None, wanted=Wanted(), chosen=given.id)
