"""A measure record by record: what counts, the quarters' boxes, who may see it, and how it crosses to the window."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import pytest

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes, ShowMyRecords
from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.audit_trail import AuditFilter, AuditKind, Looking
from cdconsole.domain.calendar import Quarter
from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.record_distribution import RecordDistribution, is_by_record
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.definitions import BY_ID
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")


def records(
    session: Session, clinician: ClinicianId | None = None, months: int = 36, *, as_recorded: bool = False
) -> RecordDistribution:
    return answer(session, ShowRecordDistribution(clinician, MeasureId.LENGTH_OF_STAY, months, as_recorded), Task())


def values(found: RecordDistribution) -> list[float]:
    return [float(value) for value in np.frombuffer(found.values, "<f4")]


def days(found: RecordDistribution) -> list[int]:
    return [int(day) for day in np.frombuffer(found.days, "<i4")]


def test_that_every_record_of_the_team_is_there_by_day_with_its_stay(session: Session) -> None:
    found = records(session)
    assert len(found) == 240
    assert days(found) == sorted(days(found))
    assert date.fromordinal(days(found)[0]) == date(2025, 11, 2)
    assert sorted(set(values(found))) == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert found.sentence == (
        "The whole team: 240 inpatient spells, Nov 2025 - Oct 2026. Median 3.0 days; half of them between 2.0 days and"
        " 4.0 days; the greatest is 5.0 days."
    )


def test_that_the_median_agrees_with_the_clinicians_own_chart(session: Session) -> None:
    found = records(session, ANN, months=1)
    chart = answer(session, ShowClinicianCharts(ANN, 1), Task()).charts[1].chart
    assert float(np.median(values(found))) == chart.points[-1].value
    assert found.whose == "Dr Ann Example"


def test_that_each_quarter_has_its_box(session: Session) -> None:
    boxes = records(session).boxes
    assert [(box.quarter, box.n) for box in boxes] == [
        (Quarter(2025, 4), 40),
        (Quarter(2026, 1), 60),
        (Quarter(2026, 2), 60),
        (Quarter(2026, 3), 60),
        (Quarter(2026, 4), 20),
    ]
    assert {(box.lower, box.median, box.upper) for box in boxes} == {(2.0, 3.0, 4.0)}


def test_that_votes_count_unless_records_are_wanted_as_recorded(session: Session) -> None:
    chosen = answer(session, ShowMyRecords(ANN), Task()).records[:2]
    answer(session, SaveVotes(ANN, tuple(GivenVote(one.key, Vote.NOT_MINE, "") for one in chosen)), Task())
    assert len(records(session, ANN)) == 118
    assert len(records(session, ANN, as_recorded=True)) == 120
    assert len(records(session)) == 240


def test_that_a_clinicians_records_stand_beside_colleagues_without_their_own(session: Session) -> None:
    own, team = records(session, ANN), records(session)
    assert own.spread is not None
    assert own.colleagues is not None
    assert team.spread is not None
    assert team.colleagues is None
    assert (own.spread.n, own.colleagues.n, team.spread.n) == (120, 120, 240)
    for value in range(7):
        assert own.spread.count_to(value) + own.colleagues.count_to(value) == team.spread.count_to(value)
    assert own.spread.count_to(3) == sum(value <= 3 for value in values(own))


def test_that_colleagues_are_as_recorded_whatever_the_clinician_said(session: Session) -> None:
    before = records(session, ANN).colleagues
    chosen = answer(session, ShowMyRecords(ANN), Task()).records[:2]
    answer(session, SaveVotes(ANN, tuple(GivenVote(one.key, Vote.NOT_MINE, "") for one in chosen)), Task())
    validated, recorded = records(session, ANN), records(session, ANN, as_recorded=True)
    assert validated.colleagues == recorded.colleagues == before
    assert validated.sentence.startswith("Dr Ann Example: 118 inpatient spells")
    assert recorded.sentence.startswith("Dr Ann Example, as recorded: 120 inpatient spells")


def test_that_the_look_at_a_clinicians_records_is_in_the_audit_trail(session: Session) -> None:
    records(session)
    records(session, ANN)
    session.catch_up()
    looks = answer(session, ListAuditEvents(AuditFilter(kind=AuditKind.LOOKED)), Task()).events
    assert [(event.action, event.clinician) for event in looks] == [(Looking.RECORDS.value, ANN)]


def test_that_somebody_without_records_gets_a_sentence_and_no_points(session: Session) -> None:
    found = records(session, ClinicianId("none"))
    assert (len(found), found.boxes, found.spread) == (0, (), None)
    assert found.sentence.endswith(": no inpatient spells ended in Nov 2025 - Oct 2026.")


def test_that_a_rate_and_an_unknown_clinician_are_refused_with_a_way_on(session: Session) -> None:
    assert not is_by_record(BY_ID[MeasureId.DAY_CASE_RATE])
    with pytest.raises(UserFacingError, match="no value for a single record"):
        answer(session, ShowRecordDistribution(None, MeasureId.DAY_CASE_RATE), Task())
    with pytest.raises(UserFacingError, match="not in this department"):
        records(session, ClinicianId("nobody"))


def test_that_an_administrator_sees_no_records(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        records(admin_session)


def test_that_it_crosses_to_the_window_as_compactly_as_its_numbers(session: Session) -> None:
    found = records(session)
    crossed = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert crossed == found
    assert len(found.days) + len(found.values) == 8 * len(found)
