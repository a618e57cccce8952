from __future__ import annotations

import pytest

from cdconsole.domain.framework import Stage
from cdconsole.domain.framework_requests import SaveWorkStream
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.work_stream import WorkStream
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.screens.framework.stages.presenter import StagesPresenter
from cdconsole.ui.screens.framework.stages.state import StagesState, measures_words, preview_lines
from cdconsole.ui.screens.framework.streams.choice import StreamChoice
from cdconsole.ui.screens.remembered import ForThisWindow
from unit.ui.screens.framework.desks import Shown, World


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


@pytest.fixture
def choice() -> StreamChoice:
    return StreamChoice(ForThisWindow())


@pytest.fixture
def shown() -> Shown[StagesState]:
    return Shown()


@pytest.fixture
def presenter(world: World, choice: StreamChoice, shown: Shown[StagesState]) -> StagesPresenter:
    context = world.context
    made = StagesPresenter(shown, choice, context.scope(), context.show_problem)
    world.hearing.append(made.changed)
    made.start()
    return made


def stage(shown: Shown[StagesState], number: int = 1) -> Stage:
    assert shown.last.framework is not None
    return shown.last.framework.stages[number - 1]


def test_that_the_board_and_what_the_records_say_are_read(
    presenter: StagesPresenter, shown: Shown[StagesState]
) -> None:
    assert shown.last.about == "Gastroenterology: every item is ticked in 0 of 8 stages."
    assert shown.last.facts[1] == ("No charter is written yet.",)
    presenter.close()


def test_that_a_tick_shows_who_and_when(presenter: StagesPresenter, shown: Shown[StagesState]) -> None:
    presenter.tick("1.1", True)  # noqa: FBT003 - as the signal does
    assert stage(shown).items[0].done_by == "Dr B. Director"


def test_that_a_tick_that_is_refused_is_explained_and_the_board_shown_again(
    presenter: StagesPresenter, shown: Shown[StagesState], world: World
) -> None:
    presenter.tick("9.9", True)  # noqa: FBT003
    assert "not on the stage board" in shown.last.problem
    assert world.broken == []


def test_that_an_item_is_added_changed_moved_taken_off_and_put_back(
    presenter: StagesPresenter, shown: Shown[StagesState]
) -> None:
    presenter.edit_item(1, "")
    presenter.desk.enter({"text": "Ask the ward"})
    added = stage(shown).items[-1]
    assert (added.text, shown.last.form) == ("Ask the ward", None)
    presenter.edit_item(1, added.key)
    presenter.desk.enter({"text": "Ask both wards"})
    presenter.move_item(added.key, -1)
    assert stage(shown).items[-2].text == "Ask both wards"
    presenter.remove_item(added.key)
    assert [item.key for item in stage(shown).removed] == [added.key]
    presenter.put_item_back(added.key)
    assert stage(shown).items[-2].key == added.key


def test_that_what_is_wrong_stands_beside_its_field_and_the_form_stays(
    presenter: StagesPresenter, shown: Shown[StagesState]
) -> None:
    presenter.edit_stage(2)
    presenter.desk.enter({"title": " ", "aim": "Why", "done_when": ""})
    assert shown.last.form is not None
    assert "needs a title" in shown.last.form.problems["title"]
    presenter.desk.end()
    assert shown.last.form is None


def test_that_another_work_stream_brings_its_own_board_and_is_remembered(
    presenter: StagesPresenter, shown: Shown[StagesState], choice: StreamChoice, session: Session
) -> None:
    take = answer(session, SaveWorkStream(WorkStream(WorkStreamId(""), "Acute take")), Task())
    presenter.tick("1.1", True)  # noqa: FBT003
    choice.choose(take.id)
    assert shown.last.about.startswith("Acute take: every item")
    assert stage(shown).items[0].done_at is None
    assert choice.now == take.id


def test_that_a_template_is_previewed_used_and_undone(presenter: StagesPresenter, shown: Shown[StagesState]) -> None:
    presenter.templates.begin()
    presenter.templates.choose("endoscopy")
    templating = shown.last.templating
    assert templating is not None
    assert templating.preview is not None
    lines = preview_lines(templating.preview, stream=None)
    assert lines[0].startswith("4 outcomes: Endoscopy finds what is there")
    assert measures_words(templating.preview).startswith("Take ")
    presenter.templates.apply(False)  # noqa: FBT003
    assert shown.last.templating is None
    assert shown.last.framework is not None
    assert len(shown.last.framework.outcomes) == 4
    assert shown.last.last_use is not None
    presenter.templates.undo()
    assert shown.last.framework.outcomes == ()
    assert shown.last.last_use is None


def test_that_a_template_that_adds_nothing_says_so(presenter: StagesPresenter, shown: Shown[StagesState]) -> None:
    for _ in range(2):
        presenter.templates.begin()
        presenter.templates.choose("medicine")
        presenter.templates.apply(False)  # noqa: FBT003
    templating = shown.last.templating
    assert templating is not None
    assert "there already" in templating.problem
    presenter.templates.end()
    assert shown.last.templating is None
