"""Two people make packs and decide on replies at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician_pack import ClinicianPack
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.storage import clinician_packs
from cdconsole.storage.section_file import Work
from cdconsole.vault.clinician_pack import ReplyLock
from unit.storage.merging.trio import Edit, Trio

REPLY = ("f" * 64, 7)


def make(id_: str) -> Edit:
    made = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
    pack = ClinicianPack(id_, ClinicianId("ann"), "Dr Us", made, date(2026, 12, 21), "0" * 64)
    return lambda work: clinician_packs.add(work, pack, ReplyLock("vault", id_, "AGE-SECRET-KEY-1", b"k" * 32))


def found(work: Work) -> ClinicianPack:
    pack = clinician_packs.by_id(work, "x")
    assert pack is not None
    return pack


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def merged(trio: Trio) -> ClinicianPack:
    pack = trio.read(lambda snapshot: clinician_packs.by_id(snapshot, "x"))
    assert isinstance(pack, ClinicianPack)
    return pack


def test_that_packs_of_both_are_kept(trio: Trio) -> None:
    trio.they(make("x"))
    trio.we(make("y"))
    assert Topic.CLINICIAN_PACK in trio.merge().changes.topics
    assert len(trio.read(clinician_packs.everything)) == 2
    assert trio.problems() == ()


def test_that_a_reply_both_took_in_counts_once_and_a_revocation_stays(trio: Trio) -> None:
    trio.before(make("x"))
    trio.they(lambda work: clinician_packs.accept(work, found(work), REPLY, ()))
    trio.they(lambda work: clinician_packs.revoke(work, found(work), "Lost"))
    trio.we(lambda work: clinician_packs.accept(work, found(work), REPLY, ()))
    trio.merge()
    assert (merged(trio).replied, merged(trio).revoke_reason) == (7, "Lost")
    assert trio.problems() == ()
