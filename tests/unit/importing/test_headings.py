from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.headings import propose_columns
from cdconsole.importing.recognising import recognise
from cdconsole.importing.templates import TEMPLATES

SUS_HEADINGS = Path(__file__).resolve().parents[3] / "../shared/data/sus_apc/sus_apc_extract_column_names.txt"


def test_that_plain_headings_are_known_whatever_their_spelling() -> None:
    proposed = propose_columns(
        ["Admission Date", "DISCHARGE_DATE", "consultant-code", "Hospital number"], ExtractKind.EPISODES
    )
    assert proposed == {
        Field.ADMITTED: "Admission Date",
        Field.DISCHARGED: "DISCHARGE_DATE",
        Field.CLINICIAN: "consultant-code",
        Field.PATIENT: "Hospital number",
    }


def test_that_the_preferred_of_two_columns_is_proposed() -> None:
    assert propose_columns(["MAINSPEF", "TRETSPEF"], ExtractKind.EPISODES) == {Field.SPECIALTY: "TRETSPEF"}


def test_that_a_near_spelling_is_proposed_but_not_a_far_one() -> None:
    assert propose_columns(["Admision date", "Colour of socks"], ExtractKind.EPISODES) == {
        Field.ADMITTED: "Admision date"
    }


def test_that_nothing_is_guessed_for_an_identifying_column() -> None:
    assert propose_columns(["Admision date"], ExtractKind.EPISODES, never_guess={"Admision date"}) == {}


def test_that_no_column_is_proposed_twice() -> None:
    proposed = propose_columns(
        ["discharge", "discharges", "ward", "wards", "specialty", "specialtys"], ExtractKind.EPISODES
    )
    assert len(proposed.values()) == len(set(proposed.values()))


@pytest.mark.skipif(not SUS_HEADINGS.exists(), reason="the list of SUS headings is not here")
def test_that_the_columns_of_a_sus_extract_are_recognised() -> None:
    proposed = propose_columns(SUS_HEADINGS.read_text(encoding="utf-8").splitlines(), ExtractKind.EPISODES)
    assert proposed[Field.SPELL_KEY] == "Hospital Provider Spell Number"
    assert proposed[Field.PATIENT] == "Local Patient Identifier"
    assert proposed[Field.CLINICIAN] == "Consultant Code"
    assert proposed[Field.ADMITTED] == "Start Date (Hospital Provider Spell)"
    assert proposed[Field.DISCHARGED] == "Discharge Date (From Hospital Provider Spell)"
    assert proposed[Field.EPISODE_START] == "Start Date (Consultant Episode)"
    assert proposed[Field.EPISODE_ORDER] == "Episode Number"
    assert proposed[Field.SPECIALTY] == "Treatment Function Code"
    assert proposed[Field.AGE] == "Age as on Admission"
    assert proposed[Field.SPELL_DAYS] == "Hospital Spell Duration"
    assert Field.EPISODE_DAYS not in proposed
    assert proposed[Field.ADMITTED_TIME] == "Start Time (Hospital Provider Spell)"
    assert recognise(SUS_HEADINGS.read_text(encoding="utf-8").splitlines()) == (ExtractKind.EPISODES, "SUS")


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.value)
def test_that_our_own_templates_are_recognised_and_every_column_of_them_is_used(kind: ExtractKind) -> None:
    assert recognise(TEMPLATES[kind]) == (kind, "our own template")
    assert set(propose_columns(TEMPLATES[kind], kind).values()) == set(TEMPLATES[kind])


def test_that_headings_nobody_knows_are_taken_for_spells() -> None:
    assert recognise(["colour", "socks"]) == (ExtractKind.SPELLS, "")


ALLOCATE = (
    "Consultant Code,Consultant Name,Plan Start,Plan End,Day,Start,End,Week Pattern,Activity,Subtype,Location,PA Value,"
    "Sessions a Year,Sign-off State"
)
OURS = "clinician,effective_from,activity,category,pas,day,half_day"


@pytest.mark.parametrize("headings", [ALLOCATE, OURS, OURS.replace("pas", "pas_each")])
def test_that_job_plans_are_recognised(headings: str) -> None:
    assert recognise(headings.split(",")) == (ExtractKind.JOB_PLANS, "job plans")


@pytest.mark.parametrize("without", ["activity", "category", "pas", "effective_from", "clinician"])
def test_that_half_the_headings_of_a_job_plan_are_no_job_plan(without: str) -> None:
    headings = [heading for heading in OURS.split(",") if heading != without]
    assert recognise(headings).kind is not ExtractKind.JOB_PLANS
