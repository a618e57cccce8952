"""What kinds of patient stand behind a clinician's chart, beside colleagues'."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseMixLine:
    """One group of patients: ``own`` and ``team`` are counts in words (``34 of 83``), with their values.

    ``team`` are the colleagues' alone: a clinician's own patients are no measure of themselves. A value is empty where
    fewer than five cases stand behind it: the count says all there is.
    """

    stratum: str
    group: str
    own: str
    own_value: str
    team: str
    team_value: str


@dataclass(frozen=True)
class CaseMix:
    """One measure by age, way of admission and procedure group; ``unavailable`` says why there is none.

    ``note`` says in words whose the team's figures are, ``expected`` what colleagues' results would give for this mix.
    """

    title: str
    lines: tuple[CaseMixLine, ...]
    unavailable: str = ""
    note: str = ""
    expected: str = ""
