from datetime import UTC, datetime

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.conflict import Choice, Conflict, ConflictKind, ConflictSide
from cdconsole.domain.conflict_requests import ListConflicts, ResolveConflict
from cdconsole.domain.errors import Cancelled, StaleEdit
from cdconsole.domain.people import Section
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.shell.conflicts.presenter import ConflictsPresenter
from cdconsole.ui.shell.conflicts.state import author_text, button_name, explanation
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
CHOICES = (Choice.THEIRS, Choice.OURS)


def conflict(
    id_: str = "c1", kind: ConflictKind = ConflictKind.VALUE, choices: tuple[Choice, ...] = CHOICES
) -> Conflict:
    ours, theirs = ConflictSide("27 Nov 2026", "Dr Us", AT), ConflictSide("29 Nov 2026", "Dr Them", None)
    return Conflict(id_, Section.WARD, kind, "Predicted date of a patient", ours, theirs, choices, 3)


class Asking:
    def __init__(self) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        self.presenter = ConflictsPresenter(self.view, TaskScope(self.runner, self.broken.append), self.broken.append)
        self.presenter.start()

    def answer(self, *conflicts: Conflict) -> None:
        self.runner.last(ListConflicts).answer(conflicts)


@pytest.fixture
def asking() -> Asking:
    made = Asking()
    made.answer(conflict("c1"), conflict("c2"))
    return made


def test_that_nothing_is_said_while_nothing_waits() -> None:
    asking = Asking()
    assert asking.view.state.said == ""
    asking.answer()
    asking.presenter.ask()
    assert (asking.view.state.said, asking.view.state.is_asking) == ("", False)


def test_that_the_bar_counts_and_asks_only_on_request(asking: Asking) -> None:
    assert asking.view.state.said == "2 things were changed by two people."
    assert not asking.view.state.is_asking
    asking.presenter.ask()
    assert asking.view.state.is_asking
    asking.presenter.leave()
    assert not asking.view.state.is_asking


def test_that_only_a_change_of_conflicts_reads_again(asking: Asking) -> None:
    before = len(asking.runner.asked)
    asking.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert len(asking.runner.asked) == before
    asking.presenter.changed(ChangeSet(frozenset({Topic.CONFLICT})))
    assert len(asking.runner.asked) == before + 1


def test_that_a_choice_is_stored_once_and_the_rest_waits(asking: Asking) -> None:
    asking.presenter.ask()
    asking.presenter.choose("c1", Choice.OURS)
    asking.presenter.choose("c2", Choice.OURS)
    asked = asking.runner.last(ResolveConflict)
    assert asked.request == ResolveConflict(Section.WARD, "c1", Choice.OURS, 3)
    assert asking.view.state.busy == "c1"
    asked.answer((conflict("c2"),))
    assert (asking.view.state.busy, asking.view.state.said) == ("", "1 thing was changed by two people.")
    assert asking.view.state.is_asking


def test_that_the_last_choice_closes_the_dialog(asking: Asking) -> None:
    asking.presenter.ask()
    asking.presenter.choose("c1", Choice.OURS)
    asking.runner.last(ResolveConflict).answer(())
    assert (asking.view.state.is_asking, asking.view.state.said) == (False, "")


def test_that_a_choice_of_what_is_gone_asks_nothing(asking: Asking) -> None:
    before = len(asking.runner.asked)
    asking.presenter.choose("gone", Choice.OURS)
    assert len(asking.runner.asked) == before


def test_that_a_refusal_is_said_in_the_dialog_and_what_waits_is_read_again(asking: Asking) -> None:
    asking.presenter.ask()
    asking.presenter.choose("c1", Choice.OURS)
    asking.runner.last(ResolveConflict).refuse(StaleEdit("Somebody has chosen here already.", "Look."))
    assert asking.view.state.problem == "Somebody has chosen here already. Look."
    assert (asking.view.state.busy, asking.broken) == ("", [])
    assert isinstance(asking.runner.asked[-1].request, ListConflicts)
    asking.answer(conflict("c2"))
    assert asking.view.state.problem


def test_that_a_bug_goes_to_where_bugs_are_shown(asking: Asking) -> None:
    asking.presenter.choose("c1", Choice.OURS)
    asking.runner.last(ResolveConflict).refuse(Cancelled())
    assert asking.broken == []
    asking.presenter.choose("c1", Choice.OURS)
    asking.runner.last(ResolveConflict).refuse(KeyError("bug"))
    assert [type(problem) for problem in asking.broken] == [KeyError]


def test_that_nothing_arrives_after_closing(asking: Asking) -> None:
    asking.presenter.changed(ChangeSet(frozenset({Topic.CONFLICT})))
    asking.presenter.close()
    states = len(asking.view.states)
    asking.answer()
    assert len(asking.view.states) == states


def test_that_words_say_who_when_and_what_stands() -> None:
    assert author_text(conflict().ours).startswith("Dr Us, 23 Nov 2026")
    assert author_text(conflict().theirs) == "Dr Them"
    assert author_text(ConflictSide("", "", None)) == "Somebody else"
    assert explanation(conflict()) == "Until you choose, what Dr Them entered holds."
    assert explanation(conflict(kind=ConflictKind.VERSION)).startswith("Until you choose, what Dr Us entered holds")
    locked = conflict(kind=ConflictKind.LEFT_OUT, choices=(Choice.OURS, Choice.SEEN))
    assert explanation(locked).startswith("The review was locked")
    assert explanation(conflict(kind=ConflictKind.LEFT_OUT, choices=(Choice.SEEN,))).endswith("It is kept here.")


def test_that_a_screen_reader_hears_which_value_a_button_keeps() -> None:
    assert button_name(conflict(), Choice.THEIRS) == (
        "This one holds: Predicted date of a patient, 29 Nov 2026, Dr Them"
    )
    locked = conflict(kind=ConflictKind.LEFT_OUT, choices=(Choice.OURS, Choice.SEEN))
    assert button_name(locked, Choice.OURS) == "Add as an addendum: Predicted date of a patient"
    assert button_name(locked, Choice.SEEN) == "I have seen it: Predicted date of a patient"
