"""Two people change the limits of one chart at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LimitKind
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.storage import limit_changes
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio


def change(why: str, kind: LimitKind = LimitKind.REBASE) -> Edit:
    def act(work: Work) -> None:
        whose = (ClinicianId("ann"), MeasureId.SPELLS, kind, Month(2026, 8))
        limit_changes.add(work, LimitChange(new_id(), *whose, why, work.actor.name, work.at))

    return act


def withdraw(why: str) -> Edit:
    def act(work: Work) -> None:
        [before] = limit_changes.holding(work)
        gone = replace(before, withdrawn_by=work.actor.name, withdrawn_at=work.at, withdrawn_reason=why)
        limit_changes.amend(work, before, gone)

    return act


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def test_that_changes_of_both_are_kept_with_their_authors(trio: Trio) -> None:
    trio.they(change("theirs"))
    trio.we(change("ours", LimitKind.EXCLUDE))
    merged = trio.merge()
    assert Topic.CHART_LIMITS in merged.changes.topics
    assert merged.conflicts == 0
    found = {one.reason: (one.author, one.kind) for one in trio.read(limit_changes.holding)}
    assert found == {"theirs": ("Dr Them", LimitKind.REBASE), "ours": ("Dr Us", LimitKind.EXCLUDE)}
    assert trio.problems() == ()


def test_that_what_both_withdrew_is_withdrawn_and_nobody_is_asked(trio: Trio) -> None:
    trio.before(change("both"))
    trio.they(withdraw("their reason"))
    trio.we(withdraw("our reason"))
    assert trio.merge().conflicts == 0
    assert trio.read(limit_changes.holding) == ()
    assert trio.problems() == ()
