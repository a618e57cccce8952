from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import UNATTRIBUTED, Clinician, Grade
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicians, SaveClinician
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def test_that_unattributed_work_comes_last(session: Session) -> None:
    names = [clinician.name for clinician in answer(session, ListClinicians(), Task())]
    assert names == ["Dr Ann Example", "Dr Bob Sample", UNATTRIBUTED]


def test_that_a_clinician_without_an_id_is_added_with_one(session: Session) -> None:
    new = Clinician(ClinicianId(""), "Dr Cal New", Grade.SPECIALIST, ("CN", "C999"), ("Nutrition",))
    added = answer(session, SaveClinician(new), Task())
    assert added == replace(new, id=added.id, revision=1)
    assert added.id
    assert added in answer(session, ListClinicians(), Task())
    changes = session.take_changes()
    assert (changes.topics, changes.clinicians) == (frozenset({Topic.CLINICIAN}), frozenset({added.id}))


def test_that_a_rename_keeps_the_id(session: Session) -> None:
    ann = answer(session, ListClinicians(), Task())[0]
    renamed = answer(session, SaveClinician(replace(ann, name="Dr Zed Example", codes=())), Task())
    assert renamed == replace(ann, name="Dr Zed Example", codes=(), revision=2)
    assert [clinician.id for clinician in answer(session, ListClinicians(), Task())] == ["bob", "ann", "none"]


def test_that_a_stale_edit_is_refused(session: Session) -> None:
    ann = answer(session, ListClinicians(), Task())[0]
    answer(session, SaveClinician(replace(ann, grade=Grade.OTHER)), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveClinician(replace(ann, name="Dr Late")), Task())


def test_that_a_name_is_needed(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveClinician(Clinician(ClinicianId(""), " ", Grade.OTHER)), Task())
    assert refused.value.field == "name"


def test_that_a_code_belongs_to_one_clinician(session: Session) -> None:
    with pytest.raises(RuleBroken, match="AE") as refused:
        answer(session, SaveClinician(Clinician(ClinicianId(""), "Dr Cal New", Grade.OTHER, ("AE",))), Task())
    assert refused.value.field == "codes"
    assert len(answer(session, ListClinicians(), Task())) == 3
