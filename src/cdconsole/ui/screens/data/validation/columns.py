"""The columns of the list of clinicians and of a clinician's records. No Qt."""

from __future__ import annotations

from cdconsole.domain.attribution import MyRecord, ValidationRow
from cdconsole.domain.calendar import MONTH_NAMES, date_text
from cdconsole.ui.tables.column import Alignment, Column


def _name(row: ValidationRow) -> str:
    return row.clinician.name


def _order(row: ValidationRow) -> object:
    return row.clinician.order


def _records(row: ValidationRow) -> str:
    return f"{row.state.records:,}"


def _records_key(row: ValidationRow) -> int:
    return row.state.records


def _voted(row: ValidationRow) -> str:
    return f"{row.state.voted:,}"


def _voted_key(row: ValidationRow) -> int:
    return row.state.voted


def _not_mine(row: ValidationRow) -> str:
    return f"{row.state.not_mine:,}"


def _not_mine_key(row: ValidationRow) -> int:
    return row.state.not_mine


def _shared(row: ValidationRow) -> str:
    return f"{row.state.shared:,}"


def _shared_key(row: ValidationRow) -> int:
    return row.state.shared


def _last(row: ValidationRow) -> str:
    return "" if row.state.last_at is None else date_text(row.state.last_at.astimezone().date())


def _last_key(row: ValidationRow) -> str:
    return "" if row.state.last_at is None else row.state.last_at.isoformat()


def _sentence(row: ValidationRow) -> str:
    return row.state.sentence


CLINICIAN_COLUMNS: tuple[Column[ValidationRow], ...] = (
    Column("Clinician", _name, _order, tooltip=_sentence, width=178),
    Column("Records", _records, _records_key, Alignment.RIGHT, width=82),
    Column("Checked", _voted, _voted_key, Alignment.RIGHT, width=84),
    Column("Last", _last, _last_key, width=116),
    Column("Not mine", _not_mine, _not_mine_key, Alignment.RIGHT, width=84),
    Column("Shared", _shared, _shared_key, Alignment.RIGHT, width=76),
)


def _said(record: MyRecord) -> str:
    return "" if record.said is None else record.said.value


def _patient(record: MyRecord) -> str:
    return record.pseudonym


def _admitted(record: MyRecord) -> str:
    return record.admitted


def _admitted_key(record: MyRecord) -> object:
    return _when(record.admitted)


def _discharged(record: MyRecord) -> str:
    return record.discharged


def _discharged_key(record: MyRecord) -> object:
    return _when(record.discharged)


def _days(record: MyRecord) -> str:
    return "" if record.length_of_stay_days is None else str(record.length_of_stay_days)


def _days_key(record: MyRecord) -> int:
    return -1 if record.length_of_stay_days is None else record.length_of_stay_days


def _ward(record: MyRecord) -> str:
    return record.ward


def _class(record: MyRecord) -> str:
    return record.patient_class


def _comment(record: MyRecord) -> str:
    return "" if record.vote is None else record.vote.comment


def _channel(record: MyRecord) -> str:
    if record.vote is None or record.vote.vote is None:
        return ""
    return f"{record.vote.channel.value}, {date_text(record.vote.at.astimezone().date())}"


def _when(written: str) -> tuple[int, int, int, str]:
    """Return what ``3 Nov 2026 10:42`` sorts by; nothing sorts first."""
    day, month, year, *time = written.split() or ("0", MONTH_NAMES[0], "0")
    return int(year), MONTH_NAMES.index(month), int(day), "".join(time)


RECORD_COLUMNS: tuple[Column[MyRecord], ...] = (
    Column("Said", _said, width=76),
    Column("Patient", _patient, width=98),
    Column("Admitted", _admitted, _admitted_key, width=158),
    Column("Discharged", _discharged, _discharged_key, width=158),
    Column("Days", _days, _days_key, Alignment.RIGHT, width=50),
    Column("Ward", _ward, width=150),
    Column("Class", _class, width=170),
    Column("Comment", _comment, tooltip=_comment, width=220),
    Column("Entered", _channel, tooltip=_channel),
)
