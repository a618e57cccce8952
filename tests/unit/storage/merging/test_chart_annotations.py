"""Two people write on one chart at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.storage import chart_annotations
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio


def write(words: str) -> Edit:
    def act(work: Work) -> None:
        chart_annotations.add(
            work,
            Annotation(new_id(), ClinicianId("ann"), MeasureId.SPELLS, Month(2026, 8), words, work.actor.name, work.at),
        )

    return act


def withdraw(work: Work) -> None:
    [before] = chart_annotations.holding(work)
    chart_annotations.change(work, before, replace(before, withdrawn_by=work.actor.name, withdrawn_at=work.at))


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def test_that_notes_of_both_are_kept_with_their_authors(trio: Trio) -> None:
    trio.they(write("theirs"))
    trio.we(write("ours"))
    merged = trio.merge()
    assert Topic.ANNOTATION in merged.changes.topics
    assert merged.conflicts == 0
    found = {one.text: one.author for one in trio.read(chart_annotations.holding)}
    assert found == {"theirs": "Dr Them", "ours": "Dr Us"}
    assert trio.problems() == ()


def test_that_what_both_withdrew_is_withdrawn_and_nobody_is_asked(trio: Trio) -> None:
    trio.before(write("both"))
    trio.they(withdraw)
    trio.we(withdraw)
    assert trio.merge().conflicts == 0
    assert trio.read(chart_annotations.holding) == ()
    assert trio.problems() == ()
