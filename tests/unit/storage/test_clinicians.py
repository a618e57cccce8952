from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import UNATTRIBUTED, Clinician, Grade
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Person
from cdconsole.storage import clinicians
from cdconsole.storage.section_file import SectionFile

Pair = tuple[Clinician, Clinician]


def test_that_clinicians_come_back_as_stored_by_name_with_unattributed_work_last(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    nobody = Clinician(ClinicianId("n"), UNATTRIBUTED, Grade.OTHER, is_attributable=False)
    keen = Clinician(ClinicianId("k"), "dr aspen", Grade.CONSULTANT, ("Z", "A"), ("IBD", "Liver"))
    with records.unit_of_work(director) as work:
        clinicians.add(work, nobody)
        clinicians.add(work, keen)
        work.commit()
    ash, birch = two_clinicians
    with records.snapshot() as snapshot:
        assert clinicians.all_clinicians(snapshot) == (ash, keen, birch, nobody)
        assert clinicians.by_id(snapshot, keen.id) == keen
        assert clinicians.by_id(snapshot, ClinicianId("none")) is None
        assert clinicians.code_map(snapshot) == {"C1": ash.id, "ASH": ash.id, "C2": birch.id, "Z": "k", "A": "k"}


def test_that_a_change_keeps_what_was_before_and_says_whom_it_touched(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    ash, _ = two_clinicians
    with records.unit_of_work(director) as work:
        saved = clinicians.save(work, replace(ash, name="Dr Ashe", codes=("C3",)))
        assert work.commit() == ChangeSet(frozenset({Topic.CLINICIAN}), frozenset({ash.id}))
    assert saved.revision == 2
    with records.snapshot() as snapshot:
        assert clinicians.by_id(snapshot, ash.id) == saved
        kept = snapshot.rows(
            "SELECT revision, before ->> 'name', after ->> 'name' FROM history WHERE row_id = ?", (ash.id,)
        )
    assert kept == [(1, None, "Dr Ash"), (2, "Dr Ash", "Dr Ashe")]


def test_that_a_stale_edit_is_refused_and_nothing_changes(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    ash, _ = two_clinicians
    with records.unit_of_work(director) as work:
        clinicians.save(work, replace(ash, name="Dr First"))
        work.commit()
    with records.unit_of_work(director) as work, pytest.raises(StaleEdit, match="changed by somebody else"):
        clinicians.save(work, replace(ash, name="Dr Second"))
    with records.unit_of_work(director) as work, pytest.raises(StaleEdit, match="no longer there"):
        clinicians.save(work, replace(ash, id=ClinicianId("gone")))
    with records.snapshot() as snapshot:
        assert {c.name for c in clinicians.all_clinicians(snapshot)} == {"Dr First", "Dr Birch"}


def test_that_a_code_of_another_clinician_is_refused(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    _, birch = two_clinicians
    with records.unit_of_work(director) as work, pytest.raises(RuleBroken, match="C1 already belongs") as refusal:
        clinicians.save(work, replace(birch, codes=("C2", "C1")))
    assert refusal.value.field == "codes"


def test_that_a_code_given_twice_is_one_code(records: SectionFile, director: Person, two_clinicians: Pair) -> None:
    ash, _ = two_clinicians
    with records.unit_of_work(director) as work:
        clinicians.save(work, replace(ash, codes=("C9", "C9")))
        work.commit()
    with records.snapshot() as snapshot:
        found = clinicians.by_id(snapshot, ash.id)
    assert found is not None
    assert found.codes == ("C9",)
