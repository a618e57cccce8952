"""What the page of measures shows and stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.definition import Definition
from cdconsole.domain.definition_requests import EditDefinition, ListDefinitions
from cdconsole.domain.definition_rules import checked
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId, Setting
from cdconsole.domain.requests import SaveOutcome
from cdconsole.services.definitions import BY_ID, MEASURES
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task
from cdconsole.ui.form_dialog.state import FieldKind, FormState
from cdconsole.ui.screens.data.measures.desk import MeasuresDesk
from cdconsole.ui.screens.data.measures.forms import COPY, EDIT, RETIRE, edit_form, measure_of
from cdconsole.ui.screens.data.measures.presenter import MeasuresPresenter
from cdconsole.ui.screens.data.measures.state import MeasuresState
from unit.ui.screens.data.conftest import Desk

STAY, DNA, LATE = MeasureId.LENGTH_OF_STAY, MeasureId("dna_rate"), MeasureId("late_starts")


@pytest.fixture
def presenter(desk: Desk) -> MeasuresPresenter:
    made = MeasuresPresenter(MeasuresDesk(desk.view, desk.faults.append), desk.scope)
    desk.listener = made.changed
    made.start()
    return made


def typed(form: FormState, **values: str) -> dict[str, str]:
    return {each.name: each.value for each in form.fields} | values


def titles(desk: Desk) -> list[str]:
    return [line.definition.measure.title for line in desk.state.lines]


def change(presenter: MeasuresPresenter, desk: Desk, task: str, **values: str) -> None:
    presenter.changes.begin(task)
    presenter.changes.enter(typed(desk.state.form, **values))


def test_that_the_measures_in_use_are_listed_and_the_first_is_read(presenter: MeasuresPresenter, desk: Desk) -> None:
    assert titles(desk) == [measure.title for measure in MEASURES]
    assert [line.state for line in desk.state.lines] == ["Chart 1", "Chart 2", "Chart 3", "Chart 4"]
    card = desk.state.card
    assert card.title == "Spells"
    assert card.version == "Definition version 1. In use: came with the program"
    assert all(text for _, text in card.lines)
    assert dict(card.lines)["Read beside"] == "Length of stay"
    assert desk.state.summary == "4 in use, 0 retired; 33 templates more"


def test_that_the_list_is_filtered_by_words_and_setting(presenter: MeasuresPresenter, desk: Desk) -> None:
    presenter.filter("stay length", None)
    assert titles(desk) == ["Length of stay, median days"]
    presenter.filter("", Setting.ENDOSCOPY)
    assert titles(desk) == []
    assert desk.state.summary.endswith("None fits what is typed above.")
    assert desk.state.card is None


def test_that_an_edit_is_a_new_version_with_what_changed_in_its_history(
    presenter: MeasuresPresenter, desk: Desk
) -> None:
    presenter.select(STAY)
    change(presenter, desk, EDIT, question="How many days?", target="4", target_origin="Us, 2026", reason="Agreed")
    assert desk.state.form is None
    card = desk.state.card
    assert "Definition version 2. In use: Ward Clerk" in card.version
    [(name, words), (first, began)] = card.history
    assert (name, first, began) == ("Version 2", "Version 1", "came with the program")
    assert "Target: None → 4.0 days (Us, 2026)" in words
    assert "Question: How long do this clinician's inpatients stay? → How many days?" in words


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minimum_n": "some"}, "minimum_n"),
        ({"target": "many"}, "target"),
        ({"title": ""}, "title"),
        ({"target": "4"}, "target_origin"),
        ({"reason": ""}, "reason"),
    ],
)
def test_that_what_is_wrong_stands_beside_its_field(
    presenter: MeasuresPresenter, desk: Desk, values: dict[str, str], field: str
) -> None:
    presenter.select(STAY)
    change(presenter, desk, EDIT, **({"question": "Another?", "reason": "Why"} | values))
    assert list(desk.state.form.problems) == [field]
    presenter.changes.end()
    assert desk.state.form is None


def test_that_a_copy_is_looked_at_once_it_is_added(presenter: MeasuresPresenter, desk: Desk) -> None:
    presenter.select(MeasureId.BEFORE_MIDDAY)
    change(presenter, desk, COPY, title="Gone by two", threshold="14", reason="Trial")
    assert desk.state.card.title == "Gone by two"
    assert desk.state.selected.id == "gone_by_two"


def test_that_retiring_says_what_uses_it_and_bringing_back_undoes_it(presenter: MeasuresPresenter, desk: Desk) -> None:
    answer(desk.session, SaveOutcome(SuccessCriticalOutcome("", "Flow", "", "", None, (STAY,))), Task())
    presenter.start()
    presenter.select(STAY)
    presenter.changes.begin(RETIRE)
    assert "It is still used by the outcome “Flow”" in desk.state.form.lead
    presenter.changes.enter({"reason": "Case mix"})
    assert next(line.state for line in desk.state.lines if line.definition.id == STAY) == "Retired"
    assert desk.state.summary.startswith("3 in use, 1 retired")
    presenter.changes.bring_back()
    assert not desk.state.selected.is_retired
    assert [name for name, _ in desk.state.card.history] == ["Version 3", "Version 2", "Version 1"]


def test_that_templates_are_added_under_an_outcome(presenter: MeasuresPresenter, desk: Desk) -> None:
    [outcome] = answer(desk.session, SaveOutcome(SuccessCriticalOutcome("", "Flow", "", "", None, ())), Task()).outcomes
    presenter.start()
    presenter.changes.begin_adding()
    presenter.changes.add((), "")
    assert desk.state.adding.problem.startswith("No measure is chosen.")
    presenter.changes.add((DNA, LATE), outcome.id)
    assert desk.state.adding is None
    assert desk.state.selected.id == DNA
    assert desk.state.card.uses == "Used by the outcome “Flow”."
    assert {one.measure.id for one in desk.state.templates}.isdisjoint({DNA, LATE})


def test_that_chosen_charts_stand_in_their_order(presenter: MeasuresPresenter, desk: Desk) -> None:
    presenter.changes.begin_choosing()
    presenter.changes.choose((STAY, MeasureId.SPELLS))
    assert desk.state.choosing is None
    assert {line.definition.id: line.place for line in desk.state.lines} == {
        **dict.fromkeys(BY_ID, 0),
        STAY: 1,
        MeasureId.SPELLS: 2,
    }
    assert [one.id for one, is_on in desk.state.charted if is_on] == [STAY, MeasureId.SPELLS]
    presenter.changes.begin_choosing()
    presenter.changes.choose(tuple(MeasureId(f"m{at}") for at in range(7)))
    assert "At most 6" in desk.state.choosing.problem


def test_that_an_edit_of_a_form_opened_before_another_desks_is_refused(
    presenter: MeasuresPresenter, desk: Desk
) -> None:
    presenter.select(STAY)
    presenter.changes.begin(EDIT)
    theirs = replace(BY_ID[STAY], question="Theirs?")
    answer(desk.session, EditDefinition(theirs, "Why"), Task())
    presenter.changed(ChangeSet(frozenset({Topic.MEASURE})))
    assert desk.state.selected.measure.question == "Theirs?"
    presenter.changes.enter(typed(desk.state.form, question="Ours?", reason="Why"))
    assert "changed by somebody else" in desk.state.form.notice
    assert desk.faults == []


def test_that_a_measure_somebody_navigated_to_is_looked_at(presenter: MeasuresPresenter, desk: Desk) -> None:
    presenter.filter("spells", None)
    presenter.visit(measure="day_case_rate")
    assert desk.state.card.title == "Day-case rate"
    presenter.visit(clinician="ann")
    assert desk.state.card.title == "Day-case rate"


@pytest.mark.parametrize("measure", [*MEASURES, *shipped_templates()], ids=lambda measure: measure.id)
def test_that_a_form_left_as_it_is_gives_the_same_definition(measure: Any) -> None:
    form = edit_form(measure)
    assert all(each.value in dict(each.choices) for each in form.fields if each.kind is FieldKind.CHOICE)
    again = measure_of(typed(form, reason="Why"), measure)
    assert checked(again) == measure


def test_that_before_anything_is_read_the_page_says_so(desk: Desk) -> None:
    state = MeasuresState()
    assert (state.summary, state.lines, state.card, state.charted) == ("Reading…", (), None, ())
    found: tuple[Definition, ...] = answer(desk.session, ListDefinitions(), Task()).definitions
    assert len(found) == 4
