"""The columns of the ward list and of a patient's history. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.ward import PredictedDischarge
from cdconsole.ui.screens.ward.state import WardRow, day_text, predicted_on, short_moment
from cdconsole.ui.tables.column import Alignment, Column


def _bay(row: WardRow) -> str:
    return row.patient.bay


def _bed(row: WardRow) -> str:
    return row.patient.bed


def _number(row: WardRow) -> str:
    return row.patient.hospital_number


def _clinician(row: WardRow) -> str:
    return row.patient.clinician


def _admitted(row: WardRow) -> str:
    return date_text(row.patient.admitted.date())


def _admitted_key(row: WardRow) -> object:
    return row.patient.admitted


def _admitted_exactly(row: WardRow) -> str:
    return f"Admitted {moment_text(row.patient.admitted)}"


def _stay(row: WardRow) -> str:
    return str(row.patient.stay_days(row.today))


def _stay_key(row: WardRow) -> object:
    return row.patient.stay_days(row.today)


def _predicted(row: WardRow) -> str:
    return day_text(predicted_on(row.patient))


def _predicted_key(row: WardRow) -> object:
    return predicted_on(row.patient) or date.max


def _reason(row: WardRow) -> str:
    return "" if row.patient.predicted is None else row.patient.predicted.reason.value


def _reviewed(row: WardRow) -> str:
    if row.is_saving:
        return "Saving"
    return "" if row.patient.predicted is None else short_moment(row.patient.predicted.at)


def _reviewed_by(row: WardRow) -> str:
    predicted = row.patient.predicted
    return "" if predicted is None else f"{moment_text(predicted.at)}, {predicted.person}"


def _reviewed_key(row: WardRow) -> object:
    return 0.0 if row.patient.predicted is None else row.patient.predicted.at.timestamp()


def _status(row: WardRow) -> str:
    return row.patient.status(row.today)


def _bed_order(row: WardRow) -> object:
    return row.patient.bed.zfill(8).casefold()


def _bay_order(row: WardRow) -> object:
    return (row.patient.bay.zfill(24).casefold(), row.patient.bed.zfill(8).casefold())


WARD_COLUMNS: tuple[Column[WardRow], ...] = (
    Column("Bay", _bay, _bay_order, width=72),
    Column("Bed", _bed, _bed_order, width=42),
    Column("Hospital no.", _number, width=100),
    Column("Consultant", _clinician, width=140, tooltip=_clinician),
    Column("Admitted", _admitted, _admitted_key, tooltip=_admitted_exactly, width=108),
    Column("Days in", _stay, _stay_key, Alignment.RIGHT, width=66),
    Column("Predicted date", _predicted, _predicted_key, width=148),
    Column("Reason", _reason, width=174),
    Column("Last reviewed", _reviewed, _reviewed_key, width=104, tooltip=_reviewed_by),
    Column("Status", _status, _predicted_key, width=100),
)
PREDICTED_COLUMN = next(at for at, column in enumerate(WARD_COLUMNS) if column.title == "Predicted date")
CONSULTANT_COLUMN = next(at for at, column in enumerate(WARD_COLUMNS) if column.title == "Consultant")
REVIEWED_COLUMN = next(at for at, column in enumerate(WARD_COLUMNS) if column.title == "Last reviewed")
REASON_COLUMN = next(at for at, column in enumerate(WARD_COLUMNS) if column.title == "Reason")


def _history_date(revision: PredictedDischarge) -> str:
    return day_text(revision.on) or "Withdrawn"


def _history_key(revision: PredictedDischarge) -> object:
    return revision.on or date.max


def _history_reason(revision: PredictedDischarge) -> str:
    return revision.reason.value


def _history_who(revision: PredictedDischarge) -> str:
    return revision.person


def _history_when(revision: PredictedDischarge) -> str:
    return moment_text(revision.at)


def _history_when_key(revision: PredictedDischarge) -> object:
    return revision.at


HISTORY_COLUMNS: tuple[Column[PredictedDischarge], ...] = (
    Column("Predicted date", _history_date, _history_key, width=170),
    Column("Reason", _history_reason, width=220),
    Column("Who", _history_who, width=220),
    Column("When", _history_when, _history_when_key),
)
