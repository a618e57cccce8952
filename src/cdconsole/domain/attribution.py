"""Whose work a record is, in the eyes of the clinician it is counted for: mine, not mine, or shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.identity import ClinicianId


class Vote(Enum):
    """What a clinician says of one record."""

    MINE = "Mine"
    NOT_MINE = "Not mine"
    SHARED = "Shared"


class Channel(Enum):
    """How something a clinician said reached the department's file."""

    IN_PERSON = "In person, entered in the director's unlocked session"
    SIGNED_REPLY = "Signed reply from the clinician's own pack"


@dataclass(frozen=True)
class AttributionVote:
    """One clinician's newest word on one record; every earlier one is kept in the history.

    ``source_key`` is the record's keyed identifier, so that the vote outlives a later version of the record.
    ``with_clinician`` names whom the work is shared with, or whose it is, where the clinician said so.
    """

    clinician_id: ClinicianId
    source_key: str
    vote: Vote
    comment: str
    channel: Channel
    at: datetime
    person: str
    with_clinician: ClinicianId | None = None
    revision: int = 1
