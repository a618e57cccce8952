from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.errors import Cancelled, CannotOpenDepartment, UserFacingError, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, Person, Role, SessionSummary
from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.shell.unlock.presenter import UnlockPresenter
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState
from unit.ui.scripted_runner import ScriptedRunner, Shown

SINCE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DIRECTOR = Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, SINCE)
ADMINISTRATOR = Person(PersonId("a"), "Ms C. Administrator", Role.ADMINISTRATOR, SINCE)


def locked(*people: Person, published: datetime | None = SINCE, unpublished: bool = False) -> LockedDepartment:
    return LockedDepartment("/share/gastro.cdv", "Gastro", "Gastroenterology", people, published, unpublished)


class Unlocking:
    def __init__(self) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.opened: list[SessionSummary] = []
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = UnlockPresenter(self.view, scope, self.opened.append, self.broken.append)

    def read(self, *people: Person) -> None:
        self.presenter.offer(UnlockState("/share/gastro.cdv", "Gastro"))
        self.runner.last(ReadLockedDepartment).answer(locked(*people))


@pytest.fixture
def unlocking() -> Unlocking:
    return Unlocking()


def test_that_what_is_remembered_shows_before_the_folder_is_read(unlocking: Unlocking) -> None:
    remembered = UnlockState("/share/gastro.cdv", "Gastro", people=(PersonChoice("a", "Ms C."),), chosen="a")
    unlocking.presenter.offer(remembered)
    assert unlocking.view.state == remembered
    unlocking.runner.last(ReadLockedDepartment).answer(locked(DIRECTOR, ADMINISTRATOR))
    assert unlocking.view.state.chosen == "a"
    assert [one.label for one in unlocking.view.state.people] == [
        "Dr B. Director, clinical director",
        "Ms C. Administrator, administrator",
    ]
    assert "2 people can unlock it" in unlocking.view.state.facts


def test_that_somebody_no_longer_there_is_not_chosen(unlocking: Unlocking) -> None:
    unlocking.presenter.offer(UnlockState("/share/gastro.cdv", "Gastro", chosen="gone"))
    unlocking.runner.last(ReadLockedDepartment).answer(locked(DIRECTOR))
    assert unlocking.view.state.chosen == "d"


@pytest.mark.parametrize(
    ("published", "unpublished", "words"),
    [(None, False, "Not saved yet"), (SINCE, False, "Last saved 5 Jan 2026"), (SINCE, True, "not in the department")],
)
def test_that_the_facts_say_when_it_was_saved(
    unlocking: Unlocking, *, published: datetime | None, unpublished: bool, words: str
) -> None:
    unlocking.presenter.offer(UnlockState("/share/gastro.cdv"))
    unlocking.runner.asked[-1].answer(locked(DIRECTOR, published=published, unpublished=unpublished))
    assert words in unlocking.view.state.facts


def test_that_a_folder_that_is_no_department_says_so_and_nobody_can_unlock_it(unlocking: Unlocking) -> None:
    unlocking.presenter.offer(UnlockState("/home", "home"))
    unlocking.runner.asked[-1].refuse(CannotOpenDepartment("This folder is not a department.", "Choose another."))
    assert unlocking.view.state.problem == "This folder is not a department. Choose another."
    assert not unlocking.view.state.can_unlock
    unlocking.presenter.unlock("d", "words")
    assert not any(isinstance(asked.request, UnlockDepartment) for asked in unlocking.runner.asked)


def test_that_an_empty_passphrase_is_refused_without_deriving_a_key(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock("d", "")
    assert unlocking.view.state.problem == "Type your passphrase."
    assert len(unlocking.runner.asked) == 1


def test_that_a_second_press_while_the_key_is_derived_does_nothing(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock("d", "five words")
    unlocking.presenter.unlock("d", "five words")
    assert unlocking.view.state.busy
    assert len(unlocking.runner.asked) == 2


def test_that_a_wrong_passphrase_says_what_to_do_and_who_else_can_open_it(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR, ADMINISTRATOR)
    before = unlocking.view.state.attempt
    unlocking.presenter.unlock("d", "wrong")
    unlocking.runner.last(UnlockDepartment).refuse(WrongPassphrase("no", "no"))
    state = unlocking.view.state
    assert "Caps Lock" in state.problem
    assert "Ms C. Administrator" in state.problem
    assert "Dr B. Director" not in state.problem
    assert state.attempt > before
    assert state.can_unlock


def test_that_another_refusal_is_shown_in_its_own_words(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock("d", "right")
    unlocking.runner.last(UnlockDepartment).refuse(UserFacingError("It is open in another window.", "Close that."))
    assert unlocking.view.state.problem == "It is open in another window. Close that."


def test_that_a_fault_goes_to_the_shell_and_a_cancel_to_nobody(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    for problem in (Cancelled(), RuntimeError("fault")):
        unlocking.presenter.unlock("d", "right")
        unlocking.runner.last(UnlockDepartment).refuse(problem)
        assert not unlocking.view.state.busy
    assert [type(problem) for problem in unlocking.broken] == [RuntimeError]
    unlocking.presenter.offer(UnlockState("/x"))
    unlocking.runner.asked[-1].refuse(RuntimeError("fault"))
    assert len(unlocking.broken) == 2


def test_that_the_right_passphrase_lets_in_and_leaves_no_offer_behind(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR, ADMINISTRATOR)
    unlocking.presenter.choose("a")
    unlocking.presenter.unlock("a", "right")
    request = unlocking.runner.last(UnlockDepartment).request
    assert isinstance(request, UnlockDepartment)
    assert (request.person, request.passphrase) == ("a", "right")
    summary = SessionSummary("/share/gastro.cdv", "Gastro", "Gastroenterology", ADMINISTRATOR, 3, "30 Jun 2026")
    unlocking.runner.asked[-1].answer(summary)
    assert unlocking.opened == [summary]
    assert not unlocking.view.state.busy


def test_that_a_state_never_prints_the_passphrase_on_offer() -> None:
    assert "secret" not in repr(UnlockState("f", "Gastro", passphrase_on_offer="secret"))  # noqa: S106 - opens nothing


def test_that_the_last_backup_is_dated(unlocking: Unlocking) -> None:
    unlocking.presenter.offer(UnlockState("/share/gastro.cdv", "Gastro"))
    unlocking.runner.last(ReadLockedDepartment).answer(replace(locked(DIRECTOR), last_backed_up=SINCE))
    assert ", backed up 5 Jan 2026" in unlocking.view.state.facts
