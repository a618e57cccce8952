"""Checks spells and episodes: what is refused, what is stored and questioned, and what a stored row says.

Rows come in parts and are checked column by column; what is done row by row is done only for rows that need it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from itertools import compress
from operator import itemgetter
from typing import Final, NamedTuple, cast

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.clinician_column import ClinicianColumn
from cdconsole.importing.codes import (
    ADMISSION_METHODS,
    DISCHARGE_METHODS,
    PATIENT_CLASSES,
    SEXES,
    Kind,
    age_band,
    by_code,
    plain,
)
from cdconsole.importing.coding import CodedColumn
from cdconsole.importing.dates import combined
from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import shown_value
from cdconsole.importing.moments import MIDNIGHT, MomentReader
from cdconsole.importing.table import Table

LONGEST_STAY_DAYS = 5 * 365 + 1
DATE_FIELDS: Final[tuple[Field, ...]] = (Field.ADMITTED, Field.DISCHARGED, Field.EPISODE_START, Field.EPISODE_END)
_TIMES: Final = {
    Field.ADMITTED: Field.ADMITTED_TIME,
    Field.DISCHARGED: Field.DISCHARGED_TIME,
    Field.EPISODE_START: Field.EPISODE_START_TIME,
    Field.EPISODE_END: Field.EPISODE_END_TIME,
}
"""The field of the time of day that some systems write in a column of its own."""

_EPISODE_FIELDS: Final = frozenset(
    {
        *(Field.EPISODE_START, Field.EPISODE_START_TIME, Field.EPISODE_END, Field.EPISODE_END_TIME),
        *(Field.EPISODE_ORDER, Field.EPISODE_DAYS),
    }
)
_ORDER_NOT_KNOWN: Final = frozenset({98, 99})  # HES: not applicable, not known
_TOO_MANY_DIGITS: Final = 10
_DAY: Final = len("2026-11-23")
_day: Final = itemgetter(slice(_DAY))


@dataclass(slots=True)
class StoredRows:
    """Rows that passed, as columns. ``identity`` tells a row from every other; ``order`` None is not recorded.

    Moments are ISO text; ``is_timed`` says that the source gave times of day with those a row has.
    """

    number: list[int]
    identity: list[str]
    patient: list[str]
    clinician: list[str]
    admitted: list[str]
    discharged: list[str | None]
    is_timed: list[bool]
    started: list[str]
    ended: list[str | None]
    order: list[int | None]
    patient_class: list[str]
    admission: list[str]
    discharge: list[str]
    specialty: list[str]
    ward: list[str]
    age_band: list[str]
    sex: list[str]
    hrg: list[str]


class _Problem(NamedTuple):
    field: Field
    reason: str
    value: str = ""


Problems = dict[int, list[_Problem]]
"""Why rows of a part can't be stored, by their place in it."""


class _Remembered(dict[str, str]):
    """What each text becomes, worked out once."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, text: str) -> str:
        self[text] = made = self._becomes(text)
        return made


class _Days(dict[str, int]):
    """The ordinal of each day written as ISO text."""

    def __missing__(self, text: str) -> int:
        self[text] = day = date.fromisoformat(text).toordinal()
        return day


class _Part:
    """The cells of one part by field, and its dates as ISO text with a time of day throughout."""

    def __init__(self, table: Table, used: Mapping[Field, str], readers: Mapping[Field, MomentReader]) -> None:
        self.numbers = table.numbers
        self.cells = {field: table.columns[heading] for field, heading in used.items()}
        self.dates: dict[Field, list[str | None]] = {}
        self.timed: dict[Field, list[bool]] = {}
        for field, reader in readers.items():
            if (clock := _TIMES[field]) in used:
                self.cells[field] = list(map(combined, self.cells[field], self.cells[clock]))
            read = reader.column(self.cells[field])
            if None not in read and set(map(len, cast("list[str]", read))) == {_DAY + len(MIDNIGHT)}:
                self.timed[field], self.dates[field] = [True] * len(read), read
                continue
            self.timed[field] = [text is not None and len(text) > _DAY for text in read]
            self.dates[field] = [text + MIDNIGHT if text and len(text) == _DAY else text for text in read]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, field: Field) -> Sequence[str]:
        """Return the cells of a field, empty where it has no column."""
        return self.cells.get(field) or [""] * len(self)

    def moments(self, field: Field) -> list[str | None]:
        """Return the dates of a field, empty where it has no column."""
        return self.dates.get(field) or cast("list[str | None]", [""] * len(self))

    def keep(self, mask: Sequence[bool]) -> None:
        """Go on with some rows only."""
        self.numbers = list(compress(self.numbers, mask))
        self.cells = {field: list(compress(column, mask)) for field, column in self.cells.items()}
        self.dates = {field: list(compress(column, mask)) for field, column in self.dates.items()}
        self.timed = {field: list(compress(column, mask)) for field, column in self.timed.items()}


class RowChecker:
    """Reads the parts of a table under a confirmed mapping, telling ``findings`` all it meets.

    ``admissions`` counts the admissions of each day, those of refused rows too.
    """

    def __init__(
        self,
        headings: Sequence[str],
        mapping: ColumnMapping,
        readers: Mapping[Field, MomentReader],
        findings: Findings,
    ) -> None:
        self.is_episodes = mapping.kind is ExtractKind.EPISODES
        self._used = {
            field: heading
            for field, heading in mapping.columns.items()
            if self.is_episodes or field not in _EPISODE_FIELDS
        }
        self._specialty = mapping.specialty if Field.SPECIALTY in self._used else ""
        self._places = {field: headings.index(heading) for field, heading in self._used.items()}
        self._headings = len(headings)
        self._readers = {field: readers[field] for field in DATE_FIELDS if field in self._used}
        self._findings = findings
        self._first_rows: dict[str, int] = {}
        self._clinicians = ClinicianColumn()
        self._class = _coded(PATIENT_CLASSES, PatientClass.UNKNOWN)
        self._admission = _coded(ADMISSION_METHODS, AdmissionKind.UNKNOWN)
        self._discharge = _coded(DISCHARGE_METHODS, DischargeKind.UNKNOWN)
        sexes = by_code(SEXES)
        self._sex = CodedColumn(lambda cell: found.value if (found := sexes.get(plain(cell))) else None, "")
        self._age = CodedColumn(age_band, "")
        self._lines = _Remembered(_one_line)
        self._capitals = _Remembered(str.upper)
        self._days = _Days()
        self._admitted: Counter[str] = Counter()

    @property
    def admissions(self) -> Counter[date]:
        """Return how many rows were admitted on each day."""
        return Counter({date.fromisoformat(day): rows for day, rows in self._admitted.items()})

    def check(self, table: Table) -> StoredRows:
        """Return the rows of a part that pass; what is found in the others, and in them, is told."""
        for reason, rows in table.left_out:
            self._findings.leave_out(reason, rows)
        part = _Part(table, self._used, self._readers)
        self._admitted.update(map(_day, filter(None, part.moments(Field.ADMITTED))))
        if self._specialty:
            self._leave_out_others(part)
        identities = self._identities(part)
        problems = self._problems(part, table.widths)
        self._refuse_repeated(part, identities, problems)
        if problems:
            for place in sorted(problems):
                for problem in problems[place]:
                    heading = self._used.get(problem.field, "")
                    self._findings.reject(part.numbers[place], heading, problem.reason, problem.value)
            mask = [place not in problems for place in range(len(part))]
            identities = list(compress(identities, mask))
            part.keep(mask)
        return self._rows(part, identities)

    def tell_codes(self) -> None:
        """Tell, when every part is checked, which codes were not known and how many rows had no clinician."""
        coded = {
            Field.PATIENT_CLASS: self._class,
            Field.ADMISSION_METHOD: self._admission,
            Field.DISCHARGE_METHOD: self._discharge,
            Field.SEX: self._sex,
            Field.AGE: self._age,
        }
        for field, column in coded.items():
            column.tell(self._used.get(field, ""), self._findings)
        if Field.CLINICIAN in self._used:
            self._clinicians.tell(self._used[Field.CLINICIAN], self._findings)

    def _leave_out_others(self, part: _Part) -> None:
        mask = [cell == self._specialty for cell in part.column(Field.SPECIALTY)]
        others = mask.count(False)
        if others:
            self._findings.leave_out(f"{self._used[Field.SPECIALTY]} is not {self._specialty}", others)
            part.keep(mask)

    def _problems(self, part: _Part, widths: Mapping[int, int]) -> Problems:
        """Return why rows cannot be stored; a later kind of check only says anything where the ones before pass."""
        problems = self._misfits(part, widths)
        for find in (self._unreadable_dates, self._missing_identities, _impossible_sequences):
            found: Problems = {}
            for place, problem in find(part):
                if place not in problems:
                    found.setdefault(place, []).append(problem)
            problems |= found
        return problems

    def _misfits(self, part: _Part, widths: Mapping[int, int]) -> Problems:
        """Return what is wrong with rows that have more or fewer cells than the heading."""
        problems: Problems = {}
        for number, cells in widths.items():
            place = bisect_left(part.numbers, number)
            if place == len(part) or part.numbers[place] != number:
                continue  # of another specialty
            if cells > self._headings:
                many = f"The row has {cells} cells, the heading {self._headings}"
                reason = f"{many}: a delimiter or quotation mark is out of place"
                problems[place] = [_Problem(Field.ADMITTED, reason)]
                continue
            cut = [field for field, column in self._places.items() if column >= cells]
            if cut:
                problems[place] = [_Problem(cut[0], "The row ends before this column")]
        return problems

    def _unreadable_dates(self, part: _Part) -> Iterator[tuple[int, _Problem]]:
        for field, read in part.dates.items():
            for place in _places_of(read, None):
                cell = part.cells[field][place]
                yield place, _Problem(field, self._readers[field].reason(cell), shown_value(cell))
        for place in _places_of(part.moments(Field.ADMITTED), ""):
            yield place, _Problem(Field.ADMITTED, "There is no admission date")
        if Field.EPISODE_START in self._used:
            for place in _places_of(part.moments(Field.EPISODE_START), ""):
                yield place, _Problem(Field.EPISODE_START, "There is no episode start")

    def _missing_identities(self, part: _Part) -> Iterator[tuple[int, _Problem]]:
        keys = part.column(Field.SPELL_KEY)
        for place in _places_of(part.column(Field.PATIENT), ""):
            if self.is_episodes:
                reason = "There is no patient identifier, so the spell is not known"
                yield place, _Problem(Field.PATIENT, reason)
            elif not keys[place]:
                reason = "There is no identifier, so the spell could not be recognised again"
                yield place, _Problem(self._key_field, reason)

    def _refuse_repeated(self, part: _Part, identities: Sequence[str], problems: Problems) -> None:
        """Refuse rows whose identity an earlier row has; a row that is refused anyway makes no other a repetition."""
        if problems:
            mask = [place not in problems for place in range(len(part))]
            places, names = list(compress(range(len(part)), mask)), list(compress(identities, mask))
            numbers = list(compress(part.numbers, mask))
        else:
            places, names, numbers = list(range(len(part))), list(identities), part.numbers
        firsts = list(map(self._first_rows.setdefault, names, numbers))
        if firsts == numbers:
            return
        for place, first, number in zip(places, firsts, numbers, strict=True):
            if first != number:
                problems[place] = [_Problem(self._key_field, f"The same identifier is on row {first}")]

    @property
    def _key_field(self) -> Field:
        return Field.SPELL_KEY if Field.SPELL_KEY in self._used else Field.PATIENT

    def _identities(self, part: _Part) -> list[str]:
        """Return what tells a row from every other: its key, and in an episode extract the place in the spell too.

        A spell number stands on every episode of the spell, so a key alone does not make an episode a duplicate.
        """
        keys = list(part.column(Field.SPELL_KEY))
        if "" in keys:
            patients, admitted = part.column(Field.PATIENT), part.moments(Field.ADMITTED)
            found = zip(keys, patients, admitted, strict=True)
            keys = [key or f"{patient}|{_spaced(at)}" for key, patient, at in found]
        if not self.is_episodes:
            return keys
        orders, started = part.column(Field.EPISODE_ORDER), part.moments(Field.EPISODE_START)
        return [f"{key}|{order or _spaced(at)}" for key, order, at in zip(keys, orders, started, strict=True)]

    def _rows(self, part: _Part, identities: list[str]) -> StoredRows:
        numbers = part.numbers
        admitted = cast("list[str]", part.moments(Field.ADMITTED))
        discharged = [at or None for at in part.moments(Field.DISCHARGED)]
        ended = [at or None for at in part.moments(Field.EPISODE_END)]
        timed_in, timed_out = (part.timed.get(field, [False] * len(part)) for field in DATE_FIELDS[:2])
        rows = StoredRows(
            number=numbers,
            identity=identities,
            patient=list(part.column(Field.PATIENT)),
            clinician=self._clinicians.read(part.column(Field.CLINICIAN), numbers),
            admitted=admitted,
            discharged=discharged,
            is_timed=[
                came and (went or out is None) for came, went, out in zip(timed_in, timed_out, discharged, strict=True)
            ],
            started=[at or came for at, came in zip(part.moments(Field.EPISODE_START), admitted, strict=True)],
            ended=ended,
            order=self._orders(part),
            patient_class=self._class.read(part.column(Field.PATIENT_CLASS), numbers),
            admission=self._admission.read(part.column(Field.ADMISSION_METHOD), numbers),
            discharge=self._discharge.read(part.column(Field.DISCHARGE_METHOD), numbers),
            specialty=list(map(self._lines.__getitem__, part.column(Field.SPECIALTY))),
            ward=list(map(self._lines.__getitem__, part.column(Field.WARD))),
            age_band=self._age.read(part.column(Field.AGE), numbers),
            sex=self._sex.read(part.column(Field.SEX), numbers),
            hrg=list(map(self._capitals.__getitem__, part.column(Field.HRG))),
        )
        self._question_stays(rows, part)
        if self.is_episodes:
            self._question_episodes(rows, part)
        return rows

    def _orders(self, part: _Part) -> list[int | None]:
        if Field.EPISODE_ORDER not in self._used:
            return [None] * len(part)
        orders = []
        for number, cell in zip(part.numbers, part.cells[Field.EPISODE_ORDER], strict=True):
            order = _whole(cell)
            if cell and order is None:
                self._ask(Field.EPISODE_ORDER, number, "The episode order is not a number", shown_value(cell))
            orders.append(None if order in _ORDER_NOT_KNOWN else order)
        return orders

    def _question_stays(self, rows: StoredRows, part: _Part) -> None:
        """Tell which stays contradict what is recorded of them, or are very long; such rows are stored."""
        days = self._days
        last, first = max(filter(None, rows.discharged), default=""), min(rows.admitted, default="")
        if Field.SPELL_DAYS not in self._used and (
            not last or days[_day(last)] - days[_day(first)] <= LONGEST_STAY_DAYS
        ):
            return
        stays = [
            days[out[:_DAY]] - days[came[:_DAY]] if out else 0
            for came, out in zip(rows.admitted, rows.discharged, strict=True)
        ]
        if Field.SPELL_DAYS in self._used:
            found = zip(rows.number, part.cells[Field.SPELL_DAYS], stays, rows.discharged, strict=True)
            for number, cell, stay, out in found:
                if cell and out:
                    self._compare_days(Field.SPELL_DAYS, number, cell, stay)
        if stays and max(stays) > LONGEST_STAY_DAYS:
            for number, stay in zip(rows.number, stays, strict=True):
                if stay > LONGEST_STAY_DAYS:
                    self._ask(Field.DISCHARGED, number, "The stay is longer than 5 years", f"{stay:,} days")

    def _question_episodes(self, rows: StoredRows, part: _Part) -> None:
        """Tell what contradicts itself within an episode; such a row is stored."""
        recorded, days = part.column(Field.EPISODE_DAYS), self._days
        for place, number in enumerate(rows.number):
            started, ended, out = rows.started[place], rows.ended[place], rows.discharged[place]
            if Field.EPISODE_START in self._used:
                self._question_start(number, rows.order[place], started, rows.admitted[place])
            if ended is None:
                continue
            self._compare_days(Field.EPISODE_DAYS, number, recorded[place], days[ended[:_DAY]] - days[started[:_DAY]])
            if out is not None and ended[:_DAY] > out[:_DAY]:
                self._ask(
                    Field.EPISODE_END, number, f"The episode ends after the discharge on {_said(out)}", _said(ended)
                )

    def _question_start(self, number: int, order: int | None, started: str, admitted: str) -> None:
        reason = ""
        if started[:_DAY] < admitted[:_DAY]:
            reason = f"The episode starts before the admission on {_said(admitted)}"
        elif order == 1 and started[:_DAY] != admitted[:_DAY]:
            reason = f"The first episode does not start on the day of admission, {_said(admitted)}"
        if reason:
            self._ask(Field.EPISODE_START, number, reason, _said(started))

    def _compare_days(self, field: Field, number: int, cell: str, days: int) -> None:
        if cell and _whole(cell) != days:
            self._ask(field, number, f"The dates give {days:,} days", shown_value(cell))

    def _ask(self, field: Field, number: int, reason: str, value: str) -> None:
        self._findings.question(number, self._used[field], reason, value)


def _impossible_sequences(part: _Part) -> Iterator[tuple[int, _Problem]]:
    admitted, discharged = part.moments(Field.ADMITTED), part.moments(Field.DISCHARGED)
    for place, (came, out) in enumerate(zip(admitted, discharged, strict=True)):
        if out and came and out < came:
            reason = f"Discharged before the admission on {_said(came)}"
            yield place, _Problem(Field.DISCHARGED, reason, shown_value(part.cells[Field.DISCHARGED][place]))
    if Field.EPISODE_END not in part.cells:
        return
    started, ended = part.moments(Field.EPISODE_START), part.moments(Field.EPISODE_END)
    for place, (begun, end) in enumerate(zip(started, ended, strict=True)):
        if end and begun and end < begun:
            reason = f"The episode ends before its start on {_said(begun)}"
            yield place, _Problem(Field.EPISODE_END, reason, shown_value(part.cells[Field.EPISODE_END][place]))


def _places_of(column: Sequence[str | None], wanted: str | None) -> list[int]:
    return [place for place, value in enumerate(column) if value == wanted] if wanted in column else []


def _coded(words: Mapping[Kind, str], unknown: Enum) -> CodedColumn:
    meanings = {code: meaning.name for code, meaning in by_code(words).items()}
    return CodedColumn(lambda cell: meanings.get(plain(cell)), unknown.name)


def _said(moment: str) -> str:
    at = datetime.fromisoformat(moment)
    return date_text(at.date()) + (f" {at:%H:%M}" if at.time() != time.min else "")


def _spaced(moment: str | None) -> str:
    """Return a moment as it stands in source keys since the first release: with a space, 'None' where there is none."""
    return moment.replace("T", " ") if moment else "None"


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _whole(cell: str) -> int | None:
    """Return a whole number written as ``12`` or ``12.0``; None for anything else."""
    digits = cell.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _TOO_MANY_DIGITS else None
