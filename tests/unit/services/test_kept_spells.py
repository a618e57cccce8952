"""After a change only what differs is read and worked out again, and comes out as if all of it had been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import ListValidation, SaveVotes, ShowMyRecords
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.definition_requests import AddMeasures
from cdconsole.domain.identity import ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts, ShowDepartment
from cdconsole.services.department_data import department_data
from cdconsole.services.kept_spells import spell_records
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import spells

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")


def shown(session: Session) -> tuple[object, ...]:
    """Return what depends on spells and votes: everybody's charts, either way, the team's, and how far people got."""
    pages = [ShowClinicianCharts(who, as_recorded=as_recorded) for who in (ANN, BOB) for as_recorded in (False, True)]
    return tuple(answer(session, each, Task()) for each in (*pages, ShowDepartment(), ListValidation(12)))


def read_anew(session: Session) -> Session:
    """Return a session on the same file that knows nothing yet."""
    fresh = Session(session.clock, session.home)
    fresh.adopt(session.file)
    return fresh


def vote(session: Session, word: Vote | None, colleague: ClinicianId | None = None) -> None:
    [newest, *_] = answer(session, ShowMyRecords(ANN), Task()).records
    revision = 0 if newest.vote is None else newest.vote.revision
    answer(session, SaveVotes(ANN, (GivenVote(newest.key, word, "", colleague, revision),)), Task())


def one_more_spell(session: Session) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        newest = spells.discharged_between(work, BOB, Period(Month(2025, 1), Month(2026, 12)))[0]
        added = replace(newest, id=SpellId("added"), source_key="added", admitted=newest.admitted - timedelta(days=3))
        spells.add_spells(work, [added])
        work.commit()


def withdrawn_layout(session: Session) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("UPDATE spell_columns SET layout = 'another' WHERE clinician_id = 'bob'")
        work.changed(Topic.SPELL, BOB)
        work.commit()


@pytest.mark.parametrize(
    "change",
    [
        lambda session: vote(session, Vote.NOT_MINE),
        lambda session: vote(session, Vote.MINE),
        lambda session: vote(session, Vote.SHARED, BOB),
        one_more_spell,
        withdrawn_layout,
    ],
)
def test_that_figures_after_a_change_are_those_of_everything_read_anew(
    session: Session, change: Callable[[Session], None]
) -> None:
    answer(session, AddMeasures((MeasureId("long_stays"), MeasureId("readmission"))), Task())
    before = shown(session)
    change(session)
    after = shown(session)
    assert after == shown(read_anew(session))
    assert after != before or change is withdrawn_layout
    vote(session, Vote.SHARED, BOB)
    vote(session, None)
    assert shown(session) == shown(read_anew(session))


def test_that_a_vote_leaves_the_columns_of_those_it_is_not_about_and_the_teams_months(session: Session) -> None:
    before, team = spell_records(session), department_data(session)
    months = [team.monthly(None, measure) for measure in team.measures]
    vote(session, Vote.NOT_MINE)
    after, data = spell_records(session), department_data(session)
    assert after.validated[ANN] is not before.validated[ANN]
    assert after.validated[BOB] is before.validated[BOB]
    assert all(data.monthly(None, measure) is was for measure, was in zip(data.measures, months, strict=True))


def test_that_another_spell_leaves_the_columns_of_colleagues(session: Session) -> None:
    before = spell_records(session)
    one_more_spell(session)
    after = spell_records(session)
    assert after.columns[ANN] is before.columns[ANN]
    assert len(after.columns[BOB]) == len(before.columns[BOB]) + 1


def test_that_what_is_renewed_hears_whom_changes_were_about(session: Session) -> None:
    def made(before: int | None, about: frozenset[ClinicianId]) -> int:
        heard.append((before, about))
        return len(heard)

    heard: list[tuple[int | None, frozenset[ClinicianId]]] = []
    topics = frozenset({Topic.SPELL})
    session.renew("test", topics, made)
    session.announce(ChangeSet(topics, frozenset({ANN})))
    session.announce(ChangeSet(topics, frozenset({BOB})))
    session.announce(ChangeSet(frozenset({Topic.GOAL})))
    assert [session.renew("test", topics, made) for _ in range(2)] == [2, 2]
    session.announce(ChangeSet(topics, frozenset({ANN})))
    session.announce(ChangeSet(topics))
    session.renew("test", topics, made)
    assert heard == [(None, frozenset()), (1, frozenset({ANN, BOB})), (2, frozenset())]
