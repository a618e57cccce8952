"""What a person can want of unnamed peers."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.peers import PeerStrip
from cdconsole.domain.requests import Request


@dataclass(frozen=True)
class ShowPeers(Request[tuple[PeerStrip, ...]]):
    """A strip of unnamed peers for each chart of a clinician's page, over the months it draws; measures as there."""

    clinician: ClinicianId
    months: int
    as_recorded: bool = False
    measures: tuple[MeasureId, ...] = ()
