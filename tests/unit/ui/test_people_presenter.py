from datetime import UTC, datetime

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import AuditEvent, Person, Role, Section
from cdconsole.domain.requests import AddPerson, ListAuditEvents, ListPeople, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.columns import EVENT_COLUMNS, PEOPLE_COLUMNS
from cdconsole.ui.screens.people.presenter import PeoplePresenter
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DIRECTOR = Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, AT)
ADMINISTRATOR = Person(PersonId("a"), "Ms C. Administrator", Role.ADMINISTRATOR, AT)
EVENTS = (
    AuditEvent(AT, "Ms C. Administrator", Section.WARD, "amended", "a predicted discharge date"),
    AuditEvent(AT, "Dr B. Director", Section.REVIEW, "locked", "a review"),
)


class Watching:
    def __init__(self, acting: Person) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = PeoplePresenter(self.view, scope, acting, self.broken.append)
        self.presenter.start()
        self.runner.last(ListPeople).answer((DIRECTOR, ADMINISTRATOR))
        self.runner.last(ListAuditEvents).answer(EVENTS)

    def offer_words(self) -> None:
        self.presenter.begin_adding()
        self.runner.last(SuggestPassphrase).answer("one two three four five")


@pytest.fixture
def watching() -> Watching:
    return Watching(DIRECTOR)


def test_that_both_tables_are_read(watching: Watching) -> None:
    assert watching.view.states[0].is_loading
    assert watching.view.state.people == (DIRECTOR, ADMINISTRATOR)
    assert watching.view.state.shown_events == EVENTS
    assert not watching.view.state.is_loading


def test_that_only_the_director_may_add() -> None:
    assert Watching(DIRECTOR).view.state.may_add
    administrator = Watching(ADMINISTRATOR)
    administrator.presenter.begin_adding()
    assert not administrator.view.state.may_add
    assert administrator.view.state.adding is None


def test_that_the_trail_can_be_that_of_one_person(watching: Watching) -> None:
    watching.presenter.visit(person="Dr B. Director")
    assert watching.view.state.shown_events == EVENTS[1:]
    watching.presenter.visit()
    assert watching.view.state.filter == "Dr B. Director"
    watching.presenter.show_events_of("")
    assert watching.view.state.filters == ("Dr B. Director", "Ms C. Administrator")
    assert watching.view.state.shown_events == EVENTS


def test_that_the_filter_falls_back_where_a_person_has_no_events_left(watching: Watching) -> None:
    watching.presenter.show_events_of("Dr B. Director")
    watching.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    watching.runner.last(ListAuditEvents).answer(EVENTS[:1])
    assert watching.view.state.shown_events == EVENTS[:1]


@pytest.mark.parametrize(
    ("topic", "kinds"), [(Topic.PEOPLE, [ListPeople, ListAuditEvents]), (Topic.GOAL, [ListAuditEvents])]
)
def test_that_a_write_reloads_what_it_may_have_changed(watching: Watching, topic: Topic, kinds: list[type]) -> None:
    before = len(watching.runner.asked)
    watching.presenter.changed(ChangeSet(frozenset({topic})))
    assert [type(asked.request) for asked in watching.runner.asked[before:]] == kinds


def test_that_somebody_is_added_with_the_words_shown(watching: Watching) -> None:
    watching.offer_words()
    watching.presenter.add(" Dr D. Deputy ", Role.DEPUTY)
    watching.presenter.add("Dr D. Deputy", Role.DEPUTY)
    asked = [one for one in watching.runner.asked if isinstance(one.request, AddPerson)]
    assert [one.request for one in asked] == [AddPerson("Dr D. Deputy", Role.DEPUTY, "one two three four five")]
    asked[0].answer(Person(PersonId("x"), "Dr D. Deputy", Role.DEPUTY, AT))
    assert watching.view.state.adding.added == "Dr D. Deputy"
    watching.presenter.end_adding()
    assert watching.view.state.adding is None


def test_that_a_name_is_needed_and_the_words_must_have_come(watching: Watching) -> None:
    watching.presenter.begin_adding()
    watching.presenter.add("Dr D.", Role.DEPUTY)
    assert set(watching.view.state.adding.problems) == {"passphrase"}
    watching.presenter.add(" ", Role.DEPUTY)
    assert set(watching.view.state.adding.problems) == {"name"}


@pytest.mark.parametrize(
    ("problem", "shown", "faults"),
    [
        (RuleBroken("Taken.", "", "name"), {"name": "Taken."}, 0),
        (RuleBroken("Weak.", "", "passphrase"), {"passphrase": "Weak."}, 0),
        (UserFacingError("No room."), {"name": "No room."}, 0),
        (Cancelled(), {}, 0),
        (RuntimeError(), {}, 1),
    ],
)
def test_that_a_refusal_stands_in_the_dialog(
    watching: Watching, problem: Exception, shown: dict[str, str], faults: int
) -> None:
    watching.offer_words()
    watching.presenter.add("Dr D.", Role.DEPUTY)
    watching.runner.last(AddPerson).refuse(problem)
    assert watching.view.state.adding.problems == shown
    assert not watching.view.state.adding.is_busy
    assert len(watching.broken) == faults


def test_that_answers_after_the_dialog_closed_open_it_not_again(watching: Watching) -> None:
    watching.offer_words()
    watching.presenter.add("Dr D.", Role.DEPUTY)
    watching.presenter.suggest()
    watching.presenter.end_adding()
    watching.presenter.add("Dr D.", Role.DEPUTY)
    watching.runner.last(AddPerson).refuse(UserFacingError("No."))
    watching.runner.last(AddPerson).answer(DIRECTOR)
    watching.runner.last(SuggestPassphrase).answer("words")
    assert watching.view.state.adding is None


def test_that_closing_cancels_what_runs(watching: Watching) -> None:
    watching.presenter.changed(ChangeSet(frozenset({Topic.PEOPLE})))
    watching.presenter.close()
    assert watching.runner.last(ListPeople).is_cancelled


def test_that_the_columns_say_who_can_read_what_and_since_when() -> None:
    assert [column.text(ADMINISTRATOR) for column in PEOPLE_COLUMNS] == [
        "Ms C. Administrator",
        "Administrator",
        "5 Jan 2026",
        "Ward list, records and job plans",
    ]
    assert PEOPLE_COLUMNS[2].key(DIRECTOR) == AT
    assert [column.text(EVENTS[1]) for column in EVENT_COLUMNS][1:] == [
        "Dr B. Director",
        "Locked",
        "Charts, reviews and goals",
        "a review",
    ]
    assert EVENT_COLUMNS[0].key(EVENTS[0]) == AT
    assert EVENT_COLUMNS[0].text(EVENTS[0]).startswith("5 Jan 2026")
