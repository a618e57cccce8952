from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.errors import Cancelled, ImportRefused
from cdconsole.domain.extract import ExtractKind, RowFinding
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.extract import preview, read_extract
from unit.importing.whole import gathered

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
HOSPITALFLOW = DATA / "hospitalflow__inpatient_episodes_slim.csv"
HES = DATA / "artificial_hes_apc_0102__selected_columns.csv"
SAMPLE = Path(__file__).resolve().parents[2] / "data/extracts/hospitalflow_sample.csv"
TODAY = date(2026, 11, 23)

here = pytest.mark.skipif(not DATA.exists(), reason="the shared data sets are not here")


def test_that_the_sample_is_looked_at_and_read_in_the_child(watch: Any) -> None:
    seen = preview(SAMPLE, PreviewExtract(""), TODAY, watch)
    assert (seen.rows, len(seen.columns), seen.questions) == (50, 12, ())
    mapping = replace(seen.proposed, specialty="GASTROENTEROLOGY")
    extract = gathered(lambda take: read_extract(SAMPLE, mapping, TODAY, watch, take))
    assert extract.file.sha256 == seen.file_sha256
    assert {spell.specialty for spell in extract.spells} == {"GASTROENTEROLOGY"}
    assert extract.stored_rows + extract.left_out_rows == 50


def test_that_a_refusal_comes_from_the_child_in_its_own_words(tmp_path: Path, watch: Any) -> None:
    with pytest.raises(ImportRefused, match="is a folder"):
        preview(tmp_path, PreviewExtract(""), TODAY, watch)


def test_that_reading_can_be_cancelled(tmp_path: Path, stopped_watch: Any) -> None:
    path = tmp_path / "long.csv"
    path.write_text("patient,admitted,discharged\n" + "1,2026-01-01,2026-01-02\n" * 300_000)
    with pytest.raises(Cancelled):
        preview(path, PreviewExtract(""), TODAY, stopped_watch)


@here
def test_that_hospitalflow_imports_whole_as_twelve_months_of_spells(watch: Any) -> None:
    seen = preview(HOSPITALFLOW, PreviewExtract(""), TODAY, watch)
    assert seen.proposed.kind is ExtractKind.SPELLS
    assert len(seen.specialties) == 7
    assert seen.questions == ()
    extract = gathered(lambda take: read_extract(HOSPITALFLOW, seen.proposed, TODAY, watch, take))
    assert (extract.rows, len(extract.spells), len(extract.episodes)) == (22_524, 22_524, 0)
    assert (extract.rejected, extract.questioned, extract.left_out) == ((), (), ())
    assert extract.has_times
    assert extract.covers == (date(2019, 1, 1), date(2019, 12, 31))
    assert Counter(spell.patient_class for spell in extract.spells) == {
        PatientClass.ORDINARY: 15_256, PatientClass.DAY_CASE: 5_772, PatientClass.REGULAR_DAY: 1_496,
    }  # fmt: skip
    assert Counter(spell.discharge for spell in extract.spells) == {
        DischargeKind.HOME: 22_098, DischargeKind.DIED: 421, DischargeKind.STILLBIRTH: 5,
    }  # fmt: skip
    assert Counter(spell.admission for spell in extract.spells)[AdmissionKind.UNKNOWN] == 13
    assert len({spell.clinician for spell in extract.spells}) == 10


@here
def test_that_the_hes_sample_imports_as_episodes_with_its_contradictions_listed(watch: Any) -> None:
    seen = preview(HES, PreviewExtract(""), TODAY, watch)
    assert seen.proposed.kind is ExtractKind.EPISODES
    assert len(seen.questions) == 2
    mapping = replace(seen.proposed, confirm_unattributed=True)
    extract = gathered(lambda take: read_extract(HES, mapping, TODAY, watch, take))
    assert (extract.rows, len(extract.spells), len(extract.episodes)) == (2_075, 1_966, 2_074)
    assert not extract.has_times
    reason = "HES writes this date for 'not known'"
    assert extract.rejected == tuple(
        RowFinding(1943, column, reason, "1801-01-01") for column in ("ADMIDATE", "DISDATE", "EPISTART", "EPIEND")
    )
    assert extract.rejected_rows == 1
    assert Counter(finding.column for finding in extract.questioned) == {
        "SPELDUR": 1_790, "EPIDUR": 1_460, "EPISTART": 539, "EPIORDER": 92, "DISDATE": 78,
    }  # fmt: skip
    assert extract.covers == (date(2001, 4, 1), date(2001, 10, 31))
