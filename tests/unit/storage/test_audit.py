from __future__ import annotations

import pytest

from cdconsole.domain.people import AuditEvent, Person, Section
from cdconsole.storage import audit
from cdconsole.storage.section_file import SectionFile


@pytest.fixture
def audited(records: SectionFile, director: Person) -> SectionFile:
    for subject in ("first", "second", "third"):
        with records.unit_of_work(director, "because") as work:
            work.audit("did", subject)
            work.commit()
    return records


def problems(file: SectionFile) -> tuple[str, ...]:
    with file.snapshot() as snapshot:
        return audit.verify_chain(snapshot, file.audit_chain)


def tamper(file: SectionFile, *statements: str) -> None:
    for trigger in ("audit_is_never_changed", "audit_is_never_deleted"):
        file._connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        file._connection.execute(statement)


def test_that_events_come_newest_first(audited: SectionFile, director: Person) -> None:
    with audited.snapshot() as snapshot:
        found = audit.events(snapshot, Section.RECORDS)
        assert audit.events(snapshot, Section.RECORDS, limit=1) == found[:1]
    assert [event.subject for event in found] == ["third", "second", "first"]
    assert found[0] == AuditEvent(director.since, "Dr Director", Section.RECORDS, "did", "third")


def test_that_an_untouched_chain_holds_and_its_head_moves(records: SectionFile, director: Person) -> None:
    assert problems(records) == ()
    heads = [records.audit_head()]
    for _ in range(2):
        with records.unit_of_work(director) as work:
            work.audit("did", "it")
            work.commit()
        heads.append(records.audit_head())
    assert problems(records) == ()
    assert heads[0] == "0" * 64
    assert len(set(heads)) == 3


@pytest.mark.parametrize("column", ["at", "person_id", "person", "action", "subject", "reason", "id"])
def test_that_an_altered_event_shows(audited: SectionFile, column: str) -> None:
    tamper(audited, f"UPDATE audit_event SET {column} = 'x' WHERE sequence = 2")
    assert problems(audited) == ("The audit trail was altered at event 2.",)


def test_that_a_missing_event_shows(audited: SectionFile) -> None:
    tamper(audited, "DELETE FROM audit_event WHERE sequence = 2")
    assert problems(audited) == ("The audit trail lacks event 2.",)


def test_that_a_missing_event_shows_when_the_rest_moved_up(audited: SectionFile) -> None:
    tamper(
        audited,
        "DELETE FROM audit_event WHERE sequence = 2",
        "UPDATE audit_event SET sequence = 2 WHERE sequence = 3",
    )
    assert problems(audited) == ("The audit trail was altered at event 2.",)
