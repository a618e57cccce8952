"""The forms for a chart's limits over a real small department: asked, stored, refused, withdrawn and put back."""

from __future__ import annotations

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.chart_limits.presenter import LimitsPresenter
from cdconsole.ui.form_dialog.state import FormState

ANN = ClinicianId("ann")
APRIL = Month(2026, 4)


class Forms:
    """A presenter and the forms it showed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shown: list[FormState | None] = []
        self.broken: list[Exception] = []
        scope = TaskScope(ImmediateTaskRunner(session, lambda _: None), self.broken.append)
        self.presenter = LimitsPresenter(scope, self.shown.append, self.broken.append)

    @property
    def form(self) -> FormState:
        found = self.shown[-1]
        assert found is not None
        return found

    def chart(self) -> MeasureChart:
        page = answer(self.session, ShowClinicianCharts(ANN), Task())
        return next(each for each in page.charts if each.measure.id == MeasureId.BEFORE_MIDDAY)

    def ask(self, task: LimitTask, month: Month | None = APRIL) -> None:
        self.presenter.ask(task, LimitsAsked(ANN, self.chart(), month))

    def change(self, task: LimitTask = LimitTask.REBASE) -> None:
        self.ask(task)
        self.presenter.enter({"month": "2026-04", "reason": "Ward moved"})


@pytest.fixture
def forms(session: Session) -> Forms:
    return Forms(session)


def test_that_the_form_begins_at_the_marked_month_and_else_at_the_newest(forms: Forms) -> None:
    forms.ask(LimitTask.REBASE)
    month, reason = forms.form.fields
    assert (month.value, len(month.choices), reason.value) == ("2026-04", 12, "")
    assert forms.form.title == "Limits change here: Discharged before midday"
    forms.ask(LimitTask.EXCLUDE, None)
    assert forms.form.fields[0].value == "2026-10"


@pytest.mark.parametrize(
    ("task", "words"),
    [(LimitTask.REBASE, "Limits changed from Apr 2026"), (LimitTask.EXCLUDE, "Apr 2026 left out of the limits")],
)
def test_that_what_was_entered_is_stored_and_the_form_closes(forms: Forms, task: LimitTask, words: str) -> None:
    forms.change(task)
    assert forms.shown[-1] is None
    assert [str(mark).partition(":")[0] for mark in forms.chart().limit_marks] == [words]
    assert forms.broken == []


def test_that_a_refusal_stands_beside_its_field_and_the_form_stays(forms: Forms) -> None:
    forms.ask(LimitTask.REBASE)
    forms.presenter.enter({"month": "2026-04", "reason": " "})
    assert "never changed without a reason" in forms.form.problems["reason"]
    forms.presenter.enter({"month": "", "reason": "why"})
    assert "No month has a point" in forms.form.problems["month"]
    assert forms.chart().limit_marks == ()


def test_that_nothing_can_be_withdrawn_where_nothing_was_changed(forms: Forms) -> None:
    forms.ask(LimitTask.WITHDRAW)
    assert forms.shown == []


def test_that_a_withdrawn_change_can_be_put_back_at_once(forms: Forms) -> None:
    forms.change()
    forms.ask(LimitTask.WITHDRAW)
    change = forms.form.fields[0]
    assert [words for _, words in change.choices] == ["Limits changed from Apr 2026"]
    forms.presenter.enter({"change": change.value, "reason": "It never moved"})
    assert forms.chart().limit_marks == ()
    assert forms.form.lead.startswith("Limits changed from Apr 2026: Ward moved. Dr B. Director")
    forms.presenter.enter({})
    assert forms.shown[-1] is None
    assert len(forms.chart().limit_marks) == 1


def test_that_a_form_that_is_closed_stores_nothing(forms: Forms) -> None:
    forms.ask(LimitTask.REBASE)
    forms.presenter.end()
    forms.presenter.enter({"month": "2026-04", "reason": "late"})
    assert forms.shown[-1] is None
    assert forms.chart().limit_marks == ()
