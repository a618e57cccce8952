"""Everything the validation page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.attribution import GivenVote, MyRecord, MyRecords, ValidationRow, Vote
from cdconsole.domain.identity import ClinicianId

PERIODS = (3, 12, 24, 36)


class Wanted(Enum):
    """Which of a clinician's records are listed."""

    ALL = "All records"
    UNCHECKED = "Not checked yet"
    MINE = "Mine"
    NOT_MINE = "Not mine"
    SHARED = "Shared"

    def lets(self, record: MyRecord) -> bool:
        """Return whether a record is listed."""
        if self is Wanted.ALL:
            return True
        if self is Wanted.UNCHECKED:
            return record.said is None
        return record.said is Vote[self.name]


@dataclass(frozen=True)
class ValidationPage:
    """The page. ``may_vote`` is False for an administrator, who sees how far everybody got and no records.

    ``month`` is the one that is listed, empty for all. ``undoing`` gives back what was said before the last vote.
    """

    may_vote: bool
    rows: tuple[ValidationRow, ...] = ()
    chosen: ClinicianId | None = None
    months: int = 12
    wanted: Wanted = Wanted.ALL
    month: str = ""
    records: MyRecords | None = None
    undoing: tuple[GivenVote, ...] = ()
    is_loading: bool = True
    vote_problem: str = ""
    problem: str = ""

    @property
    def listed(self) -> tuple[MyRecord, ...]:
        """Return the records that pass the filters."""
        every = () if self.records is None else self.records.records
        return tuple(one for one in every if self.wanted.lets(one) and self.month in ("", _month(one)))

    @property
    def months_with_records(self) -> tuple[str, ...]:
        """Return the months in which any record ended, newest first."""
        return tuple(dict.fromkeys(map(_month, () if self.records is None else self.records.records)))

    @property
    def hint(self) -> str:
        """Return what stands in the records' place; nothing where there are records."""
        if self.problem:
            return self.problem
        if not self.may_vote:
            return (
                "The clinical director opens a clinician's records and enters what they say of them. "
                "What is not theirs is on the list of things to mend, on Quality."
            )
        if self.is_loading or (self.chosen is not None and self.records is None):
            return "Reading the records…"
        if not self.rows:
            return "No clinicians yet. They come with the first extract of spells."
        if self.records is not None and not self.records.records:
            return "No records of this clinician ended in these months."
        return "" if self.listed else "No record passes this filter."


def _month(record: MyRecord) -> str:
    """Return ``Nov 2026`` of ``3 Nov 2026 10:42``."""
    return " ".join(record.discharged.split()[1:3])
