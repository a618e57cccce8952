"""Which measures the department took into use, what stands on the clinician page, and how it changed its mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.definition_requests import (
    AddMeasures,
    ChooseMeasures,
    EditDefinition,
    ListDefinitions,
    RetireMeasure,
)
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import ShowFramework

TAKEN_UP: Final[Mapping[str, tuple[str, ...]]] = {
    "A bed is free by lunchtime for the patient who needs it": (
        *("pdd_within_24h", "pdd_current", "senior_review_before_midday", "not_meeting_criteria"),
    ),
    "Nobody stays in hospital longer than their illness asks for": ("pdd_accuracy", "long_stays", "readmission"),
    "Planned procedures are done in a day wherever that is safe": (
        *("theatre_capped", "late_starts", "cancelled_on_the_day"),
    ),
    "Endoscopy finds what is there, and nobody has to come back for it": (
        *("caecal_intubation", "adenoma_detection", "withdrawal_time", "polyp_retrieval", "bowel_preparation"),
        *("colonoscopies", "endoscopy_points"),
    ),
    "No clinic appointment is lost": ("dna_rate", "new_to_follow_up", "clinic_slot_use"),
    "Whoever comes in on the take gets the right decision early": ("admission_rate_on_take", "same_day_discharge"),
    "Work is shared fairly, and what was planned is done": ("share_of_work", "job_plan_delivery"),
}
"""The templates put under each outcome."""

ON_THE_PAGE: Final = tuple(
    map(
        MeasureId,
        (
            *("length_of_stay", "discharged_before_midday", "adenoma_detection", "dna_rate"),
            *("admission_rate_on_take", "share_of_work"),
        ),
    )
)
CHANGED, RETIRED = MeasureId("adenoma_detection"), MeasureId("colonoscopies")


def choose_measures(telling: Telling) -> None:
    """Take templates into use, each under its outcome, and choose six for the clinician page."""
    outcomes = {outcome.title: outcome.id for outcome in telling.ask(ShowFramework()).outcomes}
    for title, templates in TAKEN_UP.items():
        telling.ask(AddMeasures(tuple(map(MeasureId, templates)), outcomes[title]))
    telling.ask(ChooseMeasures(ON_THE_PAGE))


def change_measures(telling: Telling, days: StoryDays) -> None:
    """Change the target of one definition, and retire another, each with its reason."""
    telling.at(moment(days.thanks + timedelta(days=9), 13))
    measures = {one.id: one.measure for one in telling.ask(ListDefinitions()).definitions}
    changed = replace(
        measures[CHANGED],
        target=0.2,
        target_origin="Endoscopy users' group: the aim of 20% instead of the minimum of 15% (Gut 2016)",
    )
    telling.ask(EditDefinition(changed, "Everybody has been above the minimum for three years: it told us nothing."))
    reason = "Points a list say the same, and count gastroscopies too."
    telling.ask(RetireMeasure(RETIRED, reason, measures[RETIRED].version))
