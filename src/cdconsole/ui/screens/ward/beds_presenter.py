"""Adds patients to the ward list and takes them off it. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import InpatientId
from cdconsole.domain.requests import AdmitInpatient, DischargeInpatient
from cdconsole.domain.ward import Inpatient
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.state import ADMITTED, CLINICIAN, NUMBER, Admitting, Discharging, bed_text, short_moment
from cdconsole.ui.screens.ward.writes_presenter import DischargeStep, WritesPresenter


class BedsPresenter:
    """Two dialogs, one at a time; a discharge can be undone."""

    def __init__(self, desk: WardDesk, writes: WritesPresenter) -> None:
        self._desk = desk
        self._writes = writes

    def begin_admitting(self) -> None:
        """Open the dialog that adds a patient."""
        state = self._desk.state
        self._desk.show(replace(state, now=self._desk.clock.now(), admitting=Admitting(), editing=None, notice=""))

    def admit(self, request: AdmitInpatient) -> None:
        """Add a patient; what is missing is said at its field."""
        problems = {}
        if not request.hospital_number.strip():
            problems[NUMBER] = "Type the hospital number."
        if not request.clinician:
            problems[CLINICIAN] = "Choose the consultant."
        self._show_admitting(Admitting(problems, is_busy=not problems))
        if not problems:
            self._desk.scope.latest("admit", request, self._admitted, self._not_admitted)

    def begin_discharging(self, inpatient: InpatientId) -> None:
        """Open the dialog that takes a patient off the list."""
        state, patient = self._desk.state, self._desk.state.patient(inpatient)
        if patient is not None and inpatient not in state.saving:
            asked = Discharging(patient)
            self._desk.show(replace(state, now=self._desk.clock.now(), discharging=asked, editing=None, notice=""))

    def discharge(self, at: datetime) -> None:
        """Take the patient of the dialog off the list."""
        asked = self._desk.state.discharging
        if asked is not None and not asked.is_busy:
            self._show_discharging(replace(asked, problem="", is_busy=True))
            request = DischargeInpatient(asked.patient.id, at, asked.patient.revision)
            self._desk.scope.latest("discharge", request, self._discharged, self._not_discharged)

    def end(self) -> None:
        """Close whichever dialog is open."""
        self._desk.show(replace(self._desk.state, admitting=None, discharging=None))

    def _admitted(self, patient: Inpatient) -> None:
        self._desk.show(replace(self._desk.state, admitting=None))
        self._desk.select(patient.id)
        self._desk.reload()

    def _not_admitted(self, problem: Exception) -> None:
        if isinstance(problem, RuleBroken):
            field = problem.field if problem.field in (NUMBER, CLINICIAN, ADMITTED) else NUMBER
            self._show_admitting(Admitting({field: str(problem)}))
        else:
            self._show_admitting(Admitting())
            self._desk.broken(problem)

    def _discharged(self, patient: Inpatient) -> None:
        self._desk.show(replace(self._desk.state, discharging=None))
        self._writes.remember(DischargeStep(patient.id, bed_text(patient), patient.revision))
        when = "" if patient.discharged is None else f" {short_moment(patient.discharged)}"
        self._desk.say(f"{bed_text(patient)} discharged{when}. Undo puts the patient back.")
        self._desk.reload()

    def _not_discharged(self, problem: Exception) -> None:
        asked = self._desk.state.discharging
        if isinstance(problem, RuleBroken) and asked is not None:
            self._show_discharging(replace(asked, problem=str(problem), is_busy=False))
        elif isinstance(problem, StaleEdit):
            self.end()
            self._desk.say(str(problem))
            self._desk.reload()
        else:
            self.end()
            self._desk.tell(problem)

    def _show_admitting(self, admitting: Admitting) -> None:
        self._desk.show(replace(self._desk.state, admitting=admitting))

    def _show_discharging(self, discharging: Discharging) -> None:
        self._desk.show(replace(self._desk.state, discharging=discharging))
