"""The templates: complete, distinct, and each in keeping with how it counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cdconsole.domain.counting import Calculation
from cdconsole.domain.definition_rules import UNITS, charts_of, checked
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import Controllable, Measure, MeasureId, Setting
from cdconsole.domain.resources import resource_text
from cdconsole.services.definitions import BY_ID, MEASURES
from cdconsole.services.measure_templates import read_template, shipped_templates

EVERY = (*MEASURES, *shipped_templates())


@pytest.fixture
def row() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource_text("measures/templates.json"))["templates"][0]
    return found


@pytest.mark.parametrize("measure", EVERY, ids=lambda measure: measure.id)
def test_that_every_definition_that_ships_is_complete_and_keeps_the_rules(measure: Measure) -> None:
    assert checked(measure) == measure
    assert measure.version == 1
    assert measure.balancing
    assert measure.settings
    assert measure.unit in UNITS[measure.counting.form]
    assert measure.chart in charts_of(measure.counting)
    assert (measure.target is None) is (not measure.target_origin)


def test_that_every_way_of_counting_has_a_definition_that_ships() -> None:
    counted = {measure.counting.calculation for measure in EVERY}
    assert counted == set(Calculation) - {Calculation.NOT_KEPT}


def test_that_ids_and_titles_are_distinct_and_every_setting_has_templates() -> None:
    assert len({measure.id for measure in EVERY}) == len(EVERY) == 37
    assert len({measure.title.casefold() for measure in EVERY}) == len(EVERY)
    assert {setting for measure in EVERY for setting in measure.settings} == set(Setting)


def test_that_what_no_clinician_can_change_is_context() -> None:
    templates = {template.id: template for template in shipped_templates()}
    assert templates[MeasureId("dna_rate")].controllable is Controllable.NO
    assert templates[MeasureId("not_meeting_criteria")].controllable is Controllable.NO


def test_that_the_published_targets_are_those_of_their_sources() -> None:
    targets = {template.id: template.target for template in shipped_templates() if template.target is not None}
    assert targets == {
        "theatre_uncapped": 0.85,
        "caecal_intubation": 0.90,
        "adenoma_detection": 0.15,
        "withdrawal_time": 6,
        "polyp_retrieval": 0.90,
        "bowel_preparation": 0.90,
        "retroversion": 0.90,
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("balancing", " ", "pdd_within_24h: balancing is empty"),
        ("unit", "FURLONGS", "FURLONGS is no Unit"),
        ("colour", "red", "unknown colour"),
        ("counting", {"calculation": "SPELLS"}, "missing attribution"),
        ("counting", {"calculation": "MAGIC", "attribution": "DISCHARGING"}, "MAGIC is no Calculation"),
    ],
)
def test_that_a_template_that_is_wrong_is_named_with_its_field(
    row: dict[str, Any], field: str, value: object, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        read_template(row | {field: value})


def test_that_a_template_without_a_field_is_refused(row: dict[str, Any]) -> None:
    del row["weaknesses"]
    with pytest.raises(ValueError, match="missing weaknesses"):
        read_template(row)


def test_that_a_template_whose_unit_does_not_fit_its_form_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_template(row | {"unit": "DAYS"})
    assert refused.value.field == "unit"


def test_that_the_four_measures_from_the_beginning_are_not_templates_too() -> None:
    assert not BY_ID.keys() & {template.id for template in shipped_templates()}
