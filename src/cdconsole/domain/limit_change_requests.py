"""What a person can want of a chart's limits."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import LimitKind
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import Command


@dataclass(frozen=True)
class ChangeLimits(Command[LimitChange]):
    """Have the limits of a clinician's chart, or of the team's (None), begin anew with a month or leave it out."""

    clinician: ClinicianId | None
    measure: MeasureId
    kind: LimitKind
    month: Month
    reason: str

    def __repr__(self) -> str:
        return "ChangeLimits(...)"


@dataclass(frozen=True)
class WithdrawLimitChange(Command[LimitChange]):
    """Have the limits be as if there were no such change; ``revision`` is the one that was seen."""

    change: str
    revision: int
    reason: str

    def __repr__(self) -> str:
        return "WithdrawLimitChange(...)"


@dataclass(frozen=True)
class PutBackLimitChange(Command[LimitChange]):
    """Have the limits follow a withdrawn change again."""

    change: str
    revision: int
