from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import DateOrder, RowFinding
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.records import LeftOut
from unit.importing.whole import Whole

at = datetime.fromisoformat

Check = Callable[..., Whole]
GOOD = "g,p0,C0,2026-01-01,2026-01-02\n"


def test_that_a_good_row_becomes_a_spell_with_all_it_says(check: Check) -> None:
    extract = check(
        "7,p1,Dr  A,2026-01-05 10:00,2026-01-09 11:30,2,21,4,301,W1,64,F,fd02a\n",
        extra={
            Field.PATIENT_CLASS: "class", Field.ADMISSION_METHOD: "method", Field.DISCHARGE_METHOD: "ending",
            Field.SPECIALTY: "specialty", Field.WARD: "ward", Field.AGE: "age", Field.SEX: "sex", Field.HRG: "hrg",
        },
    )  # fmt: skip
    assert extract.spells[0] == (
        (2,), "7", "p1", "Dr A", at("2026-01-05 10:00"), at("2026-01-09 11:30"), True, PatientClass.DAY_CASE,
        AdmissionKind.EMERGENCY, DischargeKind.DIED, "301", "W1", "60-64", "Female", "FD02A",
    )  # fmt: skip
    assert (extract.rejected, extract.questioned, extract.episodes) == ((), (), ())


@pytest.mark.parametrize(
    ("row", "column", "reason", "value"),
    [
        ("1,p1,C1,,2026-01-02", "admitted", "There is no admission date", ""),
        ("1,p1,C1,2026-02-30,2026-03-02", "admitted", "There is no such date or time", "2026-02-30"),
        ("1,p1,C1,soon,2026-03-02", "admitted", "This cannot be read as a date", ""),
        ("1,p1,C1,1801-01-01,2026-03-02", "admitted", "HES writes this date for 'not known'", "1801-01-01"),
        ("1,p1,C1,1900-01-01,2026-03-02", "admitted", "The date is before 1948", "1900-01-01"),
        ("1,p1,C1,2026-01-01,2026-11-25", "discharged", "The date is in the future", "2026-11-25"),
        ("1,p1,C1,2026-01-05,2026-01-02", "discharged", "Discharged before the admission on 5 Jan 2026", "2026-01-02"),
        ("1,p1,C1,2026-01-05 10:00,2026-01-05 09:00", "discharged",
         "Discharged before the admission on 5 Jan 2026 10:00", "2026-01-05 09:00"),
        (",,C1,2026-01-01,2026-01-02", "spell",
         "There is no identifier, so the spell could not be recognised again", ""),
        ("g,p9,C1,2026-01-01,2026-01-02", "spell", "The same identifier is on row 2", ""),
        ("1,p1,C1,2026-01-01", "discharged", "The row ends before this column", ""),
        ("1,p1,C1,Smith, John,2026-01-01", "admitted",
         "The row has 6 cells, the heading 5: a delimiter or quotation mark is out of place", ""),
    ],
)  # fmt: skip
def test_that_a_bad_row_is_refused_with_row_column_and_reason(
    check: Check, row: str, column: str, reason: str, value: str
) -> None:
    extract = check(GOOD + row + "\n")
    assert extract.rejected == (RowFinding(3, column, reason, value),)
    assert (extract.rows, extract.stored_rows, extract.rejected_rows) == (2, 1, 1)


def test_that_every_bad_date_of_a_row_is_told_and_the_row_counted_once(check: Check) -> None:
    extract = check(GOOD + "1,p1,C1,2026-02-30,2026-02-31\n")
    assert [finding.column for finding in extract.rejected] == ["admitted", "discharged"]
    assert extract.rejected_rows == 1


def test_that_a_refused_row_does_not_make_a_later_one_a_duplicate(check: Check) -> None:
    extract = check("1,p1,C1,,\n1,p1,C1,2026-01-01,2026-01-02\n")
    assert [spell.rows for spell in extract.spells] == [(3,)]


def test_that_patient_and_admission_stand_in_for_a_missing_identifier(check: Check) -> None:
    extract = check(",p1,C1,2026-01-01,2026-01-02\n,p1,C1,2026-01-01,2026-01-05\n,p1,C1,2026-02-01,2026-02-05\n")
    assert [spell.rows for spell in extract.spells] == [(2,), (4,)]
    assert extract.rejected[0].reason == "The same identifier is on row 2"


def test_that_a_spell_without_discharge_is_still_in_hospital(check: Check) -> None:
    assert check("1,p1,C1,2026-11-20,\n").spells[0].discharged is None


def test_that_a_stay_over_five_years_is_questioned_and_stored(check: Check) -> None:
    extract = check("1,p1,C1,2019-01-01,2026-01-01\n")
    assert extract.questioned == (RowFinding(2, "discharged", "The stay is longer than 5 years", "2,557 days"),)
    assert extract.stored_rows == 1


def test_that_a_recorded_stay_that_contradicts_the_dates_is_questioned(check: Check) -> None:
    rows = "1,p1,C1,2026-01-01,2026-01-04,3\n2,p1,C1,2026-01-01,2026-01-04,3.0\n3,p1,C1,2026-01-01,2026-01-04,19\n"
    extract = check(rows + "4,p1,C1,2026-01-01,2026-01-04,few\n", extra={Field.SPELL_DAYS: "los"})
    assert extract.questioned == (
        RowFinding(4, "los", "The dates give 3 days", "19"),
        RowFinding(5, "los", "The dates give 3 days", ""),
    )


def test_that_an_unknown_code_is_one_finding_with_its_count(check: Check) -> None:
    rows = "".join(f"{n},p{n},C1,2026-01-01,2026-01-02,{code}\n" for n, code in enumerate(["1", "7Q", "7Q", "", "XX"]))
    extract = check(rows, extra={Field.PATIENT_CLASS: "class"})
    assert [spell.patient_class for spell in extract.spells] == [PatientClass.ORDINARY, *[PatientClass.UNKNOWN] * 4]
    assert extract.questioned == (
        RowFinding(3, "class", "2 rows have a value that is not known here; stored as not recorded", "7Q"),
        RowFinding(6, "class", "One row has a value that is not known here; stored as not recorded", "XX"),
    )


def test_that_rows_without_a_clinician_are_counted(check: Check) -> None:
    extract = check("1,p1,,2026-01-01,2026-01-02\n2,p2,,2026-01-01,2026-01-02\n3,p3,C1,2026-01-01,2026-01-02\n")
    assert [spell.clinician for spell in extract.spells] == ["", "", "C1"]
    assert extract.questioned[0].reason == "2 rows have no clinician; stored as unattributed"
    one = check("1,p1,,2026-01-01,2026-01-02\n")
    assert one.questioned[0].reason == "One row has no clinician; stored as unattributed"


def test_that_a_default_code_is_nobody_and_an_odd_code_among_codes_is_asked_about(check: Check) -> None:
    codes = ("C1234567", "C9999998", "C9999998", "X1")
    extract = check("".join(f"{n},p{n},{code},2026-01-01,2026-01-02\n" for n, code in enumerate(codes)))
    assert [spell.clinician for spell in extract.spells] == ["C1234567", "", "", "X1"]
    assert extract.questioned == (
        RowFinding(
            3, "consultant", "2 rows have a default code for an unknown person; stored as unattributed", "C9999998"
        ),
        RowFinding(5, "consultant", "One row has a code that is not the shape of a GMC or consultant code", "X1"),
    )


def test_that_a_time_in_a_column_of_its_own_belongs_to_its_date(check: Check) -> None:
    columns = {Field.ADMITTED_TIME: "in at", Field.DISCHARGED_TIME: "out at"}
    extract = check("1,p1,C1,2026-01-01,2026-01-02,1405,2:05 PM\n", extra=columns)
    assert (extract.spells[0].admitted, extract.spells[0].discharged) == (
        at("2026-01-01 14:05"),
        at("2026-01-02 14:05"),
    )
    refused = check(GOOD.strip() + ",10:00,11:00\n1,p1,C1,2026-01-01,2026-01-02,late,\n", extra=columns)
    assert [(found.row, found.column) for found in refused.rejected] == [(3, "admitted")]


def test_that_other_specialties_are_left_out_and_counted(check: Check) -> None:
    rows = "1,p1,C1,2026-01-01,2026-01-02,GASTRO\n2,p2,C1,bad,,CARDIO\n3,p3,C1,2026-01-01,2026-01-02,CARDIO\n"
    extract = check(rows, extra={Field.SPECIALTY: "specialty"}, specialty="GASTRO")
    assert extract.left_out == (LeftOut("specialty is not GASTRO", 2),)
    assert (extract.stored_rows, extract.rejected_rows, extract.left_out_rows) == (1, 0, 2)


@pytest.mark.parametrize(
    ("dates", "file_has_times", "spell_has_times"),
    [
        ("2026-01-01,2026-01-02", False, False),
        ("2026-01-01 00:00,2026-01-02 00:00", False, False),
        ("2026-01-01 00:00,2026-01-02 10:00", True, True),
        ("2026-01-01 10:00,", True, True),
        ("2026-01-01,2026-01-02 10:00", False, False),
    ],
)
def test_that_midnight_throughout_means_dates_only(
    check: Check, dates: str, file_has_times: bool, spell_has_times: bool
) -> None:
    extract = check(f"1,p1,C1,{dates}\n")
    assert (extract.has_times, extract.spells[0].has_times) == (file_has_times, spell_has_times)


def test_that_the_chosen_order_of_day_and_month_is_followed(check: Check) -> None:
    row = "1,p1,C1,05/04/2026,06/04/2026\n"
    with pytest.raises(ImportRefused, match="is it day first"):
        check(row)
    assert check(row, date_order=DateOrder.DAY_FIRST).spells[0].admitted == at("2026-04-05")
    assert check(row, date_order=DateOrder.MONTH_FIRST).spells[0].admitted == at("2026-05-04")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"extra": {Field.WARD: "consultant"}}, None),
        ({"specialty": "X"}, None),
        ({"extra": {Field.SPECIALTY: "specialty"}, "specialty": "X"}, "has no row of the chosen specialty"),
    ],
)
def test_that_a_mapping_that_leaves_nothing_is_refused(check: Check, changes: dict[str, object], said: str) -> None:
    if said is None:
        assert check(GOOD.replace("\n", ",\n"), **changes).stored_rows == 1
        return
    with pytest.raises(ImportRefused, match=said):
        check(GOOD.replace("\n", ",Y\n"), **changes)


def test_that_a_file_with_no_row_to_store_says_where_the_first_fault_is(check: Check) -> None:
    with pytest.raises(ImportRefused, match=r"None of the rows .* row 2, admitted: There is no admission date"):
        check("1,p1,C1,,\n")
