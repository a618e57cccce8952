"""Checks one row at a time: what is refused, what is stored and questioned, and what a stored row says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from enum import Enum
from typing import Final, NamedTuple, Protocol, TypeVar, cast

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.codes import (
    ADMISSION_METHODS,
    DISCHARGE_METHODS,
    PATIENT_CLASSES,
    SEXES,
    Sex,
    age_band,
    by_code,
    plain,
)
from cdconsole.importing.coding import CodedColumn
from cdconsole.importing.dates import DateReader, ReadDate
from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import shown_value
from cdconsole.importing.table import Table

LONGEST_STAY_DAYS = 5 * 365 + 1
DATE_FIELDS: Final = (Field.ADMITTED, Field.DISCHARGED, Field.EPISODE_START, Field.EPISODE_END)
_EPISODE_FIELDS: Final = frozenset({Field.EPISODE_START, Field.EPISODE_END, Field.EPISODE_ORDER, Field.EPISODE_DAYS})
_ORDER_NOT_KNOWN: Final = frozenset({98, 99})  # HES: not applicable, not known
_TOO_MANY_DIGITS: Final = 10
Coded = TypeVar("Coded", bound=Enum)


class StoredRow(NamedTuple):
    """One row that passed. ``identity`` tells it from every other row; ``order`` None is not recorded."""

    number: int
    identity: str
    patient: str
    clinician: str
    admitted: datetime
    discharged: datetime | None
    is_timed: bool
    started: datetime
    ended: datetime | None
    order: int | None
    patient_class: PatientClass
    admission: AdmissionKind
    discharge: DischargeKind
    specialty: str
    ward: str
    age_band: str
    sex: str
    hrg: str


class _Problem(NamedTuple):
    field: Field
    reason: str
    value: str = ""


class _Cells(NamedTuple):
    """The cells of one row, one for each Field, named as the fields are; empty where no column is chosen."""

    spell_key: str
    patient: str
    clinician: str
    admitted: str
    discharged: str
    episode_start: str
    episode_end: str
    episode_order: str
    patient_class: str
    admission_method: str
    discharge_method: str
    specialty: str
    ward: str
    age: str
    sex: str
    hrg: str
    spell_days: str
    episode_days: str


_PLACE: Final = {field: _Cells._fields.index(field.name.lower()) for field in DATE_FIELDS}


class _Dates(NamedTuple):
    """The dates of one row, in the order of DATE_FIELDS."""

    admitted: ReadDate
    discharged: ReadDate
    started: ReadDate
    ended: ReadDate


class _Telling(Protocol):
    def tell(self, heading: str, findings: Findings) -> None: ...


class RowChecker:
    """Reads the rows of a table under a confirmed mapping, telling ``findings`` all it meets."""

    def __init__(self, table: Table, mapping: ColumnMapping, dates: DateReader, findings: Findings) -> None:
        self._table = table
        self._is_episodes = mapping.kind is ExtractKind.EPISODES
        self._used = {
            field: heading
            for field, heading in mapping.columns.items()
            if self._is_episodes or field not in _EPISODE_FIELDS
        }
        self._specialty = mapping.specialty if Field.SPECIALTY in self._used else ""
        self._places = {field: table.headings.index(heading) for field, heading in self._used.items()}
        self._dates = dates
        self._findings = findings
        self._first_rows: dict[str, int] = {}
        self._unattributed: list[int] = []
        self._class = self._coded(Field.PATIENT_CLASS, by_code(PATIENT_CLASSES), PatientClass.UNKNOWN)
        self._admission = self._coded(Field.ADMISSION_METHOD, by_code(ADMISSION_METHODS), AdmissionKind.UNKNOWN)
        self._discharge = self._coded(Field.DISCHARGE_METHOD, by_code(DISCHARGE_METHODS), DischargeKind.UNKNOWN)
        self._sex = self._coded(Field.SEX, by_code(SEXES), Sex.UNKNOWN)
        self._age = CodedColumn(self._column(Field.AGE), age_band, "")

    def stored_rows(self) -> Iterator[StoredRow]:
        """Yield the rows that pass; when they are used up, every finding has been told."""
        columns = [self._column(Field[name.upper()]) for name in _Cells._fields]
        dated = [map(self._dates.__getitem__, self._column(field)) for field in DATE_FIELDS]
        every_cell, every_date = (
            map(_Cells._make, zip(*columns, strict=True)),
            map(_Dates._make, zip(*dated, strict=True)),
        )
        for number, cells, dates in zip(self._table.numbers, every_cell, every_date, strict=True):
            if self._specialty and cells.specialty != self._specialty:
                self._findings.leave_out(f"{self._used[Field.SPECIALTY]} is not {self._specialty}")
                continue
            identity = self._identity(cells, dates)
            problems = self._problems(number, cells, dates) or self._repeated(number, identity)
            for problem in problems:
                self._findings.reject(number, self._used.get(problem.field, ""), problem.reason, problem.value)
            if not problems:
                row = self._row(number, identity, cells, dates)
                self._question(row, cells)
                yield row
        self._tell_codes()

    def _column(self, field: Field) -> list[str]:
        return self._table.columns[self._used[field]] if field in self._used else [""] * len(self._table)

    def _coded(self, field: Field, meanings: dict[str, Coded], unknown: Coded) -> CodedColumn[Coded]:
        return CodedColumn(self._column(field), lambda cell: meanings.get(plain(cell)), unknown)

    def _problems(self, number: int, cells: _Cells, dates: _Dates) -> list[_Problem]:
        """Return why a row cannot be stored; a later kind of check only says anything where the ones before pass."""
        return (
            self._misfit(number)
            or self._unreadable_dates(cells, dates)
            or self._missing_identity(cells)
            or _impossible_sequence(cells, dates)
        )

    def _misfit(self, number: int) -> list[_Problem]:
        """Return what is wrong with a row that has more or fewer cells than the heading."""
        cells, columns = self._table.widths.get(number), len(self._table.columns)
        if cells is None:
            return []
        if cells > columns:
            reason = f"The row has {cells} cells, the heading {columns}: a delimiter or quotation mark is out of place"
            return [_Problem(Field.ADMITTED, reason)]
        cut = [field for field, place in self._places.items() if place >= cells]
        return [_Problem(cut[0], "The row ends before this column")] if cut else []

    def _unreadable_dates(self, cells: _Cells, dates: _Dates) -> list[_Problem]:
        problems = [
            _Problem(field, read.reason, shown_value(cells[_PLACE[field]]))
            for field, read in zip(DATE_FIELDS, dates, strict=True)
            if read.reason
        ]
        if not cells.admitted:
            problems.append(_Problem(Field.ADMITTED, "There is no admission date"))
        if not cells.episode_start and Field.EPISODE_START in self._used:
            problems.append(_Problem(Field.EPISODE_START, "There is no episode start"))
        return problems

    def _missing_identity(self, cells: _Cells) -> list[_Problem]:
        if self._is_episodes and not cells.patient:
            return [_Problem(Field.PATIENT, "There is no patient identifier, so the spell is not known")]
        if not cells.patient and not cells.spell_key:
            return [_Problem(self._key_field, "There is no identifier, so the spell could not be recognised again")]
        return []

    def _repeated(self, number: int, identity: str) -> list[_Problem]:
        first = self._first_rows.setdefault(identity, number)
        return [] if first == number else [_Problem(self._key_field, f"The same identifier is on row {first}")]

    @property
    def _key_field(self) -> Field:
        return Field.SPELL_KEY if Field.SPELL_KEY in self._used else Field.PATIENT

    def _identity(self, cells: _Cells, dates: _Dates) -> str:
        """Return what tells a row from every other: its key, and in an episode extract the place in the spell too.

        A spell number stands on every episode of the spell, so a key alone does not make an episode a duplicate.
        """
        key = cells.spell_key or f"{cells.patient}|{dates.admitted.at}"
        return f"{key}|{cells.episode_order or dates.started.at}" if self._is_episodes else key

    def _row(self, number: int, identity: str, cells: _Cells, dates: _Dates) -> StoredRow:
        admitted, discharged = cast("datetime", dates.admitted.at), dates.discharged.at
        clinician = _one_line(cells.clinician)
        if not clinician and Field.CLINICIAN in self._used:
            self._unattributed.append(number)
        return StoredRow(
            number,
            identity,
            cells.patient,
            clinician,
            admitted,
            discharged,
            dates.admitted.is_timed and (dates.discharged.is_timed or discharged is None),
            dates.started.at or admitted,
            dates.ended.at,
            self._order(number, cells.episode_order),
            self._class.read(cells.patient_class, number),
            self._admission.read(cells.admission_method, number),
            self._discharge.read(cells.discharge_method, number),
            _one_line(cells.specialty),
            _one_line(cells.ward),
            self._age.read(cells.age, number),
            self._sex.read(cells.sex, number).value,
            cells.hrg.upper(),
        )

    def _question(self, row: StoredRow, cells: _Cells) -> None:
        """Tell what contradicts itself within a row; such a row is stored."""
        if row.discharged is not None:
            stay = (row.discharged.date() - row.admitted.date()).days
            self._compare_days(Field.SPELL_DAYS, row.number, cells.spell_days, stay)
            if stay > LONGEST_STAY_DAYS:
                self._ask(Field.DISCHARGED, row.number, "The stay is longer than 5 years", f"{stay:,} days")
        if Field.EPISODE_START in self._used:
            self._question_start(row)
        if row.ended is not None:
            self._compare_days(
                Field.EPISODE_DAYS, row.number, cells.episode_days, (row.ended.date() - row.started.date()).days
            )
            if row.discharged is not None and row.ended.date() > row.discharged.date():
                reason = f"The episode ends after the discharge on {_said(row.discharged)}"
                self._ask(Field.EPISODE_END, row.number, reason, _said(row.ended))

    def _question_start(self, row: StoredRow) -> None:
        reason = ""
        if row.started.date() < row.admitted.date():
            reason = f"The episode starts before the admission on {_said(row.admitted)}"
        elif row.order == 1 and row.started.date() != row.admitted.date():
            reason = f"The first episode does not start on the day of admission, {_said(row.admitted)}"
        if reason:
            self._ask(Field.EPISODE_START, row.number, reason, _said(row.started))

    def _compare_days(self, field: Field, number: int, cell: str, days: int) -> None:
        if cell and _whole(cell) != days:
            self._ask(field, number, f"The dates give {days:,} days", shown_value(cell))

    def _order(self, number: int, cell: str) -> int | None:
        order = _whole(cell)
        if cell and order is None:
            self._ask(Field.EPISODE_ORDER, number, "The episode order is not a number", shown_value(cell))
        return None if order in _ORDER_NOT_KNOWN else order

    def _tell_codes(self) -> None:
        coded: dict[Field, _Telling] = {
            Field.PATIENT_CLASS: self._class,
            Field.ADMISSION_METHOD: self._admission,
            Field.DISCHARGE_METHOD: self._discharge,
            Field.SEX: self._sex,
            Field.AGE: self._age,
        }
        for field, column in coded.items():
            column.tell(self._used.get(field, ""), self._findings)
        if self._unattributed:
            many = f"{len(self._unattributed):,} rows have" if len(self._unattributed) > 1 else "One row has"
            self._ask(Field.CLINICIAN, self._unattributed[0], f"{many} no clinician; stored as unattributed", "")

    def _ask(self, field: Field, number: int, reason: str, value: str) -> None:
        self._findings.question(number, self._used[field], reason, value)


def _impossible_sequence(cells: _Cells, dates: _Dates) -> list[_Problem]:
    admitted, discharged, started, ended = (read.at for read in dates)
    problems = []
    if discharged is not None and admitted is not None and discharged < admitted:
        reason = f"Discharged before the admission on {_said(admitted)}"
        problems.append(_Problem(Field.DISCHARGED, reason, shown_value(cells.discharged)))
    if ended is not None and started is not None and ended < started:
        reason = f"The episode ends before its start on {_said(started)}"
        problems.append(_Problem(Field.EPISODE_END, reason, shown_value(cells.episode_end)))
    return problems


def _said(at: datetime) -> str:
    return date_text(at.date()) + (f" {at:%H:%M}" if at.time() != time.min else "")


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _whole(cell: str) -> int | None:
    """Return a whole number written as ``12`` or ``12.0``; None for anything else."""
    digits = cell.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _TOO_MANY_DIGITS else None
