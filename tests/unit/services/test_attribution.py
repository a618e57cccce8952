"""What a clinician says of their records changes their own figures, and nobody else's count."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.attribution import Channel, GivenVote, MyRecords, Vote
from cdconsole.domain.attribution_requests import ListValidation, SaveVotes, ShowMyRecords
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    ExportMeasures,
    PrepareReview,
    SaveClinician,
    ShowClinicianCharts,
    ShowDepartment,
    ShowPointRecords,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import history

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")


def records(session: Session) -> MyRecords:
    return answer(session, ShowMyRecords(ANN), Task())


def say(session: Session, vote: Vote | None, count: int = 1, comment: str = "") -> MyRecords:
    found = records(session).records[:count]
    given = [GivenVote(one.key, vote, comment, revision=0 if one.vote is None else one.vote.revision) for one in found]
    answer(session, SaveVotes(ANN, tuple(given)), Task())
    return records(session)


def page(session: Session, *, as_recorded: bool = False) -> ClinicianCharts:
    return answer(session, ShowClinicianCharts(ANN, as_recorded=as_recorded), Task())


def last_count(charts: ClinicianCharts) -> float:
    chart = next(chart for chart in charts.charts if chart.measure.id == MeasureId.SPELLS)
    return chart.chart.points[-1].value or 0.0


def test_that_records_come_newest_first_and_nobody_has_said_anything(session: Session) -> None:
    found = records(session)
    assert found.clinician.id == ANN
    assert found.state.sentence == f"{len(found.records):,} records, none of them checked yet."
    assert [one.id for one in found.colleagues] == [BOB]


def test_that_what_is_not_mine_leaves_my_figures_and_stays_in_the_teams(session: Session) -> None:
    before, team = last_count(page(session)), answer(session, ShowDepartment(), Task()).charts[0].chart
    after = say(session, Vote.NOT_MINE, 2, "Seen by the locum")
    assert after.state.not_mine == 2
    assert after.records[0].vote is not None
    assert after.records[0].vote.channel is Channel.IN_PERSON
    charts = page(session)
    assert last_count(charts) == before - 2
    assert charts.votes_text.startswith("2 of ")
    assert "(2 not mine)" in charts.votes_text
    assert last_count(page(session, as_recorded=True)) == before
    assert answer(session, ShowDepartment(), Task()).charts[0].chart == team


def test_that_what_is_shared_counts_for_both_and_once_for_the_team(session: Session) -> None:
    one = records(session).records[0]
    bobs = answer(session, ShowClinicianCharts(BOB), Task())
    before, own = last_count(bobs), last_count(page(session))
    answer(session, SaveVotes(ANN, (GivenVote(one.key, Vote.SHARED, with_clinician=BOB),)), Task())
    shared = answer(session, ShowClinicianCharts(BOB), Task())
    assert last_count(shared) == before + 1
    assert last_count(page(session)) == own


def test_that_who_only_shares_has_no_figures_as_recorded(session: Session) -> None:
    carl = answer(session, SaveClinician(Clinician(ClinicianId(""), "Dr Carl Guest", Grade.CONSULTANT)), Task())
    one = records(session).records[0]
    answer(session, SaveVotes(ANN, (GivenVote(one.key, Vote.SHARED, with_clinician=carl.id),)), Task())
    validated, recorded = (
        answer(session, ShowClinicianCharts(carl.id, as_recorded=as_recorded), Task()) for as_recorded in (False, True)
    )
    assert (last_count(validated), last_count(recorded)) == (1, 0)


def test_that_the_measures_file_follows_votes_unless_they_are_left_aside(session: Session, tmp_path: Path) -> None:
    def anns_last(name: str, *, as_recorded: bool) -> str:
        answer(session, ExportMeasures(str(tmp_path / name), as_recorded), Task())
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        [line] = [line for line in lines if line.startswith("spells,Dr Ann Example,2026-10")]
        return line.split(",")[3]

    say(session, Vote.NOT_MINE, 2)
    assert anns_last("validated.csv", as_recorded=False) == "8"
    assert anns_last("recorded.csv", as_recorded=True) == "10"


def test_that_a_frozen_page_keeps_what_votes_had_changed(session: Session) -> None:
    say(session, Vote.NOT_MINE, 2)
    charts = answer(session, PrepareReview(ANN), Task()).charts
    say(session, None, 2)
    kept = answer(session, PrepareReview(ANN), Task()).charts
    assert charts is not None
    assert kept is not None
    assert kept.votes_text == charts.votes_text == "2 of 120 records changed by the clinician's own votes (2 not mine)"


def test_that_a_point_says_what_was_counted(session: Session) -> None:
    month = page(session).period.last
    say(session, Vote.NOT_MINE)
    behind = answer(session, ShowPointRecords(ANN, MeasureId.SPELLS, month), Task())
    assert behind.records[0].counted == "not counted: not mine"
    assert behind.records[0].vote is not None
    assert behind.summary == f"Dr Ann Example: {len(behind.records) - 1} spells."


def test_that_a_vote_is_taken_back(session: Session) -> None:
    before = last_count(page(session))
    say(session, Vote.NOT_MINE)
    after = say(session, None)
    assert after.records[0].said is None
    assert after.state.voted == 0
    assert last_count(page(session)) == before
    with session.snapshot(Section.RECORDS) as snapshot:
        kept = history.last_change(snapshot, "record_vote", f"{ANN}:{after.records[0].key}")
    assert kept.person == session.person.name


def test_that_a_vote_that_changed_meanwhile_is_stale(session: Session) -> None:
    say(session, Vote.MINE)
    with pytest.raises(StaleEdit):
        answer(session, SaveVotes(ANN, (GivenVote(records(session).records[0].key, Vote.SHARED),)), Task())


@pytest.mark.parametrize(
    "vote",
    [
        GivenVote("nobody's", Vote.MINE),
        GivenVote("", Vote.NOT_MINE, with_clinician=ANN),
        GivenVote("", Vote.MINE, with_clinician=BOB),
        GivenVote("", Vote.SHARED, with_clinician=ClinicianId("none")),
    ],
)
def test_that_impossible_votes_are_refused(session: Session, vote: GivenVote) -> None:
    key = vote.source_key or records(session).records[0].key
    with pytest.raises(RuleBroken):
        answer(session, SaveVotes(ANN, (GivenVote(key, vote.vote, "", vote.with_clinician),)), Task())


def test_that_an_administrator_sees_how_far_everybody_got_and_no_votes_screen(
    session: Session, admin_session: Session
) -> None:
    rows = answer(admin_session, ListValidation(), Task())
    assert [row.clinician.id for row in rows] == [ANN, BOB]
    with pytest.raises(NotEntitled):
        answer(admin_session, ShowMyRecords(ANN), Task())
