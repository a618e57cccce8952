"""The department changes its definitions: every version is kept, and what is wrong is named with its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Attribution, Exclusion
from cdconsole.domain.definition import Definition, DefinitionList
from cdconsole.domain.definition_requests import (
    AddMeasures,
    BringBackMeasure,
    ChooseMeasures,
    CopyDefinition,
    EditDefinition,
    ListDefinitions,
    RetireMeasure,
)
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    ListMeasures,
    PrepareReview,
    SaveOutcome,
    ShowClinicianCharts,
    ShowFramework,
    ShowReview,
)
from cdconsole.domain.spc import ChartKind
from cdconsole.services.definitions import BY_ID, MEASURES, title_of
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit

ANN = ClinicianId("ann")
STAY, MIDDAY, SPELLS = MeasureId.LENGTH_OF_STAY, MeasureId.BEFORE_MIDDAY, MeasureId.SPELLS
DNA, LATE = MeasureId("dna_rate"), MeasureId("late_starts")


def ask(session: Session, request: Any) -> Any:
    return answer(session, request, Task())


def listed(session: Session) -> DefinitionList:
    found: DefinitionList = ask(session, ListDefinitions())
    return found


def known(session: Session, measure: MeasureId) -> Definition:
    return next(one for one in listed(session).definitions if one.id == measure)


def used(session: Session) -> list[str]:
    return [measure.id for measure in ask(session, ListMeasures())]


def charted(session: Session, **more: Any) -> list[tuple[str, int]]:
    page = ask(session, ShowClinicianCharts(ANN, **more))
    return [(chart.measure.id, chart.measure.version) for chart in page.charts]


def edit(session: Session, measure: MeasureId = STAY, reason: str = "Agreed in May", **changes: Any) -> Definition:
    changed: Definition = ask(session, EditDefinition(replace(known(session, measure).measure, **changes), reason))
    return changed


def test_that_a_department_begins_with_four_measures_and_is_offered_the_rest(session: Session) -> None:
    found = listed(session)
    assert [one.measure for one in found.definitions] == list(MEASURES)
    assert [one.newest.at for one in found.definitions] == [None] * 4
    assert not any(template.is_known for template in found.templates)
    data = {template.measure.id: template.has_data for template in found.templates}
    assert data["readmission"]
    assert data["job_plan_delivery"]
    assert not data["dna_rate"]
    assert not data["pdd_current"]


def test_that_templates_are_added_in_the_order_of_the_templates(session: Session) -> None:
    ask(session, AddMeasures((LATE, DNA)))
    assert used(session) == [*BY_ID, DNA, LATE]
    assert Topic.MEASURE in session.take_changes().topics
    version = known(session, DNA).newest
    assert (version.person, version.reason) == ("Dr B. Director", "Added from the template")
    assert version.at is not None
    with session.snapshot(Section.RECORDS) as snapshot:
        event = audit.events(snapshot, Section.RECORDS)[0]
    assert (event.action, event.subject) == ("added", "the definition dna_rate, version 1")


def test_that_a_measure_can_be_put_under_an_outcome_when_it_is_added(session: Session) -> None:
    [outcome] = ask(
        session, SaveOutcome(SuccessCriticalOutcome("", "Clinics run full", "", "", None, (SPELLS,)))
    ).outcomes
    ask(session, AddMeasures((DNA,), outcome.id))
    [after] = ask(session, ShowFramework()).outcomes
    assert after.measures == (SPELLS, DNA)
    assert known(session, DNA).measure.outcome == "Clinics run full"
    assert known(session, DNA).uses == ("the outcome “Clinics run full”",)


@pytest.mark.parametrize(
    ("templates", "outcome", "words"),
    [
        ((), "", "No measure is chosen"),
        ((MeasureId("nothing"),), "", "no template “nothing”"),
        ((STAY,), "", "is there already. Edit or copy it"),
        ((DNA,), "gone", "not in the tree any more"),
    ],
)
def test_that_what_cannot_be_added_is_said_and_adds_nothing(
    session: Session, templates: tuple[MeasureId, ...], outcome: str, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        ask(session, AddMeasures(templates, outcome))
    assert used(session) == list(BY_ID)


def test_that_an_edit_is_the_next_version_and_the_earlier_one_stays(session: Session) -> None:
    edit(session, title="Stay in days", target=4.0, target_origin="Away day, May 2026")
    definition = known(session, STAY)
    assert [version.measure.version for version in definition.versions] == [2, 1]
    assert definition.versions[1].measure == BY_ID[STAY]
    assert (definition.newest.reason, definition.newest.person) == ("Agreed in May", "Dr B. Director")
    assert used(session) == list(BY_ID)
    assert title_of(session, STAY) == "Stay in days"


def test_that_definitions_are_there_again_after_the_department_was_closed(
    unlock: Callable[..., Session], session: Session
) -> None:
    edit(session, title="Stay in days")
    ask(session, AddMeasures((DNA,)))
    ask(session, ChooseMeasures((DNA, STAY)))
    again = unlock(Role.DIRECTOR)
    assert known(again, STAY).measure.title == "Stay in days"
    assert listed(again).shown == (DNA, STAY)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 61}),
        ("title", {"title": "spells"}),
        ("question", {"question": ""}),
        ("outcome", {"outcome": ""}),
        ("balancing", {"balancing": ""}),
        ("weaknesses", {"weaknesses": ""}),
        ("target", {"target": float("nan"), "target_origin": "Us"}),
        ("target", {"target_origin": "Us"}),
        ("target_origin", {"target": 4.0}),
        ("chart", {"chart": ChartKind.P}),
        ("minimum_n", {"minimum_n": 0}),
        ("lag_days", {"lag_days": -1}),
        ("threshold", {"counting": replace(BY_ID[STAY].counting, threshold=3)}),
        ("attributed_to", {"counting": replace(BY_ID[STAY].counting, attribution=Attribution.OPERATING)}),
        ("count_of", {"counting": replace(BY_ID[STAY].counting, count_of="beds")}),
        ("calculation", {"counting": BY_ID[SPELLS].counting, "unit": BY_ID[SPELLS].unit}),
        ("reason", {}),
    ],
)
def test_that_a_definition_that_breaks_a_rule_is_refused_with_the_field_named(
    session: Session, field: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        edit(session, **changes)
    assert refused.value.field == field
    assert len(known(session, STAY).versions) == 1


@pytest.mark.parametrize(("hour", "target"), [(24.0, None), (None, None), (11.0, 33.0)])
def test_that_hours_and_percentages_have_their_bounds(
    session: Session, hour: float | None, target: float | None
) -> None:
    changes = {"counting": replace(BY_ID[MIDDAY].counting, threshold=hour), "target": target}
    with pytest.raises(RuleBroken) as refused:
        edit(session, MIDDAY, target_origin="Us" if target else "", **changes)
    assert refused.value.field == ("target" if target else "threshold")


def test_that_an_edit_needs_a_reason_and_something_changed(session: Session) -> None:
    with pytest.raises(RuleBroken, match="reason is needed"):
        edit(session, reason=" ", question="Another?")
    with pytest.raises(RuleBroken, match="Nothing is changed"):
        edit(session, question=f"{BY_ID[STAY].question} ")


def test_that_an_edit_of_an_earlier_version_is_stale(session: Session) -> None:
    edit(session, question="One?")
    with pytest.raises(StaleEdit):
        ask(session, EditDefinition(replace(BY_ID[STAY], question="Two?"), "Why"))


def test_that_exclusions_change_what_is_counted(session: Session) -> None:
    assert charted(session)[1] == (STAY, 1)
    before = ask(session, ShowClinicianCharts(ANN)).charts[1]
    edit(session, counting=replace(BY_ID[STAY].counting, exclusions=(Exclusion.EMERGENCY,)))
    after = ask(session, ShowClinicianCharts(ANN)).charts[1]
    assert after.measure.version == 2
    assert sum(point.denominator or 0 for point in before.chart.points) > 0
    assert sum(point.denominator or 0 for point in after.chart.points) == 0


def test_that_a_review_keeps_the_version_its_charts_were_drawn_with(session: Session) -> None:
    review = ask(session, PrepareReview(ANN))
    edit(session, title="Stay in days")
    ask(session, RetireMeasure(SPELLS, "Not used", 1))
    kept = ask(session, ShowReview(review.id)).charts
    assert [(chart.measure.id, chart.measure.version) for chart in kept.charts] == [(id_, 1) for id_ in BY_ID]
    assert kept.charts[1].measure == BY_ID[STAY]


# --- copies ----------------------------------------------------------------------------------------------------------


def test_that_a_copy_with_another_threshold_is_a_measure_of_its_own(session: Session) -> None:
    counting = replace(BY_ID[MIDDAY].counting, threshold=14)
    copied = ask(
        session, CopyDefinition(replace(BY_ID[MIDDAY], title="Gone by two", counting=counting), "Trial on ward 7")
    )
    assert (copied.id, copied.measure.version) == ("gone_by_two", 1)
    assert used(session) == [*BY_ID, "gone_by_two"]
    drawn = ask(session, ShowClinicianCharts(ANN, measures=(MIDDAY, copied.id))).charts
    midday, two = (sum(point.numerator or 0 for point in chart.chart.points) for chart in drawn)
    assert 0 < midday == two


def test_that_a_copy_of_a_template_gets_an_id_that_is_free(session: Session) -> None:
    template = next(one.measure for one in listed(session).templates if one.measure.id == DNA)
    copied = ask(session, CopyDefinition(replace(template, title="DNA rate!", minimum_n=50), "Ours"))
    assert copied.id == "dna_rate_2"


@pytest.mark.parametrize(("title", "words"), [("Another title", "counts the same"), ("Spells", "is called “Spells”")])
def test_that_a_copy_differs_and_has_a_title_of_its_own(session: Session, title: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        ask(session, CopyDefinition(replace(BY_ID[STAY], title=title), "Why"))


# --- retiring --------------------------------------------------------------------------------------------------------


def test_that_a_retired_measure_is_drawn_no_more_and_comes_back(session: Session) -> None:
    retired = ask(session, RetireMeasure(STAY, "Case mix moves it", 1))
    assert (retired.is_retired, retired.measure.version) == (True, 2)
    assert STAY not in used(session)
    assert STAY not in dict(charted(session))
    assert title_of(session, STAY) == BY_ID[STAY].title
    back = ask(session, BringBackMeasure(STAY, 2))
    assert (back.is_retired, back.measure.version, back.newest.reason) == (False, 3, "Brought back")
    assert used(session) == list(BY_ID)


def test_that_a_retired_measure_is_still_drawn_for_who_asks_for_it(session: Session) -> None:
    ask(session, RetireMeasure(STAY, "Case mix moves it", 1))
    assert charted(session, measures=(STAY,)) == [(STAY, 2)]


def test_that_retiring_needs_a_reason_and_the_version_on_screen(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        ask(session, RetireMeasure(STAY, " ", 1))
    assert refused.value.field == "reason"
    with pytest.raises(StaleEdit):
        ask(session, RetireMeasure(STAY, "Why", 7))
    with pytest.raises(UserFacingError, match="no such measure"):
        ask(session, RetireMeasure(MeasureId("nothing"), "Why", 1))


def test_that_what_is_retired_is_neither_retired_again_nor_edited_nor_chosen(session: Session) -> None:
    ask(session, RetireMeasure(STAY, "Why", 1))
    with pytest.raises(RuleBroken, match="retired already"):
        ask(session, RetireMeasure(STAY, "Why", 2))
    with pytest.raises(RuleBroken, match="Bring it back first"):
        edit(session, question="Another?")
    with pytest.raises(RuleBroken, match="is retired"):
        ask(session, ChooseMeasures((STAY,)))
    with pytest.raises(RuleBroken, match="Bring it back instead"):
        ask(session, AddMeasures((STAY,)))
    with pytest.raises(RuleBroken, match="is in use"):
        ask(session, BringBackMeasure(SPELLS, 1))


def test_that_the_last_measure_stays(session: Session) -> None:
    for measure in (STAY, MIDDAY, MeasureId.DAY_CASE_RATE):
        ask(session, RetireMeasure(measure, "Why", 1))
    with pytest.raises(RuleBroken, match="last measure"):
        ask(session, RetireMeasure(SPELLS, "Why", 1))


def test_that_a_title_taken_meanwhile_stops_a_measure_from_coming_back(session: Session) -> None:
    ask(session, RetireMeasure(STAY, "Why", 1))
    edit(session, SPELLS, title=BY_ID[STAY].title)
    with pytest.raises(RuleBroken, match="Another measure is called"):
        ask(session, BringBackMeasure(STAY, 2))


# --- the clinician page ----------------------------------------------------------------------------------------------


def test_that_the_clinician_page_shows_what_was_chosen_in_its_order(session: Session) -> None:
    assert ask(session, ChooseMeasures((MIDDAY, SPELLS))) == (MIDDAY, SPELLS)
    assert [measure for measure, _ in charted(session)] == [MIDDAY, SPELLS]
    assert listed(session).is_chosen
    assert [measure for measure, _ in charted(session, measures=(STAY,))] == [STAY]


def test_that_nothing_chosen_means_the_first_six_in_use(session: Session) -> None:
    ask(session, ChooseMeasures((MIDDAY,)))
    copies = [replace(BY_ID[STAY], title=f"Copy {number}", minimum_n=20) for number in range(3)]
    ids = [ask(session, CopyDefinition(copy, "Why")).id for copy in copies]
    assert ask(session, ChooseMeasures(())) == (*BY_ID, *ids[:2])
    assert not listed(session).is_chosen


def test_that_a_chosen_measure_that_is_retired_leaves_its_place(session: Session) -> None:
    ask(session, ChooseMeasures((MIDDAY, SPELLS)))
    ask(session, RetireMeasure(MIDDAY, "Why", 1))
    assert listed(session).shown == (SPELLS,)


def test_that_more_than_six_and_unknown_ones_are_refused(session: Session) -> None:
    seven = tuple(MeasureId(f"m{number}") for number in range(7))
    with pytest.raises(RuleBroken, match="At most 6"):
        ask(session, ChooseMeasures(seven))
    with pytest.raises(UserFacingError, match="no such measure"):
        ask(session, ChooseMeasures(seven[:1]))


def test_that_measures_are_listed_to_an_administrator_without_goals(admin_session: Session) -> None:
    assert [one.uses for one in listed(admin_session).definitions] == [()] * 4


def test_that_every_definition_read_back_equals_the_one_that_was_stored(session: Session) -> None:
    templates: tuple[Measure, ...] = tuple(one.measure for one in listed(session).templates)
    ask(session, AddMeasures(tuple(one.id for one in templates)))
    assert tuple(one.measure for one in listed(session).definitions) == (*MEASURES, *templates)
    assert all(template.is_known for template in listed(session).templates)
