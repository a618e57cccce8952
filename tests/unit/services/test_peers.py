"""Unnamed peers: who is shown, who is left out, and that letters say nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.identity import ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.peers import PeerStrip, letter_of
from cdconsole.domain.peers_requests import ShowPeers
from cdconsole.domain.people import Section
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, spells

ANN = ClinicianId("ann")
ADMITTED = datetime.fromisoformat("2026-04-01T08:00")


def colleague(session: Session, name: str, mornings: int, cases: int) -> None:
    """Add a clinician with spells in Apr 2026, so many of which end in the morning."""
    with session.unit_of_work(Section.RECORDS) as work:
        clinicians.add(work, Clinician(ClinicianId(name), f"Dr {name}", Grade.CONSULTANT))
        spells.add_spells(
            work,
            [
                Spell(
                    *(SpellId(f"{name}{at}"), ClinicianId(name), None, f"{name}{at}", f"{name}{at}", ADMITTED),
                    *(ADMITTED.replace(hour=9 if at < mornings else 15) + timedelta(days=2 + at % 3), True),
                    *(PatientClass.ORDINARY, AdmissionKind.EMERGENCY, DischargeKind.HOME),
                )
                for at in range(cases)
            ],
        )
        work.commit()


@pytest.fixture
def crowd(session: Session) -> Session:
    """Add four peers with enough cases to Dr Bob, and one with too few."""
    for name, mornings in (("c", 2), ("d", 4), ("e", 6), ("f", 8)):
        colleague(session, name, mornings, 10)
    colleague(session, "g", 1, 4)
    return session


def strip(session: Session, measure: MeasureId = MeasureId.BEFORE_MIDDAY) -> PeerStrip:
    found = answer(session, ShowPeers(ANN, 36), Task())
    return next(each for each in found if each.measure.id == measure)


def test_that_peers_stand_beside_the_clinician_with_median_and_upper_quartile(crowd: Session) -> None:
    found = strip(crowd)
    assert sorted(peer.value for peer in found.peers) == pytest.approx([0.2, 0.4, 0.45, 0.6, 0.8])
    assert (found.own, found.median, found.upper_quartile) == pytest.approx((0.45, 0.45, 0.6))
    assert found.words == (
        "5 peers, Nov 2025 - Oct 2026: median 45.0%, 75th percentile 60.0%; this clinician 45.0%."
        " Left out with fewer than 5 cases: 1."
    )


def test_that_a_stay_is_the_median_over_all_spells(crowd: Session) -> None:
    found = strip(crowd, MeasureId.LENGTH_OF_STAY)
    assert {peer.value for peer in found.peers} == {3.0}
    assert found.own == 3.0


def test_that_letters_are_in_order_and_say_nothing_of_the_values(crowd: Session) -> None:
    found = strip(crowd)
    assert [peer.letter for peer in found.peers] == ["A", "B", "C", "D", "E"]
    assert strip(crowd) == found  # they stay while one person looks
    values = [peer.value for peer in found.peers]
    dealt = [[peer.value for peer in found.dealt_anew(Random(seed)).peers] for seed in range(20)]  # noqa: S311
    assert all(sorted(one) == sorted(values) for one in dealt)
    assert len({tuple(one) for one in dealt}) > 10


def test_that_letters_are_dealt_anew_when_the_department_is_opened_again(crowd: Session) -> None:
    seen = set()
    for _ in range(6):
        seen.add(tuple(peer.value for peer in strip(crowd).peers))
        crowd._kept.pop("letters of peers")
    assert len(seen) > 1


def test_that_fewer_than_five_peers_are_not_shown_and_the_reason_is(session: Session) -> None:
    found = strip(session)
    assert (found.peers, found.median) == ((), None)
    assert found.words == "Peers are not shown: with fewer than 5 of them anybody could tell who is who."


def test_that_numbers_of_cases_are_never_shown(crowd: Session) -> None:
    found = strip(crowd, MeasureId.SPELLS)
    assert (found.peers, found.words) == ((), "Peers are not shown: numbers of cases would name people.")


def test_that_nobody_known_is_refused(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, ShowPeers(ClinicianId("x"), 12), Task())


def test_that_an_administrator_sees_no_peers(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, ShowPeers(ANN, 12), Task())


def test_that_letters_go_on_after_z() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
