"""Whose figures a spell counts in by its consultant episodes, beside a reckoning one spell at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdconsole.domain.activity import DischargeKind, Episode, Spell
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Attribution, Calculation, Counting
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.services.charts import team_charts
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department_data import department_data
from cdconsole.services.session import Session
from cdconsole.services.spell_attribution import attributed
from cdconsole.storage import episode_attribution, spells
from cdconsole.storage.spell_columns import DISCHARGE_CODES, CaseColumns
from unit.services.conftest import Unlock
from unit.services.spell_reference import any_spells, spell

ANN, BOB, NOBODY = map(ClinicianId, ("ann", "bob", "none"))
Row = tuple[int, int, int]
HISTORY = Period(Month(1970, 1), Month(2100, 12))


@st.composite
def spells_with_episodes(draw: st.DrawFn) -> tuple[list[Spell], list[Episode]]:
    """Draw spells, some with episodes of one or more clinicians that follow each other, some without any."""
    found, episodes = draw(any_spells(most=5)), []
    for one in found:
        starts = one.admitted
        count = draw(st.integers(0, 3))
        for order in range(count):
            ends = one.discharged if order == count - 1 else starts + timedelta(hours=draw(st.integers(0, 30)))
            if one.discharged is not None and ends is not None:
                ends = max(starts, min(ends, one.discharged))
            who = draw(st.sampled_from([ANN, BOB, NOBODY]))
            key = f"{one.id} {order}"
            episodes.append(Episode(key, one.id, who, order + 1, starts, ends, key))
            starts = ends or starts
    return found, episodes


def expected(rule: Attribution, every: list[Spell], episodes: list[Episode]) -> dict[ClinicianId, Counter[Row]]:
    """Return each clinician's spells by an attribution: day in, day out (-1 if none), and how it ended."""
    found = {who: Counter[Row]() for who in (ANN, BOB, NOBODY)}
    for one in every:
        own = sorted((each for each in episodes if each.spell_id == one.id), key=lambda each: each.order)
        if rule is Attribution.EPISODE and own:
            for each in own:
                ending = one.discharge if each is own[-1] else DischargeKind.OTHER
                part = replace(one, admitted=each.started, discharged=each.ended, discharge=ending)
                found[each.clinician_id][row(part)] += 1
            continue
        people = {one.clinician_id}
        if rule is Attribution.ADMITTING and own:
            people = {own[0].clinician_id}
        if rule is Attribution.SHARED:
            people |= {each.clinician_id for each in own}
        for who in people:
            found[who][row(one)] += 1
    return found


def row(one: Spell) -> Row:
    out = -1 if one.discharged is None else one.discharged.toordinal()
    return one.admitted.toordinal(), out, DISCHARGE_CODES[one.discharge]


def rows(columns: CaseColumns | None) -> Counter[Row]:
    if columns is None:
        return Counter()
    every = (columns.admitted_day, columns.discharged_day, columns.discharge)
    return Counter(zip(*(values.tolist() for values in every), strict=True))


RULES = st.sampled_from([Attribution.ADMITTING, Attribution.EPISODE, Attribution.SHARED, Attribution.DISCHARGING])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spells_with_episodes(), RULES)
def test_that_episodes_say_whose_spells_are(
    session: Session, drawn: tuple[list[Spell], list[Episode]], rule: Attribution
) -> None:
    every, episodes = drawn
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("DELETE FROM spell")
        work.execute("DELETE FROM spell_columns")
        work.execute("DELETE FROM spell_case")
        spells.add_spells(work, every, episodes)
        found = attributed(work, rule)
        sought = expected(rule, every, episodes)
        assert {who: rows(found.recorded.get(who)) for who in sought} == sought
        team = sum((rows(columns) for columns in found.once.values()), Counter[Row]())
        once = expected(rule if rule is Attribution.EPISODE else Attribution.DISCHARGING, every, episodes)
        assert team == sum(once.values(), Counter[Row]())
        for who in (ANN, BOB):
            behind = episode_attribution.behind(work, who, HISTORY, rule)
            ended = {key: count for key, count in sought[who].items() if key[1] != -1}
            assert Counter(map(row, behind)) == ended
            present = episode_attribution.behind(work, who, HISTORY, rule, present=True)
            assert Counter(map(row, present)) == sought[who]


def test_that_spells_without_episodes_are_counted_by_month(session: Session) -> None:
    one, other = spell("2026-11-01T08:00", "2026-11-05T12:00"), spell("2026-11-02T08:00", "2026-11-06T12:00")
    with session.unit_of_work(Section.RECORDS) as work:
        spells.add_spells(work, [one, other], [Episode("e", one.id, BOB, 1, one.admitted, one.discharged, "e")])
        found = episode_attribution.without_episodes(work)
    assert found[ANN, Month(2026, 11)] == 1
    assert (BOB, Month(2026, 11)) not in found
    assert found[BOB, Month(2026, 10)] == 10


@pytest.mark.parametrize("rule", [Attribution.ADMITTING, Attribution.EPISODE, Attribution.SHARED])
def test_that_without_any_episodes_everything_is_the_discharging_clinicians(
    session: Session, rule: Attribution
) -> None:
    with session.snapshot(Section.RECORDS) as snapshot:
        own = attributed(snapshot, Attribution.DISCHARGING).recorded
        found = attributed(snapshot, rule)
    assert {who: rows(columns) for who, columns in found.recorded.items()} == {
        who: rows(columns) for who, columns in own.items()
    }


def test_that_a_chart_by_episodes_says_how_many_spells_have_none(session: Session) -> None:
    [one] = [each for each in stored(session, BOB) if each.source_key == "bob-2026-10-0"]
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute(
            "INSERT INTO episode (id, spell_id, clinician_id, position, started, ended, source_key)"
            " SELECT 'e' || id, id, 'ann', 1, admitted, discharged, 'e' || id FROM spell WHERE id = ?",
            (one.id,),
        )
        work.changed(Topic.SPELL)
        work.commit()
    data = department_data(session)
    counting = Counting(Calculation.SPELLS, Attribution.ADMITTING)
    tried = replace(BY_ID[MeasureId.SPELLS], id=MeasureId("admitted_by"), counting=counting)
    [chart] = team_charts(session, replace(data, measures=(tried,)), 1)
    assert chart.quality_reasons[-1] == (
        "19 of 20 discharged spells have no consultant episodes: they count for who discharged them."
    )
    month = data.last_months(1)
    counts = [data.monthly(who, tried).values(month)[0].numerator for who in (None, ANN, BOB)]
    assert counts == [20, 11, 9]
    [usual] = team_charts(session, replace(data, measures=(BY_ID[MeasureId.SPELLS],)), 1)
    assert not any("consultant episodes" in reason for reason in usual.quality_reasons)


def test_that_readmissions_need_to_know_patients_and_say_where_they_do_not(session: Session) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("UPDATE spell SET pseudonym = '' WHERE clinician_id = 'bob'")
        spells.rebuild_columns(work, BOB)
        work.changed(Topic.SPELL)
        work.commit()
    counting = Counting(Calculation.READMISSIONS, threshold=30)
    tried = replace(BY_ID[MeasureId.BEFORE_MIDDAY], id=MeasureId("readmissions"), counting=counting, needs_times=False)
    [chart] = team_charts(session, replace(department_data(session), measures=(tried,)), 12)
    assert "Patient identity is filled in for 120 of 240 records (50%)." in chart.quality_reasons
    assert chart.chart.points[-1].value is None
    assert chart.chart.points[0].value == 0
    assert chart.chart.points[0].denominator == 10


def stored(session: Session, clinician: ClinicianId) -> tuple[Spell, ...]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return episode_attribution.behind(snapshot, clinician, HISTORY, Attribution.DISCHARGING)


def test_that_opening_packs_once_what_another_version_packed(unlock: Unlock) -> None:
    session = unlock(Role.DIRECTOR)
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("DELETE FROM spell_case WHERE clinician_id = 'ann'")
        work.execute("UPDATE spell_columns SET layout = 'older', packed = x'00' WHERE clinician_id = 'bob'")
        work.commit()
    for role in (Role.DIRECTOR, Role.ADMINISTRATOR):
        session = unlock(role)
        with session.snapshot(Section.RECORDS) as snapshot:
            assert spells.are_up_to_date(snapshot)
            assert {who: len(columns) for who, columns in spells.all_cases(snapshot).items()} == {ANN: 120, BOB: 120}
