"""Every public data set imports with a report that accounts for each row, or is refused by what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import ImportRefused, RuleBroken
from cdconsole.domain.extract import ExtractKind, ImportReport
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.requests import ShowWardList
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data sets are not here")


def bring(session: Session, name: str, *, is_nobodys: bool = False) -> ImportReport:
    path = str(DATA / name)
    mapping = answer(session, PreviewExtract(path), Task()).proposed
    if is_nobodys:
        mapping = type(mapping)(**{**vars(mapping), "confirm_unattributed": True})
    return answer(session, ImportExtract(path, mapping), Task())


@pytest.mark.parametrize(
    ("name", "kind", "rows", "is_nobodys"),
    [
        ("NHSRdatasets__ae_attendances.csv", ExtractKind.COUNTS, 12_765, False),
        ("hospitalflow__consultant_month_summary.csv", ExtractKind.COUNTS, 2_251, False),
        ("or_utilisation_2022q1__q1_or_utilization_clean.csv", ExtractKind.THEATRE, 2_172, False),
        ("artificial_hes_apc_0102__selected_columns.csv", ExtractKind.EPISODES, 2_075, True),
        ("hospitalflow__inpatient_episodes_slim.csv", ExtractKind.SPELLS, 22_524, False),
    ],
)
def test_that_a_data_set_is_known_and_each_row_accounted_for(
    session: Session, name: str, kind: ExtractKind, rows: int, is_nobodys: bool
) -> None:
    report = bring(session, name, is_nobodys=is_nobodys)
    assert (report.kind, report.rows) == (kind, rows)
    assert report.rows == report.stored_rows + report.unchanged_rows + report.rejected_rows + report.left_out_rows
    assert report.stored_rows > 0.9 * rows or kind is ExtractKind.EPISODES


def test_that_every_organisations_count_is_stored(session: Session) -> None:
    report = bring(session, "NHSRdatasets__ae_attendances.csv")
    assert (report.stored_rows, report.rejected_rows, report.new_clinicians) == (12_765, 0, ())


def test_that_an_hl7_message_becomes_a_predicted_date(session: Session) -> None:
    report = bring(session, "hl7_own/adt_a08_pv2_expected_discharge.hl7")
    assert (report.kind, report.rows, report.stored_rows) == (ExtractKind.WARD_LIST, 1, 1)
    [patient] = answer(session, ShowWardList(), Task()).inpatients
    assert (patient.hospital_number, patient.bed) == ("123456", "03")
    assert patient.predicted is not None
    assert str(patient.predicted.on) == "2026-11-27"


def test_that_the_stranded_set_is_refused_by_what_it_lacks(session: Session) -> None:
    with pytest.raises((ImportRefused, RuleBroken)) as refused:
        bring(session, "NHSRdatasets__stranded_data.csv")
    assert "clinician" in str(refused.value)
    with pytest.raises(ImportRefused, match="Discharge date"):
        bring(session, "NHSRdatasets__stranded_data.csv", is_nobodys=True)
