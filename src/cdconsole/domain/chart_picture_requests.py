"""What a person can want of the picture of a chart."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import Command


@dataclass(frozen=True)
class SaveChartPicture(Command[str]):
    """Write a drawn chart of a clinician's as a PNG file, through the export log; return its SHA-256."""

    clinician: ClinicianId
    path: str
    png: bytes

    def __repr__(self) -> str:
        return "SaveChartPicture(...)"
