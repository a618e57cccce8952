"""Getting in with the recovery key."""

from datetime import UTC, datetime

import pytest

from cdconsole.domain.access_requests import UseRecoveryKey
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, Person, Role
from cdconsole.domain.requests import ReadLockedDepartment, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.shell.recover.presenter import RecoverPresenter
from cdconsole.ui.shell.recover.state import RecoverState, Recovery
from unit.ui.scripted_runner import ScriptedRunner, Shown

SINCE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE = (
    Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, SINCE),
    Person(PersonId("e"), "Dr E. Deputy", Role.DEPUTY, SINCE),
)
OWN = OwnPassphrase("five words of my own", "five words of my own")
TYPED = Recovery("8H3K-7", "e", OWN)


class Recovering:
    def __init__(self, person: str = "e") -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.opened: list[object] = []
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = RecoverPresenter(self.view, scope, self.opened.append, self.broken.append)
        self.presenter.offer("/x.cdv", person)
        self.runner.last(ReadLockedDepartment).answer(
            LockedDepartment("/x.cdv", "Gastro", "", PEOPLE, SINCE, has_unpublished_work=False)
        )
        self.runner.last(SuggestPassphrase).answer("one two three four five")


@pytest.fixture
def recovering() -> Recovering:
    return Recovering()


def test_that_everybody_of_the_department_can_become_its_clinical_director(recovering: Recovering) -> None:
    state = recovering.view.state
    assert [one.label for one in state.people] == ["Dr B. Director, clinical director", "Dr E. Deputy, deputy"]
    assert (state.department, state.chosen, state.suggestion) == ("Gastro", "e", "one two three four five")
    assert Recovering("gone").view.state.chosen == ""


def test_that_the_key_opens_the_department_once(recovering: Recovering) -> None:
    recovering.presenter.recover(TYPED)
    recovering.presenter.recover(TYPED)
    asked = [one.request for one in recovering.runner.asked if isinstance(one.request, UseRecoveryKey)]
    assert asked == [UseRecoveryKey("/x.cdv", "8H3K-7", PersonId("e"), OWN.text)]
    recovering.runner.last(UseRecoveryKey).answer("summary")
    assert recovering.opened == ["summary"]


def test_that_every_field_is_needed(recovering: Recovering) -> None:
    recovering.presenter.recover(Recovery(" ", "", OwnPassphrase()))
    assert set(recovering.view.state.problems) == {"key", "person", "passphrase"}
    assert recovering.view.state.refusals == 1
    assert not any(isinstance(one.request, UseRecoveryKey) for one in recovering.runner.asked)


@pytest.mark.parametrize(
    ("problem", "fields", "faults"),
    [
        (WrongPassphrase("Another key.", ""), {"key"}, 0),
        (RuleBroken("Mistyped.", "", "key"), {"key"}, 0),
        (RuleBroken("Too short.", "", "passphrase"), {"passphrase"}, 0),
        (UserFacingError("The share is gone."), {""}, 0),
        (Cancelled(), set(), 0),
        (RuntimeError(), set(), 1),
    ],
)
def test_that_a_refusal_stands_at_its_field(
    recovering: Recovering, problem: Exception, fields: set[str], faults: int
) -> None:
    recovering.presenter.recover(TYPED)
    recovering.runner.last(UseRecoveryKey).refuse(problem)
    assert set(recovering.view.state.problems) == fields
    assert not recovering.view.state.busy
    assert len(recovering.broken) == faults


def test_that_nothing_opens_after_the_page_was_left(recovering: Recovering) -> None:
    recovering.presenter.recover(TYPED)
    recovering.presenter.close()
    recovering.runner.last(UseRecoveryKey).answer("summary")
    assert recovering.opened == []


def test_that_the_key_never_prints() -> None:
    assert "8H3K" not in repr(TYPED) + repr(RecoverState(suggestion="8H3K"))
