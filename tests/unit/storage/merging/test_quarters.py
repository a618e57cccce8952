"""Two people freeze a quarter, interpret the same chart and release at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.quarter import FrozenFigures, Interpretation, InterpretationWords, Release, ReleaseMode
from cdconsole.storage import interpretations, quarters
from cdconsole.storage.quarters import NewFreeze
from cdconsole.storage.section_file import Reading, Work
from unit.storage.merging.trio import Edit, Trio

ANN, Q3 = ClinicianId("ann"), Quarter(2026, 3)
FIGURES = FrozenFigures("Dr Ann", Period(Month(2024, 1), Month(2026, 9)), (), "", (), "", "", "f" * 64)


def freeze(reason: str = "") -> Edit:
    def act(work: Work) -> None:
        quarters.add(work, NewFreeze(Q3, 1, reason, "30 Sep 2026", (), {ANN: FIGURES}))

    return act


def write(text: str, revision: int = 1) -> Edit:
    def act(work: Work) -> None:
        new = Interpretation(ANN, None, InterpretationWords(text), work.actor.name, work.at, revision, "f" * 64)
        interpretations.save(work, Q3, new)

    return act


def release(mode: ReleaseMode) -> Edit:
    def act(work: Work) -> None:
        [frozen] = quarters.everything(work)
        quarters.add_release(work, Release(frozen.id, ANN, mode, "Dr Ann", work.actor.name, work.at, "a" * 64))

    return act


def texts(reading: Reading) -> list[tuple[int, str, str]]:
    return [
        (one.revision, one.author, one.words.conclusion) for one in interpretations.revisions(reading, Q3, ANN, None)
    ]


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def test_that_two_freezes_of_a_quarter_become_two_versions(trio: Trio) -> None:
    trio.they(freeze())
    trio.we(freeze())
    merged = trio.merge()
    assert Topic.QUARTER in merged.changes.topics
    assert merged.conflicts == 0
    found = trio.read(quarters.everything)
    assert [(one.version, one.frozen_by) for one in found] == [(2, "Dr Us"), (1, "Dr Them")]
    assert all(
        trio.read(lambda reading, one=one: quarters.figures_of(reading, one.id, ANN)) == FIGURES for one in found
    )
    assert trio.problems() == ()


def test_that_both_texts_of_one_chart_are_kept_and_somebody_is_asked(trio: Trio) -> None:
    trio.they(write("theirs"))
    trio.we(write("ours"))
    assert trio.merge().conflicts == 1
    assert trio.read(texts) == [(1, "Dr Them", "theirs"), (2, "Dr Us", "ours")]
    assert trio.problems() == ()


def test_that_what_we_wrote_on_grows_where_nobody_else_did(trio: Trio) -> None:
    trio.before(freeze())
    trio.we(write("ours"))
    trio.we(write("ours, and more", 2))
    trio.they(release(ReleaseMode.IN_PERSON))
    assert trio.merge().conflicts == 0
    assert [text for _, _, text in trio.read(texts)] == ["ours, and more"]
    assert trio.problems() == ()


def test_that_both_releases_are_kept(trio: Trio) -> None:
    trio.before(freeze())
    trio.they(release(ReleaseMode.PRINTED))
    trio.we(release(ReleaseMode.PACK))
    assert trio.merge().conflicts == 0
    [frozen] = trio.read(quarters.everything)
    found = trio.read(lambda reading: quarters.releases(reading, frozen.id))
    assert {one.mode for one in found} == {ReleaseMode.PRINTED, ReleaseMode.PACK}
    assert trio.problems() == ()
