"""The two small dialogs of the ward list: add a patient, discharge one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import AdmitInpatient
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.ward.state import ADMITTED, CLINICIAN, NUMBER, Admitting, Discharging, bed_text
from cdconsole.ui.theme.fonts import px


class AdmitDialog(QDialog):
    """Asks for bay, bed, hospital number, consultant and admission."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, clinicians: Sequence[tuple[ClinicianId, str]], now: datetime) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a patient")
        self._bay, self._bed, self._number = QLineEdit(), QLineEdit(), QLineEdit()
        self._clinician = QComboBox()
        self._clinician.addItem("Choose", "")
        for clinician, name in clinicians:
            self._clinician.addItem(name, clinician)
        self._admitted = moment_edit(now)
        self._fields = {
            "bay": Field("Bay or ward", self._bay),
            "bed": Field("Bed", self._bed),
            NUMBER: Field("Hospital number", self._number, "Shown on this screen only."),
            CLINICIAN: Field("Consultant", self._clinician),
            ADMITTED: Field("Admitted", self._admitted),
        }
        self._add, self._cancel = button("Add patient", "primary"), button("Cancel")
        self._add.setDefault(True)
        self._lay_out()
        self._add.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)

    def show_state(self, admitting: Admitting) -> None:
        """Show what is wrong with each field."""
        for name, field in self._fields.items():
            field.say(admitting.problems.get(name, ""))
        self._add.setEnabled(not admitting.is_busy)

    def _enter(self) -> None:
        self.entered.emit(
            AdmitInpatient(
                self._bay.text(),
                self._bed.text(),
                self._number.text(),
                ClinicianId(self._clinician.currentData()),
                moment_of(self._admitted),
            )
        )

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(px(12))
        place.addWidget(self._fields["bay"], 2)
        place.addWidget(self._fields["bed"], 1)
        column = _column(self, 440)
        column.addLayout(place)
        for name in (NUMBER, CLINICIAN, ADMITTED):
            column.addWidget(self._fields[name])
        column.addLayout(_buttons(self._cancel, self._add))


class DischargeDialog(QDialog):
    """Asks when the patient left."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, asked: Discharging, now: datetime) -> None:
        super().__init__(parent)
        self.setWindowTitle("Discharge")
        self._at = moment_edit(now)
        self._field = Field("Discharged", self._at, "Undo puts the patient back on the list.")
        self._discharge, cancel = button("Discharge", "primary"), button("Cancel")
        self._discharge.setDefault(True)
        column = _column(self, 400)
        patient = asked.patient
        column.addWidget(label(f"{bed_text(patient)}, {patient.hospital_number}", "strong"))
        column.addWidget(self._field)
        column.addLayout(_buttons(cancel, self._discharge))
        self._discharge.clicked.connect(self._enter)
        cancel.clicked.connect(self.reject)

    def show_state(self, asked: Discharging) -> None:
        """Show what is wrong with the moment."""
        self._field.say(asked.problem)
        self._discharge.setEnabled(not asked.is_busy)

    def _enter(self) -> None:
        self.entered.emit(moment_of(self._at))


def moment_edit(now: datetime) -> QDateTimeEdit:
    """Return an editor of a day and a time that starts at now, local time."""
    editor = QDateTimeEdit()
    editor.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    editor.setDisplayFormat("d MMM yyyy HH:mm")
    editor.setCalendarPopup(True)
    editor.setMinimumHeight(px(30))
    local = now.astimezone().replace(tzinfo=None, second=0, microsecond=0)
    editor.setDateTime(QDateTime.fromString(local.isoformat(), "yyyy-MM-ddTHH:mm:ss"))
    return editor


def moment_of(editor: QDateTimeEdit) -> datetime:
    """Return the day and time entered, as the ward's clock shows it."""
    return datetime.fromisoformat(editor.dateTime().toString("yyyy-MM-ddTHH:mm:00"))


def _column(dialog: QDialog, width: int) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(px(24), px(24), px(24), px(16))
    column.setSpacing(px(12))
    dialog.setFixedWidth(px(width))
    return column


def _buttons(cancel: QWidget, go: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(cancel)
    row.addWidget(go)
    return row
