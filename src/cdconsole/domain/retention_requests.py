"""What a person can want of periods of retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import Command, Request
from cdconsole.domain.retention import RetentionHold, RetentionList, RetentionRule


@dataclass(frozen=True)
class ShowRetention(Request[RetentionList]):
    """A dry run of the periods over everything that is held; it deletes nothing."""


@dataclass(frozen=True)
class SaveRetentionRule(Command[RetentionRule]):
    """Set the period of one part; its revision is the one that was edited, 0 for a starting value."""

    rule: RetentionRule


@dataclass(frozen=True)
class SaveLeavingDay(Command[None]):
    """Record the day somebody left, or that they did not; ``revision`` is the one that was edited, 0 for none."""

    clinician: ClinicianId
    left_on: date | None
    revision: int


@dataclass(frozen=True)
class HoldRecords(Command[RetentionHold]):
    """Say that somebody's records must not be deleted, and why."""

    clinician: ClinicianId
    reason: str

    def __repr__(self) -> str:
        return "HoldRecords(...)"


@dataclass(frozen=True)
class LiftHold(Command[RetentionHold]):
    """Say that a hold is over, and why."""

    hold: str
    reason: str

    def __repr__(self) -> str:
        return "LiftHold(...)"


@dataclass(frozen=True)
class ExportRetentionList(Command[ExportReceipt]):
    """Write the dry run as CSV, through the export log."""

    path: str
