"""What a person can want of the case mix behind a chart."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import Month
from cdconsole.domain.case_mix import CaseMix
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import Request


@dataclass(frozen=True)
class ShowCaseMix(Request[CaseMix]):
    """One clinician's case mix behind a measure over some months; ``as_recorded`` as for the charts."""

    clinician: ClinicianId
    measure: MeasureId
    first: Month
    last: Month
    as_recorded: bool = False
