from __future__ import annotations

import pytest

from cdconsole.domain.definition_requests import ListDefinitions
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.framework_requests import (
    ApplyTemplate,
    ListFrameworkTemplates,
    ListTemplateUses,
    PreviewTemplate,
    SaveReviewForm,
    ShowReviewForm,
    UndoTemplate,
)
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import ListMeasures, SaveOutcome, ShowFramework, TickStageItem
from cdconsole.domain.review import Domain
from cdconsole.domain.review_form import PromptSection
from cdconsole.services.framework_templates import NAMES
from cdconsole.services.registry import answer
from cdconsole.services.review_forms import prompts, shipped_sections
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def in_use(session: Session) -> set[MeasureId]:
    return {measure.id for measure in answer(session, ListMeasures(), Task())}


@pytest.mark.parametrize("name", NAMES)
def test_that_every_template_can_be_used_whole(session: Session, name: str) -> None:
    [template] = [one for one in answer(session, ListFrameworkTemplates(), Task()) if one.name == name]
    preview = answer(session, PreviewTemplate(name), Task())
    assert (preview.outcomes, preview.items, preview.adds_prompts) == (template.outcomes, template.items, True)
    assert [section.domain for section in template.prompts] == [None, *Domain]
    use = answer(session, ApplyTemplate(name, with_measures=True), Task())
    framework = answer(session, ShowFramework(), Task())
    assert [one.title for one in framework.outcomes] == [one.title for one in template.outcomes]
    assert [one.measures for one in framework.outcomes] == [one.measures for one in template.outcomes]
    assert set(use.measures) <= in_use(session)
    on_board = {(stage.number, item.text) for stage in framework.stages for item in stage.items}
    assert set(template.items) <= on_board
    assert prompts(session) == template.prompts


def test_that_without_its_measures_a_template_ties_only_those_in_use(session: Session) -> None:
    before = in_use(session)
    answer(session, ApplyTemplate("surgery", with_measures=False), Task())
    assert in_use(session) == before
    tied = {measure for one in answer(session, ShowFramework(), Task()).outcomes for measure in one.measures}
    assert tied == {MeasureId.DAY_CASE_RATE, MeasureId.LENGTH_OF_STAY, MeasureId.SPELLS}


def test_that_nothing_the_department_has_is_changed(session: Session) -> None:
    own = SuccessCriticalOutcome("", "patients leave as soon as they are READY", "Ours", "Dr Ann", None, ())
    answer(session, SaveOutcome(own), Task())
    answer(session, SaveReviewForm((PromptSection(None, ("Ours?",)),), 0), Task())
    preview = answer(session, PreviewTemplate("medicine"), Task())
    assert len(preview.left) == 2
    assert not preview.adds_prompts
    answer(session, ApplyTemplate("medicine", with_measures=True), Task())
    first = answer(session, ShowFramework(), Task()).outcomes[0]
    assert (first.title, first.why, first.measures) == (own.title, "Ours", ())
    assert prompts(session) == (PromptSection(None, ("Ours?",)),)


def test_that_a_template_used_twice_adds_nothing_the_second_time(session: Session) -> None:
    answer(session, ApplyTemplate("endoscopy", with_measures=False), Task())
    assert answer(session, PreviewTemplate("endoscopy"), Task()).is_empty
    with pytest.raises(RuleBroken, match="there already"):
        answer(session, ApplyTemplate("endoscopy", with_measures=False), Task())


def test_that_undoing_retires_outcomes_takes_items_off_and_leaves_what_was_ticked(session: Session) -> None:
    use = answer(session, ApplyTemplate("acute_take", with_measures=True), Task())
    answer(session, TickStageItem(use.items[0], is_done=True), Task())
    undone = answer(session, UndoTemplate(use.id), Task())
    framework = answer(session, ShowFramework(), Task())
    assert undone.is_undone
    assert (framework.outcomes, len(framework.retired)) == ((), len(use.outcomes))
    left = {item.key for stage in framework.stages for item in stage.items}
    assert left & set(use.items) == {use.items[0]}
    assert set(use.measures) <= in_use(session)
    assert prompts(session) == shipped_sections()
    with pytest.raises(RuleBroken, match="nothing to undo"):
        answer(session, UndoTemplate(use.id), Task())
    assert answer(session, ListTemplateUses(), Task()) == (undone,)


def test_that_undoing_keeps_a_form_that_was_changed_since(session: Session) -> None:
    use = answer(session, ApplyTemplate("acute_take", with_measures=False), Task())
    own = (PromptSection(None, ("Ours?",)),)
    answer(session, SaveReviewForm(own, answer(session, ShowReviewForm(), Task()).version), Task())
    answer(session, UndoTemplate(use.id), Task())
    assert prompts(session) == own


def test_that_an_administrator_is_offered_no_prompts(admin_session: Session) -> None:
    preview = answer(admin_session, PreviewTemplate("medicine"), Task())
    assert not preview.adds_prompts
    assert not any("review" in line for line in preview.left)
    assert answer(admin_session, ApplyTemplate("medicine", with_measures=True), Task()).form == 0


def test_that_an_unknown_template_is_refused(session: Session) -> None:
    with pytest.raises(UserFacingError, match="no such template"):
        answer(session, PreviewTemplate("poetry"), Task())


def test_that_measures_of_templates_are_templates_of_measures(session: Session) -> None:
    known = {one.measure.id for one in answer(session, ListDefinitions(), Task()).templates} | in_use(session)
    for template in answer(session, ListFrameworkTemplates(), Task()):
        assert {measure for one in template.outcomes for measure in one.measures} <= known
