from __future__ import annotations

from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    ListAuditEvents,
    ListClinicians,
    SaveClinician,
    SaveRecognition,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


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
