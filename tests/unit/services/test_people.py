from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    AddPerson,
    ListAuditEvents,
    ListClinicians,
    ListPeople,
    SaveClinician,
    SaveRecognition,
    UnlockDepartment,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task

WORDS = "jigsaw kettle lantern marble nectar"


def test_that_people_are_listed_with_their_roles(session: Session) -> None:
    people = answer(session, ListPeople(), Task())
    assert [(person.name, person.role) for person in people] == [
        ("Dr B. Director", Role.DIRECTOR), ("Ward Clerk", Role.ADMINISTRATOR),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.ADMINISTRATOR])
def test_that_somebody_added_can_unlock_with_their_own_words(session: Session, tmp_path: Path, role: Role) -> None:
    said: list[Progress] = []
    added = answer(session, AddPerson("Dr D. New", role, WORDS), Task(said.append))
    folder = session.file.vault.locked.folder
    session.close()
    other = Session(session.clock, tmp_path / "other home", session.kdf)
    try:
        summary = answer(other, UnlockDepartment(folder, added.id, WORDS), Task())
        assert (summary.person.name, summary.person.role) == ("Dr D. New", role)
        assert added in answer(other, ListPeople(), Task())
    finally:
        other.close()
    assert said == [Progress(0, 0, "Making the keys")]


def test_that_adding_is_audited_and_announced(session: Session) -> None:
    answer(session, AddPerson("Dr D. New", Role.DEPUTY, WORDS), Task())
    newest = answer(session, ListAuditEvents(1), Task())[0]
    assert (newest.person, newest.action, newest.subject) == ("Dr B. Director", "added", "deputy Dr D. New")
    assert Topic.PEOPLE in session.take_changes().topics


def test_that_only_the_director_adds_people(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, AddPerson("Dr D. New", Role.DEPUTY, WORDS), Task())
    assert len(answer(admin_session, ListPeople(), Task())) == 2


@pytest.mark.parametrize(("name", "words"), [("", WORDS), ("Dr D. New", "short")])
def test_that_a_person_without_a_name_or_with_a_weak_passphrase_is_refused(
    session: Session, name: str, words: str
) -> None:
    with pytest.raises(RuleBroken):
        answer(session, AddPerson(name, Role.DEPUTY, words), Task())
    assert len(answer(session, ListPeople(), Task())) == 2


def test_that_the_trail_is_newest_first_limited_and_names_clinicians(session: Session) -> None:
    ann = answer(session, ListClinicians(), Task())[0]
    answer(session, SaveClinician(ann), Task())
    answer(session, SaveRecognition(ann.id, "Thank you for the weekend."), Task())
    events = answer(session, ListAuditEvents(), Task())
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert len(answer(session, ListAuditEvents(2), Task())) == 2
    thanked = next(event for event in events if event.section is Section.REVIEW)
    assert ann.name in thanked.subject
    assert not any(ann.id in event.subject.split(" ") for event in events)
    assert not any("weekend" in event.subject for event in events)


def test_that_an_administrator_reads_no_event_of_the_reviews(admin_session: Session) -> None:
    sections = {event.section for event in answer(admin_session, ListAuditEvents(), Task())}
    assert Section.RECORDS in sections
    assert Section.REVIEW not in sections
