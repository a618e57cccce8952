"""A clinician's own pack: what it holds, what its owner says of it, and what the department keeps of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from cdconsole.domain.attribution import MyRecords, Vote
from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.pack_review import (
    NO_VIEW,
    BroughtBack,
    PackLook,
    PackMark,
    PackReview,
    SelfView,
    checked_answer,
)
from cdconsole.domain.quarter import ReleasedQuarter
from cdconsole.domain.review import Goal

PACK_SUFFIX = ".cdvp"
REPLY_SUFFIX = ".cdvr"
DAYS_VALID = 28
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class PackSheet:
    """The department's transparency sheet; ``read`` is the version they are known to have read, 0 for none."""

    version: int
    text: str
    read: int = 0


@dataclass(frozen=True)
class PackContent:
    """Everything in a pack: one clinician's charts as they were that day, job plan and exposure, and their records.

    ``quarters`` are those released to them, newest first, with what was made of each chart.
    ``review`` is the one in preparation, where there is one and it is shared; ``goals`` are all that earlier reviews
    set; ``looks`` are who looked at their data since ``looks_from``.
    """

    department: str
    made_by: str
    made_at: datetime
    expires: date
    charts: ClinicianCharts
    records: MyRecords
    quarters: tuple[ReleasedQuarter, ...] = ()
    review: PackReview | None = None
    goals: tuple[Goal, ...] = ()
    looks: tuple[PackLook, ...] = ()
    looks_from: date | None = None
    sheet: PackSheet | None = None


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

    Of two replies to one pack the one with the larger sequence counts. ``comment`` and ``mark`` are on the
    ``review`` in the pack; ``view`` is for the next one where there is none in preparation. ``read`` is the
    version of the transparency sheet that they say they have read, 0 for none.
    """

    votes: tuple[PackVote, ...] = ()
    challenges: tuple[PackChallenge, ...] = ()
    sent: int = 0
    review: ReviewId | None = None
    view: SelfView = NO_VIEW
    comment: str = ""
    mark: PackMark | None = None
    read: int = 0

    @property
    def says_nothing(self) -> bool:
        """Return whether there is nothing to reply yet."""
        return not (self.votes or self.challenges or self.read) and self.says_nothing_of_review

    @property
    def says_nothing_of_review(self) -> bool:
        """Return whether there is neither a self-view nor a comment nor a mark."""
        return not (self.view.text or self.comment.strip() or self.mark)

    def checked(self) -> PackDraft:
        """Return the draft with trimmed texts, or raise RuleBroken naming the field at fault."""
        return replace(
            self,
            challenges=tuple(one.checked() for one in self.challenges),
            view=self.view.checked(),
            comment=checked_answer(self.comment, "comment"),
            mark=None if self.mark is None else self.mark.checked(),
        )

    def said(self, *votes: PackVote) -> PackDraft:
        """Return the draft with these votes in place of earlier ones on the same records."""
        kept = {vote.key: vote for vote in self.votes} | {vote.key: vote for vote in votes}
        return replace(self, votes=tuple(kept.values()))


@dataclass(frozen=True)
class OwnPack:
    """An open pack with the owner's work on it; ``fingerprint`` are six words of the key that signed the pack.

    ``agreeing_to`` is the fingerprint of the review in it, as this program worked it out; empty where no mark is asked.
    """

    content: PackContent
    draft: PackDraft
    fingerprint: str
    agreeing_to: str = ""


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
    """What taking a reply in would do. ``gone`` votes are on records that are no longer counted for the clinician.

    ``brought`` are the self-view, the comment and the mark of a review, each with what becomes of it.
    """

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
    brought: tuple[BroughtBack, ...] = ()

    @property
    def sentence(self) -> str:
        """Return it in words a director can decide on."""
        gone = f" {self.gone:,} are on records no longer counted for them and are left out." if self.gone else ""
        votes = self.mine + self.not_mine + self.shared
        on = date_text(self.at.astimezone().date())
        checked = f"{votes:,} record{'s' * (votes != 1)} checked"
        counts = f"{self.mine:,} mine, {self.not_mine:,} not mine, {self.shared:,} shared"
        return f"{self.clinician}, {on}: {checked} ({counts}). New among these: {self.changing:,}.{gone}"
