"""Two people at one inbox: keys, senders and decisions of both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.inbox import PackDecision, PackState
from cdconsole.domain.people import Section
from cdconsole.storage import data_packs
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Trio

KEY, SHA256 = "ab" * 32, "cd" * 32


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.RECORDS)


def decide(work: Work, state: PackState, reason: str) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    data_packs.decide(work, PackDecision(SHA256, "a.cdpack", None, state, frozenset(), reason, "", at), "decided on")


def senders(work: Work, *, is_accepted: bool) -> None:
    data_packs.decide_on_sender(work, KEY, "BI team", is_accepted=is_accepted)


def conflicts(trio: Trio) -> int:
    [(count,)] = trio.rows("SELECT count(*) FROM conflict")
    return int(count)


def test_that_keys_made_by_both_are_kept_and_the_later_is_handed_out(trio: Trio) -> None:
    trio.they(lambda work: data_packs.put_in_force(work, "age1theirs", "theirs"))
    trio.we(lambda work: data_packs.put_in_force(work, "age1ours", "ours"))
    trio.merge()
    pairs = trio.read(data_packs.key_pairs)
    assert [(pair.recipient, pair.retired_at) for pair in pairs] == [("age1ours", None), ("age1theirs", None)]
    assert (conflicts(trio), trio.problems()) == (0, ())


def test_that_one_decision_on_a_pack_stands_whole_and_nobody_is_asked(trio: Trio) -> None:
    trio.they(lambda work: decide(work, PackState.TAKEN_IN, ""))
    trio.we(lambda work: decide(work, PackState.REFUSED, "wrong month"))
    trio.merge()
    [decision] = trio.read(data_packs.decisions).values()
    assert (decision.state, decision.reason, decision.person) == (PackState.TAKEN_IN, "", "Dr Them")
    assert (conflicts(trio), trio.problems()) == (0, ())


def test_that_a_block_by_one_stands_whole_when_the_other_accepted_anew(trio: Trio) -> None:
    trio.before(lambda work: senders(work, is_accepted=True))
    trio.they(lambda work: senders(work, is_accepted=False))
    trio.we(lambda work: senders(work, is_accepted=True))
    trio.merge()
    [sender] = trio.read(lambda reading: data_packs.senders(reading, bytes.hex)).values()
    assert (sender.is_accepted, sender.person) == (False, "Dr Them")
    assert trio.problems() == ()
