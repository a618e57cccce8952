"""Which data packs of an inbox may be taken in: senders are known, numbers run on, and nothing comes twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.inbox import (
    Arrival,
    Decisions,
    Doubt,
    Finding,
    InboxPack,
    PackDecision,
    PackHeader,
    PackSender,
    PackState,
)


def judge(
    arrivals: Iterable[Arrival], decisions: Decisions, senders: Mapping[str, PackSender]
) -> tuple[InboxPack, ...]:
    """Return every pack in the inbox by sender and number, with the doubts that stand; then those decided and gone."""
    ordered = sorted(arrivals, key=_order)
    judging = _Judging(ordered, decisions, senders)
    packs = [judging.judged(arrival) for arrival in ordered]
    gone = [decision for sha256, decision in decisions.items() if sha256 not in judging.seen and decision.is_settled]
    return (*packs, *map(_gone, sorted(gone, key=_decided_at, reverse=True)))


def first_to_take(pack: InboxPack, packs: Sequence[InboxPack]) -> InboxPack | None:
    """Return a waiting pack of the same sender with a lower number; None where this one is the next to take in."""
    if pack.header is None:
        return None
    for other in packs:
        is_before = (
            other.state is PackState.WAITING
            and other.header is not None
            and other.header.sender_key == pack.header.sender_key
            and other.header.sequence < pack.header.sequence
        )
        if is_before:
            return other
    return None


class _Judging:
    """What is known of other packs while one after the other is judged; ``seen`` names the file of each content."""

    def __init__(self, arrivals: Sequence[Arrival], decisions: Decisions, senders: Mapping[str, PackSender]) -> None:
        self.seen: dict[str, str] = {}
        self._decisions = decisions
        self._senders = senders
        self._lying: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._settled: defaultdict[str, dict[int, PackState]] = defaultdict(dict)
        self._contents_taken: list[frozenset[str]] = []
        for arrival in arrivals:
            if arrival.header is not None:
                self._lying[arrival.header.sender_key].setdefault(arrival.header.sequence, arrival.sha256)
        for decision in decisions.values():
            if decision.header is not None and decision.is_settled:
                self._settled[decision.header.sender_key][decision.header.sequence] = decision.state
                if decision.state is PackState.TAKEN_IN:
                    self._contents_taken.append(_contents(decision.header))

    def judged(self, arrival: Arrival) -> InboxPack:
        """Return a file of the inbox as one of its lines."""
        if arrival.sha256 and arrival.sha256 in self.seen:
            same = Finding(Doubt.COPY, f"It is the same file as {self.seen[arrival.sha256]}. Remove one of them.")
            return _line(arrival, PackState.QUARANTINED, (same,))
        self.seen[arrival.sha256] = arrival.file_name
        decision = self._decisions.get(arrival.sha256)
        if decision is not None and decision.is_settled:
            return _line(arrival, decision.state, (), _note(decision))
        findings = [*arrival.findings]
        if arrival.header is not None:
            findings += [*self._against_sender(arrival.header), *self._against_number(arrival.header, arrival.sha256)]
        accepted = decision.accepted if decision else frozenset()
        standing = tuple(finding for finding in findings if finding.doubt not in accepted)
        state = PackState.QUARANTINED if standing else PackState.WAITING
        return _line(arrival, state, standing, _note(decision) if decision else "")

    def _against_sender(self, header: PackHeader) -> Iterator[Finding]:
        sender = self._senders.get(header.sender_key)
        if sender is None:
            is_namesake = any(known.name.casefold() == header.sender.casefold() for known in self._senders.values())
            more = " A sender of this name is known, but with another key." if is_namesake else ""
            yield Finding(Doubt.UNKNOWN_SENDER, f"{header.sender} is not a known sender.{more}")
        elif not sender.is_accepted:
            yield Finding(Doubt.BLOCKED_SENDER, f"{sender.name} was blocked by {sender.person}.")

    def _against_number(self, header: PackHeader, sha256: str) -> Iterator[Finding]:
        number, settled, lying = header.sequence, self._settled[header.sender_key], self._lying[header.sender_key]
        below = max((earlier for earlier in settled if earlier < number), default=0)
        missing = number - 1 - below - sum(below < other < number for other in lying)
        if missing:
            packs = "1 pack is" if missing == 1 else f"{missing:,} packs are"
            yield Finding(Doubt.GAP, f"{packs} missing before number {number:,}.")
        if number in settled:
            what = settled[number].value.casefold()
            yield Finding(Doubt.DUPLICATE, f"Another pack with number {number:,} was {what} before.")
        elif lying[number] != sha256:
            yield Finding(Doubt.DUPLICATE, f"{self.seen[lying[number]]} has number {number:,} too.")
        elif _contents(header) in self._contents_taken:
            yield Finding(Doubt.DUPLICATE, "A pack with the same files was taken in before.")


def _line(arrival: Arrival, state: PackState, findings: tuple[Finding, ...], note: str = "") -> InboxPack:
    return InboxPack(arrival.file_name, arrival.sha256, arrival.size, arrival.header, state, findings, note)


def _gone(decision: PackDecision) -> InboxPack:
    return InboxPack(
        decision.file_name, decision.sha256, 0, decision.header, decision.state, (), _note(decision), is_here=False
    )


def _note(decision: PackDecision) -> str:
    """Return what a person decided, with their reason."""
    what = {PackState.TAKEN_IN: "Taken in", PackState.REFUSED: "Removed"}.get(decision.state, "Accepted")
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{what} by {decision.person}, {moment_text(decision.at)}{reason}"


def _contents(header: PackHeader) -> frozenset[str]:
    return frozenset(file.sha256 for file in header.files)


def _decided_at(decision: PackDecision) -> datetime:
    return decision.at


def _order(arrival: Arrival) -> tuple[object, ...]:
    """Order by sender, number and moment; what nobody signed comes last, by its name."""
    header = arrival.header
    if header is None:
        return (1, "", "", 0, "", arrival.file_name)
    return (0, header.sender.casefold(), header.sender_key, header.sequence, header.made_at, arrival.file_name)
