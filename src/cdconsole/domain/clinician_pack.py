"""A clinician's own pack: what it holds, what its owner says of it, and what the department keeps of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from cdconsole.domain.attribution import MyRecords, Vote
from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.quarter import ReleasedQuarter

PACK_SUFFIX = ".cdvp"
REPLY_SUFFIX = ".cdvr"
DAYS_VALID = 28
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class PackContent:
    """Everything in a pack: one clinician's charts as they were that day, job plan and exposure, and their records.

    ``quarters`` are those released to them, newest first, with what was made of each chart.
    """

    department: str
    made_by: str
    made_at: datetime
    expires: date
    charts: ClinicianCharts
    records: MyRecords
    quarters: tuple[ReleasedQuarter, ...] = ()


@dataclass(frozen=True)
class PackVote:
    """What the pack's owner says of one record; ``vote`` None takes back what was said before."""

    key: str
    vote: Vote | None
    comment: str = ""


@dataclass(frozen=True)
class PackChallenge:
    """A challenge raised in a pack; its random ``id`` keeps a later reply from raising it twice."""

    id: str
    measure: MeasureId
    first: Month
    last: Month
    claim: str
    evidence: str = ""

    def checked(self) -> PackChallenge:
        """Return it with trimmed texts, or raise RuleBroken naming the field at fault."""
        found = replace(self, claim=self.claim.strip(), evidence=self.evidence.strip())
        if not found.claim:
            raise RuleBroken("A challenge needs a claim.", "Say what is wrong with the figures.", "claim")
        if found.last < found.first:
            raise RuleBroken("The last month is before the first.", "Choose the months again.", "last")
        if max(len(found.claim), len(found.evidence)) > LONGEST_TEXT:
            raise RuleBroken(f"A text is longer than {LONGEST_TEXT:,} characters.", "Shorten it.", "claim")
        return found


@dataclass(frozen=True)
class PackDraft:
    """What the owner has said so far; ``sent`` is the sequence of the last reply that was saved, 0 for none.

    Of two replies to one pack the one with the larger sequence counts.
    """

    votes: tuple[PackVote, ...] = ()
    challenges: tuple[PackChallenge, ...] = ()
    sent: int = 0

    def said(self, *votes: PackVote) -> PackDraft:
        """Return the draft with these votes in place of earlier ones on the same records."""
        kept = {vote.key: vote for vote in self.votes} | {vote.key: vote for vote in votes}
        return replace(self, votes=tuple(kept.values()))


@dataclass(frozen=True)
class OwnPack:
    """An open pack with the owner's work on it; ``fingerprint`` are six words of the key that signed the pack."""

    content: PackContent
    draft: PackDraft
    fingerprint: str


@dataclass(frozen=True)
class ClinicianPack:
    """A pack that was made, as the department keeps it; ``replied`` is the sequence of the last reply taken, or 0."""

    id: str
    clinician_id: ClinicianId
    maker: str
    made_at: datetime
    expires: date
    sha256: str
    revoked_at: datetime | None = None
    revoke_reason: str = ""
    replied: int = 0
    replied_at: datetime | None = None
    revision: int = 1

    @property
    def standing(self) -> str:
        """Return in words what became of it."""
        if self.revoked_at is not None:
            return f"Revoked on {date_text(self.revoked_at.astimezone().date())}: {self.revoke_reason}"
        if self.replied_at is not None:
            return f"Reply taken in on {date_text(self.replied_at.astimezone().date())}"
        return f"Waits for a reply until {date_text(self.expires)}"


@dataclass(frozen=True)
class MadePack:
    """A pack just made. The passphrase is shown once, to be handed over by other means than the file."""

    pack: ClinicianPack
    path: str
    passphrase: str
    fingerprint: str

    def __repr__(self) -> str:
        return f"MadePack({self.pack.id})"


@dataclass(frozen=True)
class ReplyPreview:
    """What taking a reply in would do. ``gone`` votes are on records that are no longer counted for the clinician."""

    clinician: str
    pack: ClinicianPack
    sha256: str
    at: datetime
    mine: int
    not_mine: int
    shared: int
    changing: int
    gone: int
    comments: tuple[str, ...]
    challenges: tuple[PackChallenge, ...]

    @property
    def sentence(self) -> str:
        """Return it in words a director can decide on."""
        gone = f" {self.gone:,} are on records no longer counted for them and are left out." if self.gone else ""
        votes = self.mine + self.not_mine + self.shared
        on = date_text(self.at.astimezone().date())
        checked = f"{votes:,} record{'s' * (votes != 1)} checked"
        counts = f"{self.mine:,} mine, {self.not_mine:,} not mine, {self.shared:,} shared"
        return f"{self.clinician}, {on}: {checked} ({counts}). New among these: {self.changing:,}.{gone}"
