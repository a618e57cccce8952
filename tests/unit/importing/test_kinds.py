"""Every row of every kind is stored once, or refused with its column and reason."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.headings import propose_columns
from cdconsole.importing.kinds.check import check_records
from cdconsole.importing.limits import LIMITS
from cdconsole.importing.records import CheckedExtract, RecordPart
from cdconsole.importing.source import HeldFile
from cdconsole.importing.templates import TEMPLATES

TODAY = date(2026, 11, 23)
ROWS: dict[ExtractKind, dict[str, str]] = {
    ExtractKind.WARD_MOVES: {
        "spell number": "S1",
        "patient identifier": "P1",
        "consultant code": "C1234567",
        "ward": "W7",
        "entered": "2026-09-01 10:00",
        "left ward": "2026-09-03",
    },
    ExtractKind.TAKE_REVIEWS: {
        "spell number": "S1",
        "patient identifier": "P1",
        "reviewing consultant": "C1234567",
        "arrived": "2026-09-01 22:00",
        "reviewed": "2026-09-02 08:30",
        "decision": "Admitted",
    },
    ExtractKind.CLINICS: {
        "appointment id": "A1",
        "consultant code": "C1234567",
        "session date": "2026-09-01",
        "session start": "09:00",
        "appointment type": "New",
        "attendance status": "DNA",
    },
    ExtractKind.THEATRE: {
        "case id": "T1",
        "surgeon": "C1234567",
        "session date": "2026-09-01",
        "session start": "0830",
        "into theatre": "08:40",
        "knife to skin": "09:05",
        "closure": "10:00",
        "out of theatre": "10:10",
    },
    ExtractKind.ENDOSCOPY: {
        "procedure id": "E1",
        "endoscopist": "C1234567",
        "session date": "2026-09-01",
        "procedure": "Colonoscopy",
        "points": "2",
        "complete examination": "Y",
        "polyps found": "3",
    },
    ExtractKind.EXPOSURE: {
        "clinician": "C1234567",
        "kind": "Annual leave",
        "first day": "2026-12-21",
        "last day": "2027-01-02",
    },
    ExtractKind.WARD_LIST: {
        "hospital number": "H1",
        "consultant": "C1234567",
        "ward": "W7",
        "bay": "A",
        "bed": "3",
        "admission date": "2026-11-20",
        "predicted discharge date": "2026-11-27",
    },
    ExtractKind.COUNTS: {
        "period": "2026-09",
        "clinician": "C1234567",
        "count of": "Falls",
        "numerator": "3",
        "denominator": "120",
    },
}


def read(kind: ExtractKind, rows: list[dict[str, str]], **answers: Any) -> tuple[CheckedExtract, list[RecordPart]]:
    headings = list(TEMPLATES[kind])
    text = StringIO()
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    mapping = ColumnMapping(kind, propose_columns(headings, kind), **answers)
    taken: list[Any] = []
    source = HeldFile("file.csv", text.getvalue().encode())
    checked = check_records(source, mapping, TODAY, LIMITS, lambda _rows: None, taken.append)
    return checked, [part for part in taken if isinstance(part, RecordPart)]


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.value)
def test_that_a_good_row_of_each_kind_is_stored(kind: ExtractKind) -> None:
    checked, [part] = read(kind, [ROWS[kind]])
    assert (checked.rows, checked.stored_rows, checked.rejected) == (1, 1, ())
    assert part.clinician == ["C1234567"]
    assert len(part.source_key) == len(part.row) == 1


def test_that_times_of_a_list_get_its_day() -> None:
    _, [part] = read(ExtractKind.THEATRE, [ROWS[ExtractKind.THEATRE]])
    assert part.values[Field.INTO_THEATRE] == ["2026-09-01T08:40:00"]
    assert part.values[Field.SESSION_START] == ["2026-09-01T08:30:00"]


def test_that_codes_become_what_they_mean() -> None:
    _, [part] = read(ExtractKind.CLINICS, [ROWS[ExtractKind.CLINICS]])
    assert part.values[Field.ATTENDANCE] == ["DID_NOT_ATTEND"]
    assert part.values[Field.APPOINTMENT_KIND] == ["NEW"]


def test_that_a_month_is_a_period_of_its_days() -> None:
    checked, [part] = read(ExtractKind.COUNTS, [ROWS[ExtractKind.COUNTS]])
    assert (part.values[Field.FIRST_DAY], part.values[Field.LAST_DAY]) == (["2026-09-01"], ["2026-09-30"])
    assert checked.covers == (date(2026, 9, 1), date(2026, 9, 30))


def test_that_first_days_throughout_are_months_and_other_days_are_days() -> None:
    row = ROWS[ExtractKind.COUNTS]
    checked, [part] = read(ExtractKind.COUNTS, [row | {"period": "2026-02-01"}, row | {"period": "2026-03-01"}])
    assert part.values[Field.LAST_DAY] == ["2026-02-28", "2026-03-31"]
    assert checked.covers == (date(2026, 2, 1), date(2026, 3, 31))
    _, [part] = read(ExtractKind.COUNTS, [row | {"period": "2026-02-01"}, row | {"period": "2026-03-02"}])
    assert part.values[Field.LAST_DAY] == ["2026-02-01", "2026-03-02"]


@pytest.mark.parametrize(
    ("kind", "changes", "column", "reason"),
    [
        (ExtractKind.WARD_MOVES, {"left ward": "2026-08-30 10:00"}, "left ward", "This is before: Came to the ward"),
        (ExtractKind.WARD_MOVES, {"entered": ""}, "entered", "There is nothing in this column"),
        (ExtractKind.TAKE_REVIEWS, {"reviewed": "2027-09-02 08:30"}, "reviewed", "The date is in the future"),
        (ExtractKind.THEATRE, {"closure": "09:00"}, "closure", "This is before: Knife to skin"),
        (ExtractKind.THEATRE, {"into theatre": "soon"}, "into theatre", "This cannot be read as a time"),
        (ExtractKind.ENDOSCOPY, {"points": "two"}, "points", "This cannot be read as a number"),
        (ExtractKind.ENDOSCOPY, {"polyps found": "2.5"}, "polyps found", "This should be a whole number"),
        (ExtractKind.EXPOSURE, {"kind": "gardening"}, "kind", "This kind of absence or closure is not known"),
        (ExtractKind.EXPOSURE, {"last day": "2026-12-01"}, "last day", "This is before: First day"),
        (
            ExtractKind.WARD_LIST,
            {"predicted discharge date": "2026-11-01"},
            "predicted discharge date",
            "This is before",
        ),
        (ExtractKind.COUNTS, {"period": "soon"}, "period", "This cannot be read as a date"),
    ],
)
def test_that_an_impossible_row_is_refused_at_its_column(
    kind: ExtractKind, changes: dict[str, str], column: str, reason: str
) -> None:
    other = {key: f"{value}9" if key in ("case id", "procedure id") else value for key, value in ROWS[kind].items()}
    other |= {key: "9" for key in ("patient identifier", "spell number") if key in TEMPLATES[kind]}
    other |= {"count of": "Other"} if kind is ExtractKind.COUNTS else {}
    other |= {"first day": "2026-12-20"} if kind is ExtractKind.EXPOSURE else {}
    checked, _ = read(kind, [other, ROWS[kind] | changes])
    [finding] = checked.rejected
    assert (finding.row, finding.column) == (3, column)
    assert finding.reason.startswith(reason)
    assert (checked.stored_rows, checked.rejected_rows) == (1, 1)


def test_that_the_same_identifier_twice_is_refused_and_equal_rows_without_one_are_two_records() -> None:
    case = ROWS[ExtractKind.THEATRE]
    checked, _ = read(ExtractKind.THEATRE, [case, case])
    assert checked.rejected[0].reason == "The same identifier is on row 2"
    nameless = {key: value for key, value in case.items() if key != "case id"}
    checked, [part] = read(ExtractKind.THEATRE, [nameless, nameless])
    assert checked.stored_rows == 2
    assert len(set(part.source_key)) == 2


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        (ExtractKind.THEATRE, ("into theatre", "knife to skin", "closure", "out of theatre")),
        (ExtractKind.CLINICS, ("attendance status",)),
    ],
)
def test_that_what_was_cancelled_needs_no_times_and_no_attendance(kind: ExtractKind, without: tuple[str, ...]) -> None:
    row = ROWS[kind] | dict.fromkeys(without, "")
    other = ROWS[kind] | {"case id": "T2"} if kind is ExtractKind.THEATRE else ROWS[kind] | {"appointment id": "A2"}
    checked, [part] = read(kind, [other | {"cancelled": "no"}, row | {"cancelled": "yes"}])
    assert (checked.stored_rows, checked.rejected, part.values[Field.CANCELLED]) == (2, (), [0, 1])
    checked, _ = read(kind, [other | {"cancelled": "no"}, row | {"cancelled": "no"}])
    assert [finding.reason for finding in checked.rejected] == ["There is nothing in this column"]


def test_that_contradictions_that_can_be_stored_are_questions() -> None:
    row = ROWS[ExtractKind.ENDOSCOPY] | {"polyps retrieved": "4"}
    checked, _ = read(ExtractKind.ENDOSCOPY, [row])
    assert [finding.reason for finding in checked.questioned] == ["This is more than: Polyps found"]


def test_that_a_default_code_is_nobodys_and_an_unknown_word_is_asked_about() -> None:
    row = ROWS[ExtractKind.CLINICS] | {"consultant code": "C9999998", "attendance status": "teleported"}
    checked, [part] = read(ExtractKind.CLINICS, [row])
    assert part.clinician == [""]
    assert part.values[Field.ATTENDANCE] == ["UNKNOWN"]
    assert len(checked.questioned) == 2


def test_that_decimal_commas_are_read_and_asked_about_where_both_readings_fit() -> None:
    rows = [ROWS[ExtractKind.ENDOSCOPY] | {"points": "1,500", "procedure id": "a"}]
    with pytest.raises(ImportRefused, match="points"):
        read(ExtractKind.ENDOSCOPY, rows)
    _, [part] = read(ExtractKind.ENDOSCOPY, rows, number_styles={"points": NumberStyle.COMMA})
    assert part.values[Field.POINTS] == [1.5]


def test_that_what_is_missing_is_named() -> None:
    mapping = ColumnMapping(ExtractKind.ENDOSCOPY, {Field.PROCEDURE: "procedure"})
    source = HeldFile("cases.csv", b"procedure\nColonoscopy\n")
    with pytest.raises(ImportRefused) as refused:
        check_records(source, mapping, TODAY, LIMITS, lambda _rows: None, lambda _part: None)
    assert "Session date" in str(refused.value)
    assert "Clinician code or name" in str(refused.value)


def test_that_the_ward_list_takes_the_same_patient_twice() -> None:
    checked, _ = read(ExtractKind.WARD_LIST, [ROWS[ExtractKind.WARD_LIST]] * 2)
    assert checked.stored_rows == 2


CELLS = st.one_of(
    st.sampled_from(
        ["", "2026-09-01", "01/09/2026", "2026-09-01 08:00", "0830", "Y", "DNA", "5", "1,5", "x" * 60, "2026-09", "-1"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ROWS, key=lambda kind: kind.value)), st.data())
def test_that_every_row_is_stored_or_refused(kind: ExtractKind, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(TEMPLATES[kind]), CELLS), max_size=8))
    filled = [{key: value.replace("\x00", "") for key, value in row.items()} for row in rows]
    filled.append(ROWS[kind])
    try:
        checked, parts = read(kind, filled, confirm_unattributed=True)
    except ImportRefused:
        return
    assert checked.rows == checked.stored_rows + checked.rejected_rows
    assert sum(len(part.row) for part in parts) == checked.stored_rows
