"""What the inbox page shows: the packs, the chosen one and what can be done with it, senders and key. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.extract import DateOrder
from cdconsole.domain.inbox import InboxPack, PackReceipt, PackSender, PackState

PackKey = tuple[str, str, bool]
_KILOBYTE = 1024


class Step(Enum):
    """What a person can do with a pack; the value stands on the button."""

    ACCEPT_SENDER = "Accept sender…"
    ACCEPT = "Accept with a reason…"
    TAKE_IN = "Take in…"
    REMOVE = "Remove…"


@dataclass(frozen=True)
class Answer:
    """What a person typed and chose before a step."""

    reason: str = ""
    date_order: DateOrder = DateOrder.AUTOMATIC
    confirm_unattributed: bool = False


@dataclass(frozen=True)
class Asked:
    """A step that waits for the person's agreement; ``doing`` says what is going on, if anything."""

    step: Step
    pack: InboxPack
    problem: str = ""
    doing: str = ""

    @property
    def title(self) -> str:
        """Return the step as a question."""
        sender = self.pack.header.sender if self.pack.header else "nobody"
        return {
            Step.ACCEPT_SENDER: f"Accept packs of {sender}?",
            Step.ACCEPT: f"Accept {self.pack.file_name}?",
            Step.TAKE_IN: f"Take in {self.pack.file_name}?",
            Step.REMOVE: f"Remove {self.pack.file_name}?",
        }[self.step]

    @property
    def consequences(self) -> str:
        """Return in plain words what happens then."""
        match self.step:
            case Step.ACCEPT_SENDER:
                return (
                    "Anybody can give a key any name. Ask the sender, by telephone or in person, for their six words. "
                    "Only if they are the same, accept: their packs can then be taken in until somebody blocks them."
                )
            case Step.ACCEPT:
                return (
                    f"{self.pack.reason} Once accepted it waits to be taken in. Your name and the reason are kept "
                    "with the pack and in the audit trail."
                ).strip()
            case Step.TAKE_IN:
                return (
                    "Each file is imported as it would be from a disk, without being written to one. Once every "
                    "file is stored the pack leaves the inbox; the list keeps who took it in."
                )
            case Step.REMOVE if self.needs_reason or self.pack.state is PackState.QUARANTINED:
                return (
                    "The file is deleted from the inbox and its number counts as seen. Nothing of it is stored. "
                    "The sender can seal the same files again under a new number."
                )
            case Step.REMOVE:
                return "The file is deleted from the inbox. What was decided on the pack stays as it is."

    @property
    def needs_reason(self) -> bool:
        """Return whether a reason has to be typed."""
        return self.step is Step.ACCEPT or (self.step is Step.REMOVE and self.pack.state is PackState.WAITING)

    @property
    def words(self) -> str:
        """Return the sender's six words where they are to be compared."""
        return self.pack.fingerprint if self.step is Step.ACCEPT_SENDER else ""


@dataclass(frozen=True)
class InboxState:
    """The whole page."""

    key: str = ""
    packs: tuple[InboxPack, ...] = ()
    senders: tuple[PackSender, ...] = ()
    chosen: PackKey | None = None
    asked: Asked | None = None
    receipt: PackReceipt | None = None
    problem: str = ""
    doing: str = ""
    is_loading: bool = True

    @property
    def pack(self) -> InboxPack | None:
        """Return the chosen pack."""
        return next((pack for pack in self.packs if key_of(pack) == self.chosen), None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what can be done with the chosen pack."""
        return () if self.pack is None else steps_for(self.pack)

    @property
    def pack_lines(self) -> tuple[str, ...]:
        """Return what is known of the chosen pack, a sentence a line."""
        pack = self.pack
        if pack is None:
            return ()
        lines = [pack.reason] if pack.reason else []
        if pack.header is None:
            return (*lines, "Nothing more can be said of it.") if pack.findings else tuple(lines)
        header = pack.header
        period = f", for {header.months}" if header.months else ""
        lines.append(f"Number {header.sequence:,} of {header.sender}{period}, sealed {moment_text(header.made_at)}.")
        lines.append("Files: " + ", ".join(f"{file.name} ({size_text(file.size)})" for file in header.files) + ".")
        if pack.awaits_sender:
            lines.append(f"The sender's six words: {pack.fingerprint}")
        return tuple(lines)


def steps_for(pack: InboxPack) -> tuple[Step, ...]:
    """Return what can be done with a pack, in the order of the buttons."""
    if not pack.is_here:
        return ()
    steps = []
    if pack.awaits_sender:
        steps.append(Step.ACCEPT_SENDER)
    if pack.may_be_accepted:
        steps.append(Step.ACCEPT)
    if pack.state is PackState.WAITING:
        steps.append(Step.TAKE_IN)
    return (*steps, Step.REMOVE)


def key_of(pack: InboxPack) -> PackKey:
    """Return what tells one line of the inbox from all others."""
    return pack.file_name, pack.sha256, pack.is_here


def size_text(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < _KILOBYTE:
        return f"{size} bytes"
    kilobytes = size / _KILOBYTE
    return f"{kilobytes:,.0f} KB" if kilobytes < _KILOBYTE else f"{kilobytes / _KILOBYTE:,.1f} MB"
