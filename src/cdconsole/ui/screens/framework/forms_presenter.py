"""Opens the three forms of the framework screen and stores what is typed into them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.framework import Charter, Framework
from cdconsole.domain.requests import EditStage, Request, SaveCharter, SaveOutcome
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.framework.state import (
    REVIEW_ON,
    TITLE,
    WHOLE,
    Form,
    FrameworkState,
    Page,
    TypedOutcome,
    new_outcome,
    parse_date,
)

_FORMS = {Page.STAGES: "stage_form", Page.CHARTER: "charter_form", Page.OUTCOMES: "outcome_form"}


class FormsPresenter:
    """At most one form a page; each keeps the version it was filled from, so that a stale edit is noticed."""

    def __init__(
        self,
        scope: TaskScope,
        now: Callable[[], FrameworkState],
        show: Callable[[FrameworkState], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._now = now
        self._show = show
        self._broken = broken

    def edit_stage(self, number: int) -> None:
        """Open a stage's form."""
        framework = self._now().framework
        stages = framework.stages if framework else ()
        for stage in stages:
            if stage.number == number:
                self._put(Page.STAGES, Form(stage))

    def save_stage(self, title: str, aim: str) -> None:
        """Store a stage's title and aim."""
        form = self._now().stage_form
        if form is not None:
            self._save(Page.STAGES, EditStage(form.of.number, title, aim))

    def edit_charter(self) -> None:
        """Open the charter's form."""
        framework = self._now().framework
        if framework is not None:
            self._put(Page.CHARTER, Form(framework.charter))

    def save_charter(self, typed: Charter) -> None:
        """Store what was typed as the version after the one that was edited."""
        form = self._now().charter_form
        if form is not None:
            self._save(Page.CHARTER, SaveCharter(replace(typed, version=form.of.version)))

    def edit_outcome(self, outcome: str) -> None:
        """Open the form of an outcome by its id, or an empty one."""
        framework = self._now().framework
        outcomes = framework.outcomes if framework else ()
        found = next((known for known in outcomes if known.id == outcome), new_outcome())
        self._put(Page.OUTCOMES, Form(found))

    def save_outcome(self, typed: TypedOutcome) -> None:
        """Store an outcome as typed."""
        form = self._now().outcome_form
        if form is None:
            return
        try:
            review_on = parse_date(typed.review_on)
        except ValueError:
            self._say(Page.OUTCOMES, {REVIEW_ON: "This is not a date. Write it like 23 Nov 2026."})
            return
        edited = replace(
            form.of,
            title=typed.title.strip(),
            why=typed.why.strip(),
            owner=typed.owner.strip(),
            review_on=review_on,
            measures=typed.measures,
        )
        self._save(Page.OUTCOMES, SaveOutcome(edited))

    def end_stage(self) -> None:
        """Close the form of a stage; what was typed is dropped."""
        self._put(Page.STAGES, None)

    def end_charter(self) -> None:
        """Close the charter's form; what was typed is dropped."""
        self._put(Page.CHARTER, None)

    def end_outcome(self) -> None:
        """Close the form of an outcome; what was typed is dropped."""
        self._put(Page.OUTCOMES, None)

    def _save(self, page: Page, request: Request[Framework]) -> None:
        form = self._form(page)
        if form is not None and not form.is_busy:
            self._put(page, replace(form, problems={}, is_busy=True))
            self._scope.latest(page.value, request, partial(self._saved, page), partial(self._not_saved, page))

    def _saved(self, page: Page, framework: Framework) -> None:
        self._show(replace(self._now(), framework=framework, **_changed(page, None)))

    def _not_saved(self, page: Page, problem: Exception) -> None:
        if isinstance(problem, RuleBroken) and problem.field == TITLE:
            self._say(page, {TITLE: str(problem)})
        else:
            self._say(page, {WHOLE: str(problem)} if isinstance(problem, UserFacingError) else {})
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _say(self, page: Page, problems: dict[str, str]) -> None:
        form = self._form(page)
        if form is not None:
            self._put(page, replace(form, problems=problems, is_busy=False))

    def _form(self, page: Page) -> Form[Any] | None:
        found: Form[Any] | None = getattr(self._now(), _FORMS[page])
        return found

    def _put(self, page: Page, form: Form[Any] | None) -> None:
        self._show(replace(self._now(), **_changed(page, form)))


def _changed(page: Page, form: Form[Any] | None) -> dict[str, Any]:
    return {_FORMS[page]: form}
