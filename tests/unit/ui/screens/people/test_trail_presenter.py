from datetime import UTC, datetime

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.domain.requests import ListAuditEvents
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.trail.columns import EVENT_COLUMNS
from cdconsole.ui.screens.people.trail.presenter import TrailPresenter
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EVENTS = (
    AuditEvent(AT, "Ms C. Administrator", Section.WARD, "amended", "a predicted discharge date"),
    AuditEvent(AT, "Dr B. Director", Section.REVIEW, "locked", "a review"),
)


class Watching:
    def __init__(self) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.presenter = TrailPresenter(self.view, TaskScope(self.runner, pytest.fail))
        self.presenter.start()
        self.runner.last(ListAuditEvents).answer(EVENTS)


@pytest.fixture
def watching() -> Watching:
    return Watching()


def test_that_the_trail_is_read(watching: Watching) -> None:
    assert watching.view.state.shown_events == EVENTS


def test_that_the_trail_can_be_that_of_one_person(watching: Watching) -> None:
    watching.presenter.visit(person="Dr B. Director")
    assert watching.view.state.shown_events == EVENTS[1:]
    watching.presenter.visit()
    assert watching.view.state.filter == "Dr B. Director"
    watching.presenter.show_events_of("")
    assert watching.view.state.filters == ("Dr B. Director", "Ms C. Administrator")
    assert watching.view.state.shown_events == EVENTS


def test_that_every_write_reloads_it_and_the_filter_falls_back_where_a_person_has_no_events_left(
    watching: Watching,
) -> None:
    watching.presenter.show_events_of("Dr B. Director")
    watching.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    watching.runner.last(ListAuditEvents).answer(EVENTS[:1])
    assert watching.view.state.shown_events == EVENTS[:1]


def test_that_closing_cancels_what_runs(watching: Watching) -> None:
    watching.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    watching.presenter.close()
    assert watching.runner.last(ListAuditEvents).is_cancelled


def test_that_the_columns_say_who_did_what_when() -> None:
    assert [column.text(EVENTS[1]) for column in EVENT_COLUMNS][1:] == [
        "Dr B. Director",
        "Locked",
        "Charts, reviews and goals",
        "a review",
    ]
    assert EVENT_COLUMNS[0].key(EVENTS[0]) == AT
    assert EVENT_COLUMNS[0].text(EVENTS[0]).startswith("5 Jan 2026")
