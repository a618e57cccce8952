from dataclasses import replace

import pytest

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.requests import CreateDepartment, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.shell.create.presenter import CreatePresenter
from cdconsole.ui.shell.create.state import CreateState, NewDepartment
from unit.ui.scripted_runner import ScriptedRunner, Shown

FILLED = NewDepartment(
    " Gastro ", "Gastroenterology", "Dr B.", "/docs", OwnPassphrase("five words of mine", "five words of mine")
)


class Creating:
    def __init__(self) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.opened: list[object] = []
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = CreatePresenter(self.view, scope, self.opened.append, self.broken.append)


@pytest.fixture
def creating() -> Creating:
    return Creating()


def test_that_five_words_are_offered(creating: Creating) -> None:
    creating.presenter.suggest()
    creating.runner.last(SuggestPassphrase).answer("one two three four five")
    assert creating.view.state.suggestion == "one two three four five"


def test_that_other_words_take_away_what_was_wrong_with_the_passphrase_before(creating: Creating) -> None:
    creating.presenter.create(
        replace(FILLED, director="", own=OwnPassphrase("five words of mine", "five words of nine"))
    )
    creating.presenter.suggest()
    creating.runner.last(SuggestPassphrase).answer("one two three four five")
    assert set(creating.view.state.problems) == {"director"}


def test_that_each_refusal_is_counted_so_that_the_keyboard_goes_to_what_is_wrong(creating: Creating) -> None:
    creating.presenter.create(replace(FILLED, director=""))
    creating.presenter.create(FILLED)
    creating.runner.asked[0].refuse(RuleBroken("Too short.", "Add a word.", "passphrase"))
    assert creating.view.state.refusals == 2


@pytest.mark.parametrize("field", ["department", "specialty", "director", "parent"])
def test_that_each_empty_field_is_named_and_nothing_is_made(creating: Creating, field: str) -> None:
    creating.presenter.create(replace(FILLED, **{field: "  "}))
    assert set(creating.view.state.problems) == {field}
    assert creating.runner.asked == []


def test_that_a_passphrase_is_needed(creating: Creating) -> None:
    creating.presenter.create(replace(FILLED, own=OwnPassphrase(" ", " ")))
    assert set(creating.view.state.problems) == {"passphrase"}


def test_that_a_passphrase_typed_differently_is_refused(creating: Creating) -> None:
    creating.presenter.create(replace(FILLED, own=OwnPassphrase("five words of mine", "five words of nine")))
    assert set(creating.view.state.problems) == {"again"}


def test_that_a_filled_page_makes_the_department_once(creating: Creating) -> None:
    creating.presenter.create(FILLED)
    creating.presenter.create(FILLED)
    assert [asked.request for asked in creating.runner.asked] == [
        CreateDepartment("/docs", "Gastro", "Gastroenterology", "Dr B.", "five words of mine")
    ]
    creating.runner.asked[0].answer("summary")
    assert creating.opened == ["summary"]


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (RuleBroken("Too short.", "Add a word.", "passphrase"), {"passphrase": "Too short. Add a word."}),
        (UserFacingError("No room."), {"": "No room."}),
        (Cancelled(), {}),
    ],
)
def test_that_a_refusal_stands_at_its_field(creating: Creating, problem: Exception, shown: dict[str, str]) -> None:
    creating.presenter.create(FILLED)
    creating.runner.asked[0].refuse(problem)
    assert creating.view.state.problems == shown
    assert not creating.view.state.busy
    assert creating.broken == []


def test_that_a_fault_goes_to_the_shell(creating: Creating) -> None:
    creating.presenter.create(FILLED)
    creating.runner.asked[0].refuse(RuntimeError("fault"))
    assert len(creating.broken) == 1


def test_that_nothing_opens_after_the_page_was_left(creating: Creating) -> None:
    creating.presenter.create(FILLED)
    creating.presenter.close()
    creating.runner.asked[0].answer("summary")
    assert creating.opened == []
    assert creating.runner.asked[0].is_cancelled


def test_that_what_was_typed_never_prints() -> None:
    assert "words" not in repr(FILLED) + repr(CreateState(suggestion="five words"))
