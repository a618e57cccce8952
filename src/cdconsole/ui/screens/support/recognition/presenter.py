"""Reads the log of thank-yous, finds in it, and lets cards and files go out. No Qt."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.measure import Measure
from cdconsole.domain.recognition_requests import ExportRecognitions, ShowThankYouCard
from cdconsole.domain.requests import ListClinicians, ListMeasures, ListRecognitions
from cdconsole.domain.review import Recognition
from cdconsole.ui.printed.presenter import Document
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.recognition.state import RecognitionState, Wanted
from cdconsole.ui.screens.support.recognition.thanking_presenter import ThankingPresenter


class RecognitionPresenter:
    """One thank-you is looked at; ``thanking`` says another."""

    def __init__(self, desk: Desk[RecognitionState], clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self.thanking = ThankingPresenter(desk)

    def start(self) -> None:
        """Read the log, and who can be thanked for what."""
        self._desk.change()
        self._read()
        self._read_people()
        self._read_measures()

    def visit(self, *, clinician: str = "", **_ids: str) -> None:
        """Look for what one clinician was thanked for."""
        if clinician:
            self.filter(Wanted(clinician=clinician))

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        if changes.touches(frozenset({Topic.REVIEW, Topic.CLINICIAN})):
            self._read()
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._read_people()
        if changes.touches(frozenset({Topic.MEASURE})):
            self._read_measures()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def filter(self, wanted: Wanted) -> None:
        """Look for something; the one that is looked at stays where it is found."""
        self._desk.change(wanted=wanted, today=self._clock.today())
        self._choose_shown()

    def select(self, recognition: str) -> None:
        """Look at one thank-you."""
        if recognition != self._desk.state.chosen:
            self._desk.change(chosen=recognition)

    def export(self, path: str) -> None:
        """Write what is found as CSV."""
        only = tuple(one.id for one in self._desk.state.shown)
        self._desk.scope.run(ExportRecognitions(path, only), self._exported, self._desk.cannot)

    def card(self) -> Document | None:
        """Return the card of the thank-you that is looked at."""
        given = self._desk.state.selected
        return None if given is None else (ShowThankYouCard(given.id), given.clinician_id)

    def say(self, words: str) -> None:
        """Show what came of a card or file."""
        self._desk.change(said=words)

    def _read(self) -> None:
        self._desk.scope.latest("thanks", ListRecognitions(), self._show_given, self._desk.cannot)

    def _read_people(self) -> None:
        self._desk.scope.latest("people", ListClinicians(), self._show_people)

    def _read_measures(self) -> None:
        self._desk.scope.latest("measures", ListMeasures(), self._show_measures)

    def _show_given(self, given: tuple[Recognition, ...]) -> None:
        self._desk.change(given=given, problem="", today=self._clock.today())
        self._choose_shown()

    def _choose_shown(self) -> None:
        shown = [one.id for one in self._desk.state.shown]
        if self._desk.state.chosen not in shown:
            self._desk.change(chosen=next(iter(shown), ""))

    def _show_people(self, clinicians: tuple[Clinician, ...]) -> None:
        self._desk.change(people=tuple((one.id, one.name) for one in clinicians if one.is_attributable))

    def _show_measures(self, measures: tuple[Measure, ...]) -> None:
        self._desk.change(measures=tuple((str(one.id), one.title) for one in measures))

    def _exported(self, receipt: ExportReceipt) -> None:
        lines = f"{receipt.rows:,} thank-you{'' if receipt.rows == 1 else 's'}"
        self.say(f"{lines} written to {Path(receipt.path).name}; the export log has it.")
