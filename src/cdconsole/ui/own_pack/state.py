"""Everything pack mode shows: the pack, what its owner has said of it, and the form that is open. No Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from cdconsole.domain.attribution import AttributionVote, Channel, MyRecord, Vote
from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician_pack import OwnPack, PackVote
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.data.validation.state import Wanted


@dataclass(frozen=True)
class OwnPackState:
    """``notice`` says what was saved, ``problem`` what went wrong and what to do, ``mark_problem`` of a mark."""

    own: OwnPack
    wanted: Wanted = Wanted.ALL
    form: FormState | None = None
    notice: str = ""
    problem: str = ""
    mark_problem: str = ""

    @property
    def title(self) -> str:
        """Return what stands above everything; no name but the owner's."""
        return f"{self.own.content.charts.clinician.name}: my own records and charts"

    @property
    def about(self) -> str:
        """Return whose pack it is and how long it opens."""
        content = self.own.content
        made = date_text(content.made_at.astimezone().date())
        return (
            f"{content.department}, made on {made}, opens until {date_text(content.expires)}."
            f" To be sure who made it, compare these words by telephone: {self.own.fingerprint}."
        )

    @property
    def every(self) -> tuple[MyRecord, ...]:
        """Return all records with what the owner says of them."""
        said = {vote.key: vote for vote in self.own.draft.votes}
        return tuple(self._with_vote(one, said.get(one.key)) for one in self.own.content.records.records)

    @property
    def rows(self) -> tuple[MyRecord, ...]:
        """Return the records that pass the filter."""
        return tuple(one for one in self.every if self.wanted.lets(one))

    @property
    def progress(self) -> str:
        """Return how far the owner got, in words."""
        counts = Counter(one.said for one in self.every)
        total = sum(counts.values())
        told = [f"{counts[vote]:,} {vote.value.lower()}" for vote in Vote if counts[vote]]
        checked = f"{total:,} records, {total - counts[None]:,} checked"
        return f"{checked} ({', '.join(told)})" if told else checked

    @property
    def going_out(self) -> str:
        """Return what the reply will say, in words."""
        draft = self.own.draft
        voted = sum(1 for one in draft.votes if one.vote is not None)
        challenges = len(draft.challenges)
        said = [
            *([f"{voted:,} record{'s' * (voted != 1)} checked"] if voted else []),
            *([f"{challenges} challenge{'s' * (challenges != 1)}"] if challenges else []),
            *(["your own view"] if draft.view.text else []),
            *(["your comment on the review"] if draft.comment.strip() else []),
            *(["that you have read how your data are used"] if draft.read else []),
            *([f"your mark: {draft.mark.agreement.value.lower()}"] if draft.mark is not None else []),
        ]
        if not said:
            return "Nothing to send yet: check records, write your own view, or answer the review."
        return f"Your reply will carry: {', '.join(said)}."

    @property
    def sent(self) -> str:
        """Return whether a reply was saved before."""
        return "A reply was saved before. A later one takes its place." if self.own.draft.sent else ""

    def _with_vote(self, record: MyRecord, said: PackVote | None) -> MyRecord:
        if said is None:
            return record
        clinician, at = self.own.content.charts.clinician.id, self.own.content.made_at
        vote = AttributionVote(clinician, said.key, said.vote, said.comment, Channel.SIGNED_REPLY, at, "")
        return replace(record, vote=vote)
