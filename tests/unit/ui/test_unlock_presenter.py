from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.errors import (
    Cancelled,
    CannotOpenDepartment,
    OlderThanSeen,
    OwnPassphraseNeeded,
    RuleBroken,
    UserFacingError,
    WrongPassphrase,
)
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, Person, Role, SessionSummary
from cdconsole.domain.requests import ReadLockedDepartment, SuggestPassphrase, UnlockDepartment
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.shell.unlock.presenter import UnlockPresenter
from cdconsole.ui.shell.unlock.state import Attempt, PersonChoice, UnlockState
from unit.ui.scripted_runner import ScriptedRunner, Shown

SINCE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DIRECTOR = Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, SINCE)
ADMINISTRATOR = Person(PersonId("a"), "Ms C. Administrator", Role.ADMINISTRATOR, SINCE)

OWN = OwnPassphrase("five words of my own", "five words of my own")


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

    def read_with_newcomer(self) -> None:
        """The administrator has a code and has not unlocked yet."""
        self.presenter.offer(UnlockState("/share/gastro.cdv", "Gastro"))
        found = replace(locked(DIRECTOR, ADMINISTRATOR), newcomers=frozenset({ADMINISTRATOR.id}), has_recovery_key=True)
        self.runner.last(ReadLockedDepartment).answer(found)

    def sent(self) -> list[UnlockDepartment]:
        return [asked.request for asked in self.runner.asked if isinstance(asked.request, UnlockDepartment)]


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
    unlocking.presenter.unlock(Attempt("d", "words"))
    assert not any(isinstance(asked.request, UnlockDepartment) for asked in unlocking.runner.asked)


def test_that_an_empty_passphrase_is_refused_without_deriving_a_key(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock(Attempt("d", ""))
    assert unlocking.view.state.problem == "Type your passphrase."
    assert len(unlocking.runner.asked) == 1


def test_that_a_second_press_while_the_key_is_derived_does_nothing(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock(Attempt("d", "five words"))
    unlocking.presenter.unlock(Attempt("d", "five words"))
    assert unlocking.view.state.busy
    assert len(unlocking.runner.asked) == 2


def test_that_a_wrong_passphrase_says_what_to_do_and_who_else_can_open_it(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR, ADMINISTRATOR)
    before = unlocking.view.state.attempt
    unlocking.presenter.unlock(Attempt("d", "wrong"))
    unlocking.runner.last(UnlockDepartment).refuse(WrongPassphrase("no", "no"))
    state = unlocking.view.state
    assert "Caps Lock" in state.problem
    assert "Ms C. Administrator" in state.problem
    assert "Dr B. Director" not in state.problem
    assert state.attempt > before
    assert state.can_unlock


def test_that_another_refusal_is_shown_in_its_own_words(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock(Attempt("d", "right"))
    unlocking.runner.last(UnlockDepartment).refuse(UserFacingError("It is open in another window.", "Close that."))
    assert unlocking.view.state.problem == "It is open in another window. Close that."


def test_that_a_fault_goes_to_the_shell_and_a_cancel_to_nobody(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    for problem in (Cancelled(), RuntimeError("fault")):
        unlocking.presenter.unlock(Attempt("d", "right"))
        unlocking.runner.last(UnlockDepartment).refuse(problem)
        assert not unlocking.view.state.busy
    assert [type(problem) for problem in unlocking.broken] == [RuntimeError]
    unlocking.presenter.offer(UnlockState("/x"))
    unlocking.runner.asked[-1].refuse(RuntimeError("fault"))
    assert len(unlocking.broken) == 2


def test_that_the_right_passphrase_lets_in_and_leaves_no_offer_behind(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR, ADMINISTRATOR)
    unlocking.presenter.choose("a")
    unlocking.presenter.unlock(Attempt("a", "right"))
    request = unlocking.runner.last(UnlockDepartment).request
    assert isinstance(request, UnlockDepartment)
    assert (request.person, request.passphrase) == ("a", "right")
    summary = SessionSummary("/share/gastro.cdv", "Gastro", "Gastroenterology", ADMINISTRATOR, 3, "30 Jun 2026")
    unlocking.runner.asked[-1].answer(summary)
    assert unlocking.opened == [summary]
    assert not unlocking.view.state.busy


# --- the first time, with an introduction code -----------------------------------------------------------------------


def test_that_a_newcomer_is_asked_for_the_code_and_offered_words(unlocking: Unlocking) -> None:
    unlocking.read_with_newcomer()
    assert not unlocking.view.state.is_first_time
    assert "1 of them for the first time" in unlocking.view.state.facts
    unlocking.presenter.choose("a")
    assert unlocking.view.state.is_first_time
    unlocking.runner.last(SuggestPassphrase).answer("one two three four five")
    assert unlocking.view.state.suggestion == "one two three four five"
    asked = len(unlocking.runner.asked)
    unlocking.presenter.choose("d")
    unlocking.presenter.choose("a")
    assert len(unlocking.runner.asked) == asked, "the words on offer stay"
    unlocking.presenter.suggest()
    assert len(unlocking.runner.asked) == asked + 1


def test_that_the_code_and_an_own_passphrase_let_a_newcomer_in(unlocking: Unlocking) -> None:
    unlocking.read_with_newcomer()
    unlocking.presenter.unlock(Attempt("a", "", OWN))
    assert unlocking.view.state.problem == "Type your introduction code."
    unlocking.presenter.unlock(Attempt("a", "8H3K-7", OwnPassphrase("five words", "four words")))
    assert set(unlocking.view.state.own_problems) == {"again"}
    assert unlocking.sent() == []
    unlocking.presenter.unlock(Attempt("a", "8H3K-7", OWN))
    assert unlocking.sent() == [UnlockDepartment("/share/gastro.cdv", ADMINISTRATOR.id, "8H3K-7", OWN.text)]


@pytest.mark.parametrize(
    ("problem", "said", "own"),
    [
        (WrongPassphrase("no", "no"), "not this person's introduction code", {}),
        (RuleBroken("Mistyped.", "", "passphrase"), "Mistyped.", {}),
        (RuleBroken("Too short.", "", "own_passphrase"), "", {"passphrase": "Too short."}),
    ],
)
def test_that_what_is_wrong_stands_under_the_code_or_under_the_own_passphrase(
    unlocking: Unlocking, problem: Exception, said: str, own: dict[str, str]
) -> None:
    unlocking.read_with_newcomer()
    unlocking.presenter.unlock(Attempt("a", "8H3K-7", OWN))
    unlocking.runner.last(UnlockDepartment).refuse(problem)
    assert said in unlocking.view.state.problem
    assert unlocking.view.state.own_problems == own


def test_that_who_needs_an_own_passphrase_after_all_is_asked_for_one(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR)
    unlocking.presenter.unlock(Attempt("d", "8H3K-7"))
    unlocking.runner.last(UnlockDepartment).refuse(OwnPassphraseNeeded("The code is right.", "Choose a passphrase."))
    assert unlocking.view.state.is_first_time
    assert unlocking.view.state.own_problems == {"passphrase": "The code is right. Choose a passphrase."}
    assert isinstance(unlocking.runner.asked[-1].request, SuggestPassphrase)


# --- an older folder, and the recovery key ---------------------------------------------------------------------------


def test_that_an_older_folder_is_opened_only_by_a_second_deliberate_press(unlocking: Unlocking) -> None:
    unlocking.read(DIRECTOR, ADMINISTRATOR)
    unlocking.presenter.unlock(Attempt("d", "right"))
    unlocking.runner.last(UnlockDepartment).refuse(OlderThanSeen("It is older than what this computer has seen.", ""))
    assert unlocking.view.state.is_older
    assert "older" in unlocking.view.state.problem
    unlocking.presenter.choose("a")
    assert not unlocking.view.state.is_older
    unlocking.presenter.unlock(Attempt("d", "right", accept_older=True))
    assert unlocking.sent()[-1].accept_older
    assert not unlocking.view.state.is_older


def test_that_a_wrong_passphrase_names_the_recovery_key_where_there_is_one(unlocking: Unlocking) -> None:
    unlocking.read_with_newcomer()
    assert unlocking.view.state.has_recovery_key
    unlocking.presenter.unlock(Attempt("d", "wrong"))
    unlocking.runner.last(UnlockDepartment).refuse(WrongPassphrase("no", "no"))
    assert "recovery key" in unlocking.view.state.problem
    assert unlocking.presenter.offered == ("/share/gastro.cdv", "d")


def test_that_an_attempt_never_prints_what_was_typed() -> None:
    assert OWN.text not in repr(Attempt("d", OWN.text, OWN))


def test_that_a_state_never_prints_the_passphrase_on_offer() -> None:
    assert "secret" not in repr(UnlockState("f", "Gastro", passphrase_on_offer="secret"))  # noqa: S106 - opens nothing


def test_that_the_last_backup_is_dated(unlocking: Unlocking) -> None:
    unlocking.presenter.offer(UnlockState("/share/gastro.cdv", "Gastro"))
    unlocking.runner.last(ReadLockedDepartment).answer(replace(locked(DIRECTOR), last_backed_up=SINCE))
    assert ", backed up 5 Jan 2026" in unlocking.view.state.facts
