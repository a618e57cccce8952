"""Every table of every section is either among what is held about a person, or known not to be, with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.storage.held.every_section import kinds_of
from cdconsole.storage.held.not_about import NOT_ABOUT
from cdconsole.storage.held.reading import Whom, count, rows_of, tables
from cdconsole.storage.section_file import SectionFile

ANN = Clinician(ClinicianId("ann"), "Dr Ann Example", Grade.CONSULTANT)
WHOM = Whom(ANN, {"ann": ANN.name, "bob": "Dr Bob Sample"})


@pytest.fixture(params=list(Section), ids=lambda section: section.value)
def section(request: pytest.FixtureRequest) -> Section:
    assert isinstance(request.param, Section)
    return request.param


@pytest.fixture
def file(section: Section, open_section: Callable[[Section], SectionFile]) -> SectionFile:
    return open_section(section)


def test_that_every_table_is_accounted_for_once(file: SectionFile, section: Section) -> None:
    held = {kind.table for kind in kinds_of(section)}
    with file.snapshot() as snapshot:
        there = tables(snapshot)
    nowhere = there - held - set(NOT_ABOUT)
    assert not nowhere, (
        f"{sorted(nowhere)}: add each to the kinds of storage/held/{section.value}.py, so that it is in everything "
        "held about a person, or to storage/held/not_about.py with the reason why it is about no clinician"
    )
    assert held <= there
    assert not held & set(NOT_ABOUT)


def test_that_no_reason_is_kept_for_a_table_that_is_gone(open_section: Callable[[Section], SectionFile]) -> None:
    there: set[str] = set()
    for one in Section:
        with open_section(one).snapshot() as snapshot:
            there |= tables(snapshot)
    assert set(NOT_ABOUT) <= there


def test_that_no_table_with_a_clinicians_id_passes_for_being_about_nobody(file: SectionFile) -> None:
    with file.snapshot() as snapshot:
        for table in sorted(tables(snapshot) & set(NOT_ABOUT)):
            columns = {name for _at, name, *_rest in snapshot.rows(f"PRAGMA table_info({table})")}
            assert "clinician_id" not in columns or "worked out from records" in NOT_ABOUT[table], table


def test_that_every_kind_can_be_counted_and_read(file: SectionFile, section: Section) -> None:
    with file.snapshot() as snapshot:
        for kind in kinds_of(section):
            assert count(snapshot, kind, WHOM).rows == 0
            if kind.dated:
                assert count(snapshot, kind, WHOM, "2026-01-01").rows == 0
            table = rows_of(snapshot, kind, WHOM)
            assert table.rows == ()
            assert {column.replace("_", " ") for column in (*kind.words, *kind.on_paper)} <= set(table.columns)
