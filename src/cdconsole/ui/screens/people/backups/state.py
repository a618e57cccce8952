"""Everything the backups page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.backup import BackupOverview, RestorePoint
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.people import Section

EVERYTHING: Section | None = None
CHOICES: tuple[tuple[Section | None, str], ...] = (
    (EVERYTHING, "Everything"),
    (Section.WARD, "Only the ward list"),
    (Section.RECORDS, "Only records, job plans and the framework"),
    (Section.REVIEW, "Only reviews and goals"),
)
_NEVER = "This department has never been backed up from this computer. Back it up now."
_OVERDUE = "That is more than a week ago, and there is newer work. Back up now."


@dataclass(frozen=True)
class Restoring:
    """The dialog that asks before anything is put back."""

    point: RestorePoint
    section: Section | None = EVERYTHING
    is_busy: bool = False
    problem: str = ""

    @property
    def title(self) -> str:
        """Return what would be put back."""
        return f"Back to {moment_text(self.point.at)}, saved by {self.point.by}"

    @property
    def consequences(self) -> tuple[str, ...]:
        """Return what happens, in plain words."""
        what = {
            EVERYTHING: "The ward list, the records, and reviews and goals become",
            Section.WARD: "The ward list becomes",
            Section.RECORDS: "Records, job plans and the framework become",
            Section.REVIEW: "Reviews and goals become",
        }[self.section]
        return (
            f"{what} what they were then, for everybody who opens the department."
            if self.section is not Section.WARD
            else f"{what} what it was then, for everybody who opens the department.",
            "What was entered since then is not shown any more. It is not thrown away: the present state is saved "
            "first and stays in the department's folder until ten newer ones have been saved. A backup made now keeps "
            "it longer.",
            "Who did what stays on record: the audit trail, earlier values and the export log go on, with this restore "
            "in them. People and their passphrases stay as they are today.",
        )


@dataclass(frozen=True)
class BackupsState:
    """The page. ``doing`` is what runs at this moment; ``outcome`` and ``problem`` tell of the last thing done."""

    overview: BackupOverview | None = None
    doing: str = ""
    outcome: str = ""
    problem: str = ""
    restoring: Restoring | None = None

    @property
    def points(self) -> tuple[RestorePoint, ...]:
        """Return what can be restored, newest first."""
        return () if self.overview is None else self.overview.points

    @property
    def may_restore(self) -> bool:
        """Return whether this person may restore."""
        return self.overview is not None and self.overview.may_restore

    @property
    def is_overdue(self) -> bool:
        """Return whether a backup is due without excuse."""
        return self.overview is not None and self.overview.is_overdue

    @property
    def sentence(self) -> str:
        """Return when the department was last backed up, and whether that is long ago."""
        if self.overview is None:
            return ""
        if self.overview.last_backed_up is None:
            return _NEVER
        last = f"The newest backup holds the department as of {moment_text(self.overview.last_backed_up)}."
        return f"{last} {_OVERDUE}" if self.overview.is_overdue else last

    @property
    def places(self) -> str:
        """Return where backups are kept, and which of them."""
        if self.overview is None:
            return ""
        second = self.overview.second_place
        where = f"on this computer and in {second}" if second else "on this computer only"
        advice = "" if second else " Choose a second place too: a broken computer takes this one along."
        return (
            f"Each day's backup is kept {where}: the newest of 14 days and of 8 weeks. An older one goes only after "
            f"the new one was opened and compared with the records.{advice}"
        )

    @property
    def problems(self) -> str:
        """Return everything that is wrong, a line each."""
        found = () if self.overview is None else self.overview.problems
        return "\n".join(filter(None, (self.problem, *found)))
