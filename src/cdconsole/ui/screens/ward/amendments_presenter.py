"""Works the open cell of the grid: type a date, Enter, say why if it is a change, next patient. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import InpatientId
from cdconsole.domain.ward import Inpatient, ReasonCode, checked_prediction, read_predicted_date
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.state import Cell, Editing, predicted_on, understood
from cdconsole.ui.screens.ward.writes_presenter import WritesPresenter

_KEEP_OR_LEAVE = "Enter keeps this date, Esc leaves it as it was."


class AmendmentsPresenter:
    """At most one cell is open; what was typed is never dropped without Esc."""

    def __init__(self, desk: WardDesk, writes: WritesPresenter) -> None:
        self._desk = desk
        self._writes = writes
        self._last_reason = ReasonCode.REVIEWED

    def choose(self, inpatient: InpatientId) -> None:
        """Select another patient; the open cell is left only if it holds nothing new."""
        editing, patient = self._desk.state.editing, self._editing_patient()
        if editing is not None and patient is not None and inpatient != patient.id:
            if editing.typed != _standing(patient):
                self._show(replace(editing, cell=Cell.DATE, problem=_KEEP_OR_LEAVE, hint=""))
                return
            self._show(None)
        if inpatient != self._desk.state.selected:
            self._desk.select(inpatient)

    def begin(self, inpatient: InpatientId, typed: str | None) -> None:
        """Open the date cell with the first key typed; None opens it on the date that stands."""
        patient = self._desk.state.patient(inpatient)
        if patient is None or inpatient in self._desk.state.saving:
            return
        if inpatient != self._desk.state.selected:
            self._desk.select(inpatient)
        text = _standing(patient) if typed is None else typed
        hint = understood(text, patient, self._desk.today)
        self._show(Editing(inpatient, patient.revision, text, reason=self._last_reason, hint=hint))

    def type(self, text: str) -> None:
        """Take what stands in the cell now, and say how it is understood so far."""
        editing, patient = self._desk.state.editing, self._editing_patient()
        if editing is not None and patient is not None and text != editing.typed:
            hint = understood(text, patient, self._desk.today)
            self._show(replace(editing, typed=text, hint=hint, problem=""))

    def enter(self) -> None:
        """Take the date: refused where it stands, asked why if it is a change, else stored; then the next patient."""
        editing, patient = self._desk.state.editing, self._editing_patient()
        if editing is None or patient is None:
            return
        try:
            on = self._date(editing.typed, patient)
        except RuleBroken as problem:
            self._show(replace(editing, cell=Cell.DATE, problem=str(problem), hint=""))
            return
        if on == predicted_on(patient):
            self.go_down()
        elif patient.predicted is not None:
            self._show(replace(editing, cell=Cell.REASON, problem=""))
        else:
            self._store(editing, patient, ReasonCode.FIRST)

    def give_reason(self, reason: ReasonCode) -> None:
        """Store the change with its reason, which is offered first for the next change."""
        editing, patient = self._desk.state.editing, self._editing_patient()
        if editing is not None and patient is not None and editing.cell is Cell.REASON:
            self._last_reason = reason
            self._store(editing, patient, reason)

    def cancel(self) -> None:
        """Go back one step: from the reason to the date, from the date to what stood there."""
        editing = self._desk.state.editing
        is_asked_why = editing is not None and editing.cell is Cell.REASON
        self._show(replace(editing, cell=Cell.DATE) if editing is not None and is_asked_why else None)

    def go_down(self) -> None:
        """Close the cell and go to the next patient on screen."""
        order, here = self._desk.order(), self._desk.state.selected
        self._show(None)
        if here in order and order.index(here) + 1 < len(order):
            self._desk.select(order[order.index(here) + 1])

    def _store(self, editing: Editing, patient: Inpatient, reason: ReasonCode) -> None:
        on = self._date(editing.typed, patient)
        self.go_down()
        self._writes.amend(patient, on, reason, editing)

    def _show(self, editing: Editing | None) -> None:
        notice = "" if editing is not None else self._desk.state.notice
        self._desk.show(replace(self._desk.state, editing=editing, notice=notice))

    def _editing_patient(self) -> Inpatient | None:
        editing = self._desk.state.editing
        return None if editing is None else self._desk.state.patient(editing.inpatient)

    def _date(self, typed: str, patient: Inpatient) -> date | None:
        today = self._desk.today
        return checked_prediction(read_predicted_date(typed, today), patient.admitted.date(), today)


def _standing(patient: Inpatient) -> str:
    return date_text(predicted_on(patient))
