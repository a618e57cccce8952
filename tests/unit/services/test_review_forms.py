from __future__ import annotations

import pytest

from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.framework_requests import SaveReviewForm, ShowReviewForm
from cdconsole.domain.review import Domain
from cdconsole.domain.review_form import PromptSection
from cdconsole.services.registry import answer
from cdconsole.services.review_forms import prompts
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

OWN = (PromptSection(None, ("How was it?", " ")), PromptSection(Domain.TALENT, ()))


def test_that_the_programs_prompts_cover_the_four_domains_and_general_ones(session: Session) -> None:
    assert [section.domain for section in prompts(session)] == [None, *Domain]
    assert all(section.questions for section in prompts(session))


def test_that_saved_prompts_are_a_version_without_empty_lines(session: Session) -> None:
    saved = answer(session, SaveReviewForm(OWN, 0), Task())
    assert (saved.version, saved.sections) == (1, (PromptSection(None, ("How was it?",)),))
    assert prompts(session) == saved.sections
    assert answer(session, ShowReviewForm(), Task()) == saved


def test_that_a_form_without_questions_and_a_stale_one_are_refused(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveReviewForm((PromptSection(None, (" ",)),), 0), Task())
    assert refused.value.field == "questions"
    answer(session, SaveReviewForm(OWN, 0), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveReviewForm(OWN, 0), Task())


def test_that_an_administrator_sees_no_form(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, ShowReviewForm(), Task())
