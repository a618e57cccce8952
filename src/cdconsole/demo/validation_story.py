"""Three clinicians have looked at their records in the director's room."""

from __future__ import annotations

from cdconsole.demo.roster import NAMES
from cdconsole.demo.telling import Telling
from cdconsole.domain.attribution import GivenVote, MyRecord, Vote
from cdconsole.domain.attribution_requests import SaveVotes, ShowMyRecords
from cdconsole.domain.identity import ClinicianId

CHECKERS = (NAMES[3], NAMES[8], NAMES[12])
_MONTHS = 12
_SHARES = (0.93, 0.30, 0.12)
_NOT_MINE, _SHARED = 97, 61  # of so many records one


def check_records(telling: Telling) -> None:
    """Enter what they say: most is theirs, a few are not, a few are shared with a colleague."""
    ids = telling.ids()
    for name, share in zip(CHECKERS, _SHARES, strict=True):
        found = telling.ask(ShowMyRecords(ids[name], _MONTHS))
        looked_at = found.records[: round(len(found.records) * share)]
        colleague = found.colleagues[0].id
        votes = tuple(_vote(place, record, colleague) for place, record in enumerate(looked_at, start=1))
        telling.ask(SaveVotes(ids[name], votes))


def _vote(place: int, record: MyRecord, colleague: ClinicianId) -> GivenVote:
    if place % _NOT_MINE == 0:
        return GivenVote(record.key, Vote.NOT_MINE, "Admitted under the locum that week.")
    if place % _SHARED == 0:
        return GivenVote(record.key, Vote.SHARED, "Taken over from a colleague.", colleague)
    return GivenVote(record.key, Vote.MINE)
