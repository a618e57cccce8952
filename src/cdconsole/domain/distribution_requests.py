"""What a person can want of a measure's single records."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.domain.requests import Request


@dataclass(frozen=True)
class ShowRecordDistribution(Request[RecordDistribution]):
    """Every record of a measure over the newest complete months, of one clinician or, with None, of the team.

    ``as_recorded`` leaves aside what the clinician said of their records.
    """

    clinician: ClinicianId | None
    measure: MeasureId
    months: int = 36
    as_recorded: bool = False
