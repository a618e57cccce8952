"""What the page Access shows and asks, and what each of its dialogs sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.access import Access, AccessRow, Introduction
from cdconsole.domain.access_requests import (
    ChangePassphrase,
    HandOver,
    IntroducePerson,
    KeepRecoveryKey,
    RenewIntroduction,
    RevokePerson,
    ShowAccess,
    SuggestRecoveryKey,
)
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.domain.requests import SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.screens.people.access.changing import NewPassphrase
from cdconsole.ui.screens.people.access.columns import ACCESS_COLUMNS
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.handing_over import Handover
from cdconsole.ui.screens.people.access.introducing import NewPerson, RenewAgreed
from cdconsole.ui.screens.people.access.presenter import AccessPresenter
from cdconsole.ui.screens.people.access.recovery_key import KeyPrinter, OnPaper, TypedBack
from cdconsole.ui.screens.people.access.revoking import RevokeAgreed
from cdconsole.ui.screens.people.access.state import Action
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DIRECTOR = Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, AT)
DEPUTY = Person(PersonId("e"), "Dr E. Deputy", Role.DEPUTY, AT)
NEWCOMER = Person(PersonId("a"), "Ms C. Administrator", Role.ADMINISTRATOR, AT)
ROWS = (
    AccessRow(DIRECTOR, AT, is_owner=True, is_you=True),
    AccessRow(DEPUTY, AT),
    AccessRow(NEWCOMER, has_own_passphrase=False),
)
ACCESS = Access(ROWS, DIRECTOR, may_manage=True, fingerprint="six ordinary words", recovery_key_since=AT)
SEEN_BY_DEPUTY = replace(
    ACCESS, rows=(replace(ROWS[0], is_you=False), replace(ROWS[1], is_you=True)), you=DEPUTY, may_manage=False
)
KEY = "8H3K-9QWE-7"
OWN = OwnPassphrase("five words of my own", "five words of my own")


class Managing:
    def __init__(self, access: Access = ACCESS) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        self.left: list[tuple[str, bool]] = []
        desk = AccessDesk(self.view, TaskScope(self.runner, self.broken.append), self.broken.append)
        summary = SessionSummary("/x.cdv", "Gastro", "Gastroenterology", access.you, 3, "")
        self.presenter = AccessPresenter(desk, KeyPrinter(desk, summary, FixedClock(AT)), self.leave)
        self.presenter.start()
        self.runner.last(ShowAccess).answer(access)

    def leave(self, notice: str, *, to_recover: bool = False) -> None:
        self.left.append((notice, to_recover))

    def begin(self, action: Action, person: str = "") -> None:
        self.presenter.choose(person)
        self.presenter.begin(action)

    def sent(self, kind: type) -> list[object]:
        return [asked.request for asked in self.runner.asked if isinstance(asked.request, kind)]


@pytest.fixture
def managing() -> Managing:
    return Managing()


# --- the page --------------------------------------------------------------------------------------------------------


def test_that_the_columns_say_who_can_read_and_write_what() -> None:
    texts = [[column.text(row) for column in ACCESS_COLUMNS] for row in ROWS]
    assert texts[0][:5] == ["Dr B. Director", "Clinical director", "Everything", "Everything", "5 Jan 2026"]
    assert texts[0][6] == "You, holds the department"
    assert texts[2][2:4] == ["Ward list, records", "Ward list, records"]
    assert texts[2][5:] == ["Not on record", "Has not unlocked yet: code given"]
    recovery = AccessRow(replace(DIRECTOR, role=Role.RECOVERY))
    assert [ACCESS_COLUMNS[at].text(recovery) for at in (2, 3)] == ["Everything", "Nothing"]
    since, opened = ACCESS_COLUMNS[4], ACCESS_COLUMNS[5]
    assert since.key(ROWS[0]) == AT
    assert opened.key(ROWS[2]) < opened.key(ROWS[0])


@pytest.mark.parametrize(
    ("rows", "since", "actions"),
    [
        (ROWS, AT, []),
        (ROWS, None, [Action.RECOVERY_KEY]),
        ((ROWS[0], ROWS[2]), AT, [Action.ADD]),
        (ROWS[:1], None, [Action.ADD, Action.RECOVERY_KEY]),
    ],
)
def test_that_a_second_key_holder_and_a_recovery_key_are_asked_for_while_they_are_missing(
    rows: tuple[AccessRow, ...], since: datetime | None, actions: list[Action]
) -> None:
    managing = Managing(replace(ACCESS, rows=rows, recovery_key_since=since))
    assert [ask.action for ask in managing.view.state.asks] == actions


def test_that_only_who_holds_the_department_can_manage_and_others_are_told_why() -> None:
    managing = Managing(SEEN_BY_DEPUTY)
    state = managing.view.state
    assert state.offered == (Action.CHANGE, Action.USE_RECOVERY_KEY)
    assert state.asks == ()
    assert "Only Dr B. Director" in state.why_not
    managing.begin(Action.ADD)
    assert managing.view.state.dialog is None
    no_key = Managing(replace(SEEN_BY_DEPUTY, recovery_key_since=None))
    assert no_key.view.state.offered == (Action.CHANGE,)


def test_that_the_recovery_key_is_used_from_outside_the_department() -> None:
    managing = Managing(SEEN_BY_DEPUTY)
    managing.begin(Action.USE_RECOVERY_KEY)
    assert [to_recover for _notice, to_recover in managing.left] == [True]


def test_that_nothing_is_offered_before_anything_is_known() -> None:
    view = Shown()
    desk = AccessDesk(view, TaskScope(ScriptedRunner(), pytest.fail), pytest.fail)
    AccessPresenter(desk, KeyPrinter(desk, SessionSummary("", "", "", DIRECTOR, 0, ""), FixedClock(AT)), _stay).start()
    assert (view.state.offered, view.state.asks, view.state.why_not) == ((), (), "")


def _stay(notice: str, *, to_recover: bool = False) -> None:
    raise AssertionError((notice, to_recover))


@pytest.mark.parametrize("action", [Action.NEW_CODE, Action.TAKE_BACK])
def test_that_some_actions_need_somebody_else_to_be_chosen(managing: Managing, action: Action) -> None:
    for person in ("", "d"):
        managing.begin(action, person)
        assert managing.view.state.dialog is None
    managing.begin(action, "e")
    assert managing.view.state.dialog is not None


def test_that_a_person_named_elsewhere_is_chosen_and_forgotten_when_gone(managing: Managing) -> None:
    managing.presenter.visit(person="e")
    assert managing.view.state.chosen_row == ROWS[1]
    managing.presenter.visit()
    managing.presenter.changed(ChangeSet(frozenset({Topic.PEOPLE})))
    managing.runner.last(ShowAccess).answer(replace(ACCESS, rows=ROWS[:1]))
    assert managing.view.state.chosen == ""


def test_that_only_changes_of_people_are_read_again(managing: Managing) -> None:
    managing.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert len(managing.sent(ShowAccess)) == 1
    managing.presenter.changed(ChangeSet(frozenset({Topic.PEOPLE})))
    assert len(managing.sent(ShowAccess)) == 2


def test_that_what_can_not_be_read_says_so(managing: Managing) -> None:
    managing.presenter.changed(ChangeSet(frozenset({Topic.PEOPLE})))
    managing.runner.last(ShowAccess).refuse(UserFacingError("The share is gone."))
    assert managing.view.state.problem == "The share is gone."
    managing.runner.last(ShowAccess).refuse(Cancelled())
    assert managing.broken == []
    managing.runner.last(ShowAccess).refuse(RuntimeError())
    assert len(managing.broken) == 1


def test_that_closing_cancels_what_runs_and_forgets_the_dialog(managing: Managing) -> None:
    managing.begin(Action.RECOVERY_KEY)
    managing.presenter.close()
    managing.runner.last(SuggestRecoveryKey).answer(KEY)
    assert managing.view.state.dialog is None
    assert managing.runner.last(SuggestRecoveryKey).is_cancelled


# --- introducing -----------------------------------------------------------------------------------------------------


def test_that_somebody_is_added_and_the_code_is_forgotten_on_closing(managing: Managing) -> None:
    managing.begin(Action.ADD)
    managing.presenter.enter(NewPerson(" ", Role.DEPUTY))
    assert set(managing.view.state.dialog.problems) == {"name"}
    managing.presenter.enter(NewPerson(" Dr N. New ", Role.DEPUTY))
    managing.presenter.enter(NewPerson("Dr N. New", Role.DEPUTY))
    assert managing.sent(IntroducePerson) == [IntroducePerson("Dr N. New", Role.DEPUTY)]
    assert managing.view.state.dialog.is_busy
    managing.runner.last(IntroducePerson).answer(Introduction(DEPUTY, "8H3K-7"))
    assert managing.view.state.dialog.introduction.code == "8H3K-7"
    managing.presenter.enter(NewPerson("Dr M. More", Role.DEPUTY))
    assert len(managing.sent(IntroducePerson)) == 1
    managing.presenter.end_dialog()
    assert managing.view.state.dialog is None


def test_that_a_new_code_is_given_once_agreed(managing: Managing) -> None:
    managing.begin(Action.NEW_CODE, "e")
    assert managing.view.state.dialog.person == DEPUTY
    managing.presenter.enter(RenewAgreed())
    assert managing.sent(RenewIntroduction) == [RenewIntroduction(DEPUTY.id)]
    managing.runner.last(RenewIntroduction).answer(Introduction(DEPUTY, "8H3K-7"))
    assert managing.view.state.dialog.introduction.code == "8H3K-7"


@pytest.mark.parametrize(
    ("problem", "shown", "faults"),
    [
        (RuleBroken("Taken.", "", "name"), {"name": "Taken."}, 0),
        (RuleBroken("Odd.", "", "role"), {"": "Odd."}, 0),
        (UserFacingError("No room."), {"": "No room."}, 0),
        (Cancelled(), {}, 0),
        (RuntimeError(), {}, 1),
    ],
)
def test_that_a_refusal_stands_where_it_belongs(
    managing: Managing, problem: Exception, shown: dict[str, str], faults: int
) -> None:
    managing.begin(Action.ADD)
    managing.presenter.enter(NewPerson("Dr N.", Role.DEPUTY))
    managing.runner.last(IntroducePerson).refuse(problem)
    assert managing.view.state.dialog.problems == shown
    assert not managing.view.state.dialog.is_busy
    assert len(managing.broken) == faults


def test_that_answers_after_the_dialog_closed_do_not_open_it_again(managing: Managing) -> None:
    managing.begin(Action.ADD)
    managing.presenter.enter(NewPerson("Dr N.", Role.DEPUTY))
    managing.presenter.end_dialog()
    managing.runner.last(IntroducePerson).answer(Introduction(DEPUTY, "8H3K-7"))
    managing.runner.last(IntroducePerson).refuse(UserFacingError("No."))
    assert managing.view.state.dialog is None
    managing.presenter.enter(NewPerson("Dr N.", Role.DEPUTY))
    assert len(managing.sent(IntroducePerson)) == 1


# --- revoking --------------------------------------------------------------------------------------------------------


def test_that_keys_are_taken_back_once_agreed_and_the_page_says_what_that_did(managing: Managing) -> None:
    managing.begin(Action.TAKE_BACK, "e")
    assert managing.sent(RevokePerson) == []
    managing.presenter.enter(RevokeAgreed())
    managing.presenter.enter(RevokeAgreed())
    assert managing.sent(RevokePerson) == [RevokePerson(DEPUTY.id)]
    managing.runner.last(RevokePerson).answer(None)
    assert managing.view.state.dialog is None
    assert "Dr E. Deputy can't open the department" in managing.view.state.outcome
    assert "stays read" in managing.view.state.outcome
    managing.begin(Action.ADD)
    assert managing.view.state.outcome == ""


# --- one's own passphrase --------------------------------------------------------------------------------------------


def test_that_the_own_passphrase_is_changed(managing: Managing) -> None:
    managing.begin(Action.CHANGE)
    managing.runner.last(SuggestPassphrase).answer("one two three four five")
    assert managing.view.state.dialog.suggestion == "one two three four five"
    managing.presenter.suggest()
    managing.runner.last(SuggestPassphrase).answer("six seven eight nine ten")
    managing.presenter.enter(NewPassphrase("old words", OWN))
    assert managing.sent(ChangePassphrase) == [ChangePassphrase("old words", OWN.text)]
    managing.runner.last(ChangePassphrase).answer(None)
    assert "Your passphrase is changed" in managing.view.state.outcome
    managing.runner.last(SuggestPassphrase).answer("too late to be shown")
    assert managing.view.state.dialog is None


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (NewPassphrase("", OwnPassphrase(" ", "")), {"current", "passphrase"}),
        (NewPassphrase("old", OwnPassphrase("five words", "four words")), {"again"}),
    ],
)
def test_that_every_field_of_a_new_passphrase_is_needed(
    managing: Managing, typed: NewPassphrase, fields: set[str]
) -> None:
    managing.begin(Action.CHANGE)
    managing.presenter.enter(typed)
    assert set(managing.view.state.dialog.problems) == fields
    assert managing.sent(ChangePassphrase) == []


@pytest.mark.parametrize(
    ("problem", "field"),
    [(WrongPassphrase("No.", ""), "current"), (RuleBroken("Short.", "", "passphrase"), "passphrase")],
)
def test_that_the_refused_field_is_named(managing: Managing, problem: Exception, field: str) -> None:
    managing.begin(Action.CHANGE)
    managing.presenter.enter(NewPassphrase("old", OWN))
    managing.runner.last(ChangePassphrase).refuse(problem)
    assert set(managing.view.state.dialog.problems) == {field}


# --- handing over ----------------------------------------------------------------------------------------------------


def test_that_the_department_is_handed_over_and_then_locked(managing: Managing) -> None:
    managing.begin(Action.HAND_OVER, "e")
    assert managing.view.state.dialog.heirs == (DEPUTY,), "who has not unlocked yet can't lead"
    managing.presenter.enter(Handover("", "words"))
    assert set(managing.view.state.dialog.problems) == {"heir"}
    managing.presenter.enter(Handover("e", ""))
    assert set(managing.view.state.dialog.problems) == {"current"}
    managing.presenter.enter(Handover("e", "words"))
    assert managing.sent(HandOver) == [HandOver(DEPUTY.id, "words")]
    managing.runner.last(HandOver).answer(None)
    assert managing.left == [("The department is now led by Dr E. Deputy.", False)]
    assert managing.view.state.dialog is None


def test_that_it_can_be_handed_to_nobody_where_nobody_is() -> None:
    managing = Managing(replace(ACCESS, rows=ROWS[:1]))
    managing.begin(Action.HAND_OVER)
    assert managing.view.state.dialog is None


# --- the recovery key ------------------------------------------------------------------------------------------------


def test_that_a_recovery_key_is_kept_once_it_was_typed_back_from_the_paper(managing: Managing) -> None:
    managing.begin(Action.RECOVERY_KEY)
    assert managing.view.state.dialog.replaces == "5 Jan 2026"
    managing.presenter.enter(OnPaper())
    assert not managing.view.state.dialog.is_on_paper
    managing.runner.last(SuggestRecoveryKey).answer(KEY)
    sheet = managing.view.state.dialog.sheet
    assert (sheet.department, sheet.printed_by, sheet.printed_on) == ("Gastro", "Dr B. Director", "5 Jan 2026")
    assert sheet.groups == ("8H3K", "9QWE", "7")
    managing.presenter.enter(OnPaper())
    assert managing.view.state.dialog.is_on_paper
    managing.presenter.enter(TypedBack(" "))
    managing.presenter.enter(TypedBack("8h3k9qwe8"))
    managing.runner.last(KeepRecoveryKey).refuse(RuleBroken("Not the same.", "", "typed"))
    assert managing.view.state.dialog.problems == {"typed": "Not the same."}
    managing.presenter.enter(OnPaper(is_on_paper=False))
    assert not managing.view.state.dialog.is_on_paper
    managing.presenter.enter(TypedBack("8h3k9qwe7"))
    assert managing.sent(KeepRecoveryKey)[-1] == KeepRecoveryKey(KEY, "8h3k9qwe7")
    managing.runner.last(KeepRecoveryKey).answer(None)
    assert managing.view.state.dialog is None
    assert "in force" in managing.view.state.outcome


def test_that_no_state_and_nothing_typed_prints_a_code_a_key_or_a_passphrase(managing: Managing) -> None:
    managing.begin(Action.RECOVERY_KEY)
    managing.runner.last(SuggestRecoveryKey).answer(KEY)
    printed = repr(managing.view.state) + repr(managing.view.state.dialog.sheet) + repr(TypedBack(KEY))
    managing.presenter.end_dialog()
    managing.begin(Action.ADD)
    managing.presenter.enter(NewPerson("Dr N.", Role.DEPUTY))
    managing.runner.last(IntroducePerson).answer(Introduction(DEPUTY, KEY))
    printed += repr(managing.view.state) + repr(NewPassphrase(KEY, OwnPassphrase(KEY, KEY))) + repr(OWN)
    printed += repr(Handover("e", KEY))
    assert KEY not in printed
    assert OWN.text not in printed
