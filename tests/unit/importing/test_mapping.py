from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from unit.importing.whole import check_whole

FULL = {Field.PATIENT: "p", Field.SPELL_KEY: "k", Field.CLINICIAN: "c", Field.ADMITTED: "a", Field.DISCHARGED: "d"}


@pytest.mark.parametrize(
    ("kind", "without", "said"),
    [
        (ExtractKind.SPELLS, [Field.ADMITTED], r"No column is chosen for: Admission date \(and time\)\."),
        (ExtractKind.SPELLS, [Field.DISCHARGED], "Discharge date"),
        (ExtractKind.SPELLS, [Field.PATIENT, Field.SPELL_KEY], "Patient identifier"),
        (ExtractKind.EPISODES, [Field.PATIENT], "Patient identifier"),
        (ExtractKind.SPELLS, [Field.CLINICIAN], "has no clinician column"),
    ],
)
def test_that_a_mapping_without_a_needed_column_is_refused(
    tmp_path: Path, kind: ExtractKind, without: list[Field], said: str
) -> None:
    columns = {field: heading for field, heading in FULL.items() if field not in without}
    with pytest.raises(ImportRefused, match=said):
        check(tmp_path, ColumnMapping(kind, columns))


@pytest.mark.parametrize("without", [Field.PATIENT, Field.SPELL_KEY])
def test_that_one_identifier_is_enough_for_spells(tmp_path: Path, without: Field) -> None:
    columns = {field: heading for field, heading in FULL.items() if field is not without}
    assert check(tmp_path, ColumnMapping(ExtractKind.SPELLS, columns)) == 1


def test_that_a_confirmed_unattributed_clinician_replaces_the_column(tmp_path: Path) -> None:
    columns = {field: heading for field, heading in FULL.items() if field is not Field.CLINICIAN}
    assert check(tmp_path, ColumnMapping(ExtractKind.SPELLS, columns, confirm_unattributed=True)) == 1


def test_that_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="has no column ward"):
        check(tmp_path, ColumnMapping(ExtractKind.SPELLS, FULL | {Field.WARD: "ward"}))


def check(tmp_path: Path, mapping: ColumnMapping) -> int:
    path = tmp_path / "x.csv"
    path.write_text("p,k,c,a,d\n1,1,C1,2026-01-01,2026-01-02\n")
    return check_whole(path, mapping, date(2026, 11, 23)).checked.stored_rows
