"""Reads challenges, and what happened to the selected one. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.calendar import Clock
from cdconsole.domain.challenge import Challenge, ChallengeList, ChallengeRecord
from cdconsole.domain.challenge_requests import ListChallenges, ShowChallenge
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListClinicians, ListMeasures
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.challenges.desk import ChallengesDesk, ChallengesScreen
from cdconsole.ui.screens.governance.challenges.forms_presenter import FormsPresenter


class ChallengesPresenter:
    """One challenge is selected at a time; ``forms`` raises, asks, decides and opens again."""

    def __init__(
        self, view: ChallengesScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]
    ) -> None:
        self._desk = ChallengesDesk(view, scope, broken)
        self.forms = FormsPresenter(self._desk, clock, self._raised)

    def start(self) -> None:
        """Read the challenges, and what one can be raised about."""
        self._desk.change()
        self._read()
        self._read_clinicians()
        self._desk.scope.latest("measures", ListMeasures(), self._show_measures)

    def visit(self, **ids: str) -> None:
        """Show the challenge that is named, or begin one about a clinician's measure."""
        if "challenge" in ids:
            self.select(ids["challenge"])
        elif "measure" in ids:
            self.forms.begin_raising(ids.get("clinician", ""), ids["measure"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.CHALLENGE})):
            self._read()
            self._read_record()
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._read_clinicians()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def select(self, challenge: str) -> None:
        """Look at one challenge."""
        if challenge != self._desk.state.chosen:
            self._desk.change(chosen=challenge, record=None)
            self._read_record()

    def _read(self) -> None:
        self._desk.scope.latest("challenges", ListChallenges(), self._show_list, self._cannot)

    def _read_record(self) -> None:
        chosen = self._desk.state.chosen
        if chosen:
            self._desk.scope.latest("challenge", ShowChallenge(chosen), self._show_record, self._cannot)

    def _read_clinicians(self) -> None:
        self._desk.scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def _show_list(self, found: ChallengeList) -> None:
        ids = [row.challenge.id for row in found.rows]
        self._desk.change(found=found, problem="")
        if self._desk.state.chosen not in ids:
            self._desk.change(chosen="", record=None)
            if ids:
                self.select(ids[0])

    def _show_record(self, record: ChallengeRecord) -> None:
        self._desk.change(record=record)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._desk.change(clinicians=clinicians)
        self.forms.open_wanted()

    def _show_measures(self, measures: tuple[Measure, ...]) -> None:
        self._desk.change(measures=measures)
        self.forms.open_wanted()

    def _raised(self, challenge: Challenge) -> None:
        self._desk.change(chosen=challenge.id, record=None)
        self._read()
        self._read_record()

    def _cannot(self, problem: Exception) -> None:
        self._desk.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._desk.report(problem)
