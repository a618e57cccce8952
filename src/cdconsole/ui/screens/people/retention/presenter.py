"""Shows the dry run, and sets periods, days of leaving and holds. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.requests import Request
from cdconsole.domain.retention import CountedFrom, Leaver, RetentionList, RetentionRule
from cdconsole.domain.retention_requests import (
    ExportRetentionList,
    HoldRecords,
    LiftHold,
    SaveLeavingDay,
    SaveRetentionRule,
    ShowRetention,
)
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.retention.state import (
    HAS_LEFT,
    LEFT,
    RetentionState,
    hold_form,
    left_form,
    period_form,
)

_TOPICS = frozenset({Topic.RETENTION, Topic.CLINICIAN})


class RetentionScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: RetentionState) -> None:
        """Show everything anew."""
        ...


class RetentionPresenter:
    """One form at a time; the dry run is made again after each change."""

    def __init__(
        self, view: RetentionScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._scope = scope
        self._clock = clock
        self._broken = broken
        self._state = RetentionState()

    def start(self) -> None:
        """Make the dry run."""
        self._change()
        self._read()

    def visit(self, **_ids: str) -> None:
        """Stay as it is."""

    def changed(self, changes: ChangeSet) -> None:
        """Make the dry run again."""
        if changes.touches(_TOPICS):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def ask_period(self, rule: RetentionRule) -> None:
        """Open the form of a period."""
        self._change(form=period_form(rule), about=rule, notice="", problem="")

    def ask_left(self, leaver: Leaver) -> None:
        """Open the form of the day somebody left."""
        self._change(form=left_form(leaver, self._clock.today()), about=leaver, notice="", problem="")

    def ask_hold(self, leaver: Leaver) -> None:
        """Open the form that holds somebody's records, or lifts the hold."""
        self._change(form=hold_form(leaver), about=leaver, notice="", problem="")

    def enter(self, typed: Mapping[str, str]) -> None:
        """Store what was typed."""
        form, about = self._state.form, self._state.about
        if form is not None and about is not None:
            self._change(form=form.busy())
            self._scope.run(_request(form.task, about, typed), self._stored, self._refused)

    def end_form(self) -> None:
        """Close the form; nothing is stored."""
        self._change(form=None, about=None)

    def save_list(self, path: str) -> None:
        """Write the dry run as CSV."""
        self._change(notice="", problem="")
        self._scope.run(ExportRetentionList(path), self._saved, self._cannot)

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)

    def _read(self) -> None:
        self._scope.latest("list", ShowRetention(), self._show, self._cannot)

    def _show(self, found: RetentionList) -> None:
        self._change(found=found)

    def _stored(self, _value: object) -> None:
        self._change(form=None, about=None, notice="Stored. The list below was made again.")
        self._read()

    def _saved(self, receipt: ExportReceipt) -> None:
        name = Path(receipt.path).name
        self._change(notice=f"{receipt.rows:,} lines are in {name}; the export log has it.")

    def _refused(self, problem: Exception) -> None:
        if self._state.form is not None:
            self._change(form=self._state.form.refused(problem))
        self._report(problem)

    def _cannot(self, problem: Exception) -> None:
        stopped = "Stopped." if isinstance(problem, Cancelled) else ""
        self._change(problem=str(problem) if isinstance(problem, UserFacingError) else stopped)
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)


def _request(task: str, about: RetentionRule | Leaver, typed: Mapping[str, str]) -> Request[Any]:
    """Return what a form asks for; a number of years that is none is 0, which is refused beside its field."""
    if isinstance(about, RetentionRule):
        years = int(typed["years"]) if typed["years"].strip().isdecimal() else 0
        rule = replace(
            about, years=years, counted_from=CountedFrom[typed["counted_from"]], source=typed["source"].strip()
        )
        return SaveRetentionRule(rule)
    if task == LEFT:
        day = date.fromisoformat(typed["left_on"]) if typed["has_left"] == HAS_LEFT else None
        return SaveLeavingDay(about.clinician_id, day, about.left_revision)
    if about.hold is None:
        return HoldRecords(about.clinician_id, typed["reason"])
    return LiftHold(about.hold.id, typed["reason"])
