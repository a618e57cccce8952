from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.limits import Limits
from cdconsole.importing.source import HeldFile
from cdconsole.importing.table import Table, read_table

SAMPLE = Path(__file__).resolve().parents[3] / "../shared/data/hl7_own/adt_a08_pv2_expected_discharge.hl7"
HEAD = "MSH|^~\\&|PAS|TRUST|CDC|DEPT|20261123080000||ADT^{0}|1|P|2.4\rEVN|{0}|20261123080500"
PATIENT = "PID|1||123456^^^TRUST^PI~9434765919^^^NHS^NH||TEST^PATIENT"
VISIT = "PV1|1|I|W12^B1^03||||C1234567^Smith^Jane^^^Miss|||110|||||||||V77" + "|" * 25 + "{0}|{1}"


def message(event: str, admitted: str = "202611200915", discharged: str = "") -> str:
    return "\r".join([HEAD.format(event), PATIENT, VISIT.format(admitted, discharged), "PV2|||||||||20261127", ""])


def read(text: str) -> Table:
    return read_table(HeldFile("file.csv", text.encode()), Limits(), lambda _: None)


def row(table: Table, at: int = 0) -> dict[str, str]:
    return {heading: cells[at] for heading, cells in table.columns.items()}


def test_that_a_message_says_where_a_patient_is_under_whom_and_until_when() -> None:
    assert row(read(message("A08"))) == {
        "Event": "A08",
        "Hospital Number": "123456",
        "NHS Number": "9434765919",
        "Ward": "W12",
        "Bay": "B1",
        "Bed": "03",
        "Consultant Code": "C1234567",
        "Consultant Name": "Miss Jane Smith",
        "Admission Date": "2026-11-20 09:15",
        "Discharge Date": "",
        "Predicted Discharge Date": "2026-11-27",
        "Specialty Code": "110",
        "Patient Classification": "Inpatient",
        "Spell Number": "V77",
        "Message Date": "2026-11-23 08:05:00",
    }


def test_that_the_event_dates_an_admission_and_a_discharge_that_the_visit_does_not() -> None:
    table = read(message("A01", "") + message("A02", "") + message("A03", ""))
    assert table.columns["Admission Date"] == ["2026-11-23 08:05:00", "", ""]
    assert table.columns["Discharge Date"] == ["", "", "2026-11-23 08:05:00"]


@pytest.mark.parametrize("between", ["\r", "\n", "\r\n", "\r\n\r\n", "\x1c\r\x0b"])
def test_that_messages_are_told_apart_however_they_are_separated(between: str) -> None:
    text = between.join([message("A01"), message("A08")]).replace("\r", between if between.strip() else "\r")
    assert read(text).columns["Event"] == ["A01", "A08"]


def test_that_a_batch_is_read_and_other_messages_are_counted() -> None:
    batch = (
        "FHS|^~\\&\rBHS|^~\\&\r" + message("A01") + message("A04") + "MSH|broken\r" + message("A03") + "BTS|4\rFTS|1\r"
    )
    table = read(batch)
    assert table.numbers == [1, 4]
    assert dict(table.left_out) == {
        "HL7 messages of ADT^A04, which are not used": 1,
        "HL7 messages of an unknown type, which are not used": 1,
    }
    assert table.rows_in == 4


def test_that_a_message_whose_separators_are_damaged_is_counted() -> None:
    assert dict(read(message("A01") + "MSH|^^^^^^|\r" + "PID|1|^\r").left_out) == {
        "HL7 messages that are damaged and cannot be read": 1
    }


def test_that_a_message_without_end_is_counted_and_stops_no_other() -> None:
    table = read(message("A01") + message("A01", "9" * 300_000) + message("A03"))
    assert table.numbers == [1, 3]
    assert dict(table.left_out) == {"HL7 messages too long to be read": 1}


def test_that_a_file_of_other_messages_only_is_refused_with_their_types() -> None:
    with pytest.raises(ImportRefused, match=r"nothing that can be imported: 1 HL7 messages of ADT\^A04"):
        read(message("A04"))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared data sets are not here")
def test_that_the_sample_gives_a_predicted_date() -> None:
    table = read_table(SAMPLE, Limits(), lambda _: None)
    assert table.columns["Predicted Discharge Date"] == ["2026-11-27"]
    assert table.columns["Hospital Number"] == ["123456"]
