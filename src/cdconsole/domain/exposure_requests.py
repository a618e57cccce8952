"""What a person can want of the exposure log."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListExposureLog(Request[tuple[Exposure, ...]]):
    """Every entry of everybody that touches a year, the withdrawn ones included, by day."""

    year: int


@dataclass(frozen=True)
class SaveExposure(Command[Exposure]):
    """Add an entry (empty id), or change one; its ``revision`` is the one that was edited."""

    entry: Exposure

    def __repr__(self) -> str:
        return "SaveExposure(...)"


@dataclass(frozen=True)
class WithdrawExposure(Command[Exposure]):
    """Say that an entry does not hold any more, and why; an empty reason puts it back."""

    entry: str
    reason: str
    revision: int

    def __repr__(self) -> str:
        return "WithdrawExposure(...)"
