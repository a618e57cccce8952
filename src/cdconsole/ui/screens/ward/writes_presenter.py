"""Stores amendments, shows what came of them, and takes back what this person did with undo. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import InpatientId
from cdconsole.domain.requests import AmendPredictedDischarge, DischargeInpatient
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.state import Editing, bed_text, day_text, predicted_on


@dataclass(frozen=True)
class DateStep:
    """A predicted date this person changed from ``before`` to ``after``."""

    inpatient: InpatientId
    place: str
    before: date | None
    after: date | None

    @property
    def undo_text(self) -> str:
        """Return what undoing it brings back."""
        return f"{self.place}: back to {day_text(self.before) or 'no date'}"


@dataclass(frozen=True)
class DischargeStep:
    """A patient this person took off the list."""

    inpatient: InpatientId
    place: str
    revision: int

    @property
    def undo_text(self) -> str:
        """Return what undoing it brings back."""
        return f"{self.place}: put back on the list"


class WritesPresenter:
    """Keeps what this person did in order, so that undo takes it back step by step."""

    def __init__(self, desk: WardDesk) -> None:
        self._desk = desk
        self._steps: list[DateStep | DischargeStep] = []

    def amend(self, patient: Inpatient, on: date | None, reason: ReasonCode, editing: Editing) -> None:
        """Store the date typed for a patient, against the revision that was on screen."""
        step = DateStep(patient.id, bed_text(patient), predicted_on(patient), on)
        request = AmendPredictedDischarge(patient.id, on, reason, editing.revision)
        self._send(request, _Amending(self, patient, step, editing.typed))

    def remember(self, step: DateStep | DischargeStep) -> None:
        """Put something this person did on the pile that undo takes from."""
        self._steps.append(step)
        self._desk.show(replace(self._desk.state, undo_text=step.undo_text))

    def undo(self) -> None:
        """Take back what this person did last, unless somebody changed it since."""
        if not self._steps or self._desk.state.saving or self._desk.state.editing is not None:
            return
        step = self._steps.pop()
        left = self._steps[-1].undo_text if self._steps else ""
        self._desk.show(replace(self._desk.state, undo_text=left, notice=""))
        if isinstance(step, DischargeStep):
            request = DischargeInpatient(step.inpatient, None, step.revision)
            self._desk.scope.run(request, self._put_back, self._desk.tell)
            return
        patient = self._desk.state.patient(step.inpatient)
        if patient is None or predicted_on(patient) != step.after:
            self._desk.say(f"{step.place} was left as it is: somebody changed it since.")
            return
        self._desk.select(patient.id)
        request_back = AmendPredictedDischarge(patient.id, step.before, ReasonCode.UNDONE, patient.revision)
        self._send(request_back, _Amending(self, patient, None, ""))

    def stored(self, patient: Inpatient, step: DateStep | None) -> None:
        """Show the stored patient in place."""
        state = self._desk.state
        if state.ward is not None:
            fresh = tuple(patient if known.id == patient.id else known for known in state.ward.inpatients)
            state = replace(state, ward=replace(state.ward, inpatients=fresh))
        self._desk.show(replace(state, saving=state.saving - {patient.id}))
        if step is not None:
            self.remember(step)
        self._desk.read_history()

    def refused(self, patient: Inpatient, typed: str, problem: Exception) -> None:
        """Show why nothing was stored: at the cell with what was typed, or above the list where another is open."""
        state = replace(self._desk.state, saving=self._desk.state.saving - {patient.id})
        self._desk.show(state)
        if isinstance(problem, RuleBroken) and typed and state.editing is None:
            self._desk.select(patient.id)
            opened = Editing(patient.id, patient.revision, typed, problem=str(problem))
            self._desk.show(replace(self._desk.state, editing=opened))
        elif isinstance(problem, (RuleBroken, StaleEdit)):
            kept = f" You typed {typed}." if typed else ""
            self._desk.say(f"{bed_text(patient)}: {problem}{kept}")
            self._desk.reload()
        else:
            self._desk.tell(problem)

    def _send(self, request: AmendPredictedDischarge, amending: _Amending) -> None:
        state = self._desk.state
        self._desk.show(replace(state, saving=state.saving | {request.inpatient}, notice=""))
        self._desk.scope.run(request, amending.done, amending.failed)

    def _put_back(self, patient: Inpatient) -> None:
        self._desk.say(f"{bed_text(patient)} is back on the list.")
        self._desk.reload()


@dataclass(frozen=True)
class _Amending:
    """One amendment on its way, with what is needed when it comes back."""

    writes: WritesPresenter
    patient: Inpatient
    step: DateStep | None
    typed: str

    def done(self, patient: Inpatient) -> None:
        """It was stored."""
        self.writes.stored(patient, self.step)

    def failed(self, problem: Exception) -> None:
        """It was not."""
        self.writes.refused(self.patient, self.typed, problem)
