"""Two people work on proposals of sealed extracts at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract_proposal import ExtractProposal, ExtractSignature, ExtractState
from cdconsole.domain.people import Section
from cdconsole.storage import export_log, extract_proposals
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.extract_proposals import Proposed
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio

MANIFEST = {
    "clinician": {"id": "ann", "name": "Dr Ann"},
    "purpose": "Review",
    "recipient": "Prof. E.",
    "recipient_key": "",
    "ticked": {
        "first": "2026-01", "last": "2026-06", "measures": [], "job_plan": True, "exposure": False, "goals": [],
        "reviews": [],
    },
    "files": {"job-plan.csv": {"title": "Job plan"}},
}  # fmt: skip


def proposed(work: Work, purpose: str = "Review") -> Proposed:
    word = ExtractSignature(work.actor.id, work.actor.name, "Deputy", work.at, f"{work.actor.name} on {purpose}")
    return Proposed(json.dumps(MANIFEST | {"purpose": purpose}), purpose.encode(), word)


def propose(id_: str) -> Edit:
    return lambda work: extract_proposals.add(work, id_, "ann", proposed(work))


def change(purpose: str) -> Edit:
    return lambda work: extract_proposals.replace_content(
        work, extract_proposals.by_id(work, "x"), proposed(work, purpose)
    )


def agree(work: Work) -> ExtractProposal:
    return extract_proposals.agree(work, extract_proposals.by_id(work, "x"), proposed(work).signature)


def seal(work: Work) -> ExtractProposal:
    return extract_proposals.seal(work, extract_proposals.by_id(work, "x"), "ab")


def withdraw(work: Work) -> ExtractProposal:
    return extract_proposals.end(work, extract_proposals.by_id(work, "x"), "no need")


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def merged(trio: Trio, id_: str = "x") -> ExtractProposal:
    found = trio.read(lambda snapshot: extract_proposals.by_id(snapshot, id_))
    assert isinstance(found, ExtractProposal)
    return found


def test_that_proposals_of_both_are_kept(trio: Trio) -> None:
    trio.they(propose("x"))
    trio.we(propose("y"))
    assert Topic.SEALED_EXTRACT in trio.merge().changes.topics
    assert (merged(trio, "x").proposed.name, merged(trio, "y").proposed.name) == ("Dr Them", "Dr Us")
    assert trio.problems() == ()


def test_that_an_agreement_never_joins_a_content_it_was_not_given_to(trio: Trio) -> None:
    trio.before(propose("x"))
    trio.they(agree)
    trio.we(change("Something else"))
    trio.merge()
    found = merged(trio)
    assert (found.draft.purpose, found.agreed is not None) == ("Review", True)
    assert found.proposed.signature == "Dr Us on Review"
    assert trio.problems() == ()


def test_that_what_they_sealed_stays_sealed(trio: Trio) -> None:
    trio.before(propose("x"))
    trio.they(agree)
    trio.they(seal)
    trio.we(withdraw)
    trio.merge()
    assert merged(trio).state is ExtractState.SEALED
    assert trio.problems() == ()


def test_that_both_logs_of_exports_are_kept(trio: Trio) -> None:
    trio.they(lambda work: export_log.add(work, ExportState.WRITTEN, "Sealed extract", "theirs.age"))
    trio.we(lambda work: export_log.add(work, ExportState.WRITTEN, "Sealed extract", "ours.age"))
    trio.merge()
    assert trio.rows("SELECT file_name FROM export_log ORDER BY sequence") == [("theirs.age",), ("ours.age",)]
