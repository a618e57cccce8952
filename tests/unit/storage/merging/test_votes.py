"""Two people enter what a clinician says of one record at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.attribution import Channel, GivenVote, Vote
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.storage import attribution, clinicians
from unit.storage.merging.trio import Edit, Trio

ANN = ClinicianId("ann")


def say(vote: Vote | None, comment: str = "", revision: int = 0, channel: Channel = Channel.IN_PERSON) -> Edit:
    given = (GivenVote("record", vote, comment, revision=revision),)
    return lambda work: attribution.save(work, ANN, given, channel)


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.before(lambda work: clinicians.add(work, Clinician(ANN, "Dr Ann", Grade.CONSULTANT)))
    return trio


def votes(trio: Trio) -> dict[str, tuple[Vote | None, str, str]]:
    found = trio.read(lambda reading: attribution.votes_of(reading, ANN))
    return {key: (vote.vote, vote.comment, vote.person) for key, vote in found.items()}


@pytest.mark.parametrize("was_there", [True, False])
def test_that_two_votes_on_one_record_are_asked_about_and_never_mixed(trio: Trio, was_there: bool) -> None:
    if was_there:
        trio.before(say(Vote.MINE))
    trio.they(say(Vote.NOT_MINE, "On leave", int(was_there)))
    trio.we(say(Vote.SHARED, "Joint round", int(was_there)))
    outcome = trio.merge()
    assert Topic.ATTRIBUTION in outcome.changes.topics
    assert outcome.conflicts == 1
    assert votes(trio) == {"record": (Vote.NOT_MINE, "On leave", "Dr Them")}
    assert trio.problems() == ()


def test_that_the_same_vote_twice_asks_nobody(trio: Trio) -> None:
    trio.they(say(Vote.NOT_MINE))
    trio.we(say(Vote.NOT_MINE, channel=Channel.SIGNED_REPLY))
    assert trio.merge().conflicts == 0
    assert votes(trio) == {"record": (Vote.NOT_MINE, "", "Dr Them")}
    assert trio.problems() == ()


def test_that_a_vote_of_one_side_only_is_taken_whole(trio: Trio) -> None:
    trio.before(say(Vote.MINE))
    trio.we(say(None, revision=1))
    assert trio.merge().conflicts == 0
    assert votes(trio) == {"record": (None, "", "Dr Us")}
