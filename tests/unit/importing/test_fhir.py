from __future__ import annotations

import json
from typing import Any

import pytest

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.limits import Limits
from cdconsole.importing.source import HeldFile
from cdconsole.importing.table import Table, read_table

NHS = "https://fhir.nhs.uk/Id/nhs-number"
ENCOUNTER: dict[str, Any] = {
    "resourceType": "Encounter",
    "id": "e1",
    "identifier": [{"value": "S100"}],
    "status": "finished",
    "class": {"code": "IMP"},
    "subject": {"reference": "Patient/p1"},
    "period": {"start": "2026-07-01T08:00:00Z", "end": "2026-11-03T11:30:00+00:00"},
    "extension": [
        {
            "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate",
            "valueDate": "2026-11-02",
        }
    ],
    "participant": [
        {"individual": {"display": "A nurse"}},
        {"type": [{"coding": [{"code": "PPRF"}]}], "individual": {"reference": "urn:uuid:7"}},
    ],
    "serviceType": {"coding": [{"code": "301"}]},
    "location": [{"location": {"display": "AMU"}}, {"location": {"reference": "Location/w"}}],
    "hospitalization": {"dischargeDisposition": {"text": "home"}},
}
OTHERS: list[dict[str, Any]] = [
    {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [{"system": NHS, "value": "9434765919"}, {"system": "local", "value": "RXH1"}],
    },
    {"resourceType": "Practitioner", "id": "d", "identifier": [{"value": "C1234567"}], "name": [{"family": "Smith"}]},
    {"resourceType": "Location", "id": "w", "name": "Ward 12"},
    {"resourceType": "Procedure", "encounter": {"reference": "Encounter/e1"}, "code": {"text": "Gastroscopy"}},
    {"resourceType": "Observation", "id": "o"},
]


def read(text: str) -> Table:
    return read_table(HeldFile("file.csv", text.encode()), Limits(), lambda _: None)


def bundle(*resources: object) -> str:
    entries = [{"resource": one, "fullUrl": f"urn:uuid:{at + 5}"} for at, one in enumerate(resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def test_that_a_bundle_is_a_row_for_each_encounter_with_what_it_refers_to() -> None:
    table = read(bundle(ENCOUNTER, *OTHERS))
    assert {heading: cells[0] for heading, cells in table.columns.items()} == {
        "Spell Number": "S100",
        "Hospital Number": "RXH1",
        "NHS Number": "9434765919",
        "Status": "finished",
        "Patient Classification": "Inpatient",
        "Admission Date": "2026-07-01 09:00:00",
        "Discharge Date": "2026-11-03 11:30:00",
        "Predicted Discharge Date": "2026-11-02",
        "Consultant Code": "C1234567",
        "Consultant Name": "Smith",
        "Specialty": "301",
        "Ward": "Ward 12",
        "Admission Method": "",
        "Discharge Method": "home",
        "Procedure": "Gastroscopy",
    }
    assert table.numbers == [1]
    assert dict(table.left_out)["FHIR Observation resources, which are not used"] == 1
    assert dict(table.left_out)["FHIR Practitioner resources, looked up by the encounters"] == 1
    assert table.rows_in == 1 + len(OTHERS)


def test_that_one_resource_a_line_is_read_and_a_broken_line_is_counted() -> None:
    lines = [json.dumps(OTHERS[0]), json.dumps(ENCOUNTER), "", '{"resourceType": "Enc', json.dumps(ENCOUNTER)]
    table = read("\n".join(lines))
    assert table.numbers == [2, 5]
    assert dict(table.left_out)["lines that are not a whole FHIR resource"] == 1
    assert table.rows_in == 4


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"class": [{"coding": [{"code": "IMP"}]}]},
        {"period": "x", "participant": {"a": 1}, "location": 3, "identifier": "x", "subject": []},
        {"participant": [None, 1, {"individual": []}], "extension": [None, {"url": 4}], "contained": [1, {}]},
    ],
)
def test_that_an_encounter_of_another_shape_is_a_row(broken: dict[str, object]) -> None:
    assert len(read(bundle({"resourceType": "Encounter", "id": "x"} | broken))) == 1


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("2026-03-29T00:59:59Z", "2026-03-29 00:59:59"),
        ("2026-03-29T01:00:00Z", "2026-03-29 02:00:00"),
        ("2026-10-25T00:59:00Z", "2026-10-25 01:59:00"),
        ("2026-10-25T01:00:00Z", "2026-10-25 01:00:00"),
        ("2026-07-01T10:00:00+01:00", "2026-07-01 10:00:00"),
        ("2026-07-01T10:00:00", "2026-07-01 10:00:00"),
        ("2026-07-01", "2026-07-01"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("July", "July"),
    ],
)
def test_that_instants_are_told_in_the_clock_of_the_ward(start: str, shown: str) -> None:
    table = read(bundle({"resourceType": "Encounter", "id": "x", "period": {"start": start}}))
    assert table.columns["Admission Date"] == [shown]


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType": "Bundle", "entry": [',
        '{"resourceType": ' + "[" * 100_000,
        '{"resourceType": 5}',
        '{"anything": "else"}',
        '[{"resourceType": "Encounter"}]',
    ],
)
def test_that_what_is_no_whole_fhir_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused, match="is not a whole FHIR Bundle"):
        read(text)
