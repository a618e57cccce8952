"""A ward of four patients over the small real department, and a view that only remembers what it was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.identity import ClinicianId, InpatientId
from cdconsole.domain.requests import AdmitInpatient, AmendPredictedDischarge
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.presenter import WardPresenter
from cdconsole.ui.screens.ward.state import WardState
from unit.services.conftest import CLOCK, admin_session, department_template, unlock  # noqa: F401

TODAY = CLOCK.today()


class SeenWard:
    """Remembers the last state; patients stand in ward order."""

    state: WardState

    def show_state(self, state: WardState) -> None:
        self.state = state

    def order(self) -> tuple[InpatientId, ...]:
        return tuple(row.patient.id for row in self.state.rows)


class Ward:
    """The screen without its widgets."""

    def __init__(self, session: Session, clock: FixedClock = CLOCK) -> None:
        self.session = session
        self.view = SeenWard()
        self.faults: list[Exception] = []
        self.runner = ImmediateTaskRunner(session, self._changed)
        scope = TaskScope(self.runner, self.faults.append)
        self.presenter = WardPresenter(WardDesk(self.view, scope, clock, self.faults.append))
        self.cells, self.writes, self.beds = (
            self.presenter.amendments,
            self.presenter.writes,
            self.presenter.beds,
        )
        self.presenter.start()

    @property
    def state(self) -> WardState:
        return self.view.state

    def patient(self, bed: str) -> Inpatient:
        assert self.state.ward is not None
        return next(patient for patient in self.state.ward.inpatients if patient.bed == bed)

    def type_date(self, bed: str, typed: str) -> None:
        """Type on a row and press Enter."""
        self.cells.begin(self.patient(bed).id, typed[:1])
        self.cells.type(typed)
        self.cells.enter()

    def predicted(self, bed: str) -> date | None:
        predicted = self.patient(bed).predicted
        return None if predicted is None else predicted.on

    def _changed(self, changes: ChangeSet) -> None:
        self.presenter.changed(changes)


def admit(session: Session, bed: str, number: str, clinician: str = "ann", days: int = 3) -> Inpatient:
    request = AdmitInpatient(
        "Ash", bed, number, ClinicianId(clinician), datetime.fromisoformat(f"2026-11-{TODAY.day - days:02}T09:30")
    )
    return answer(session, request, Task())


def predict(session: Session, patient: Inpatient, on: date, reason: ReasonCode = ReasonCode.CLINICAL) -> Inpatient:
    return answer(session, AmendPredictedDischarge(patient.id, on, reason, patient.revision), Task())


@pytest.fixture
def ward(admin_session: Session) -> Ward:  # noqa: F811
    admit(admin_session, "1", "A100")
    predict(admin_session, admit(admin_session, "2", "B200", "bob"), date(2026, 11, 25))
    predict(admin_session, admit(admin_session, "3", "C300", days=12), date(2026, 11, 20))
    predict(admin_session, admit(admin_session, "4", "D400"), TODAY)
    return Ward(admin_session)


@pytest.fixture
def make_ward() -> Callable[[Session], Ward]:
    return Ward
