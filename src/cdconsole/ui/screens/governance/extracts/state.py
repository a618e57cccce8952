"""Everything the page of sealed extracts shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.extract_proposal import ExtractChoices, ExtractFile, ExtractProposal, SealedExtract
from cdconsole.domain.people import Person, Section

CLINICIAN, TICKS, PURPOSE, RECIPIENT, KEY = "clinician", "ticks", "purpose", "recipient", "recipient_key"
PERSON, PASSPHRASE = "person", "passphrase"


@dataclass(frozen=True)
class ProposalForm:
    """The dialog in which an extract is proposed; ``editing`` is the proposal whose place it takes, if any.

    ``preview`` is the text of every file that the ticks made when it was last asked for.
    """

    clinicians: tuple[Clinician, ...] = ()
    choices: ExtractChoices | None = None
    editing: ExtractProposal | None = None
    preview: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False

    def __repr__(self) -> str:
        return "ProposalForm(...)"


@dataclass(frozen=True)
class Agreeing:
    """The dialog in which somebody agrees in the room; ``people`` are those who may."""

    people: tuple[Person, ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False


@dataclass(frozen=True)
class ExtractsState:
    """The page. ``files`` are those of the selected proposal, None until they are read.

    ``doing`` says what is going on, and is empty otherwise. ``sealed`` holds the words to be noted until they are.
    """

    you: Person
    proposals: tuple[ExtractProposal, ...] = ()
    is_read: bool = False
    chosen: str = ""
    files: tuple[ExtractFile, ...] | None = None
    people: tuple[Person, ...] = ()
    doing: str = ""
    refusal: str = ""
    sealed: SealedExtract | None = None
    form: ProposalForm | None = None
    agreeing: Agreeing | None = None

    @property
    def selected(self) -> ExtractProposal | None:
        """Return the proposal that is looked at."""
        return next((one for one in self.proposals if one.id == self.chosen), None)

    @property
    def is_own(self) -> bool:
        """Return whether the selected proposal is the acting person's."""
        return self.selected is not None and self.selected.proposed.person == self.you.id

    @property
    def may_change(self) -> bool:
        """Return whether the selected proposal can still be changed, withdrawn or declined."""
        return self.selected is not None and not self.selected.is_over and not self.doing

    @property
    def waits(self) -> bool:
        """Return whether a second person has still to agree to what is shown."""
        return self.may_change and self.files is not None and self.selected is not None and self.selected.agreed is None

    @property
    def may_agree(self) -> bool:
        """Return whether the acting person can agree here and now."""
        return self.waits and not self.is_own

    @property
    def others(self) -> tuple[Person, ...]:
        """Return who could agree in person: everybody who writes reviews, save who proposed it and who acts."""
        proposer = None if self.selected is None else self.selected.proposed.person
        return tuple(
            one for one in self.people if Section.REVIEW in one.role.writes and one.id not in (proposer, self.you.id)
        )

    @property
    def may_seal(self) -> bool:
        """Return whether two people have agreed and nothing is sealed yet."""
        return self.may_change and self.selected is not None and self.selected.agreed is not None

    @property
    def nobody_else(self) -> str:
        """Return what is missing where nobody could agree, in words."""
        if not self.waits or self.may_agree or self.others:
            return ""
        return "Nobody else in this department could agree: add a deputy in People & access first."

    @property
    def file_name(self) -> str:
        """Return the name a sealed file is given unless the person types another: it names nobody."""
        day = "" if self.selected is None else f" {self.selected.proposed.at.astimezone().date().isoformat()}"
        return f"Sealed extract{day}.age"


def files_text(files: Sequence[ExtractFile]) -> str:
    """Return every file as it is, one under the other, each with its name and what it is."""
    return "\n".join(f"━━ {file.name} · {file.title}\n\n{file.text.replace(chr(13), '')}" for file in files)


def facts(proposal: ExtractProposal) -> tuple[tuple[str, str], ...]:
    """Return what is said of a proposal, as (heading, text)."""
    key = proposal.draft.recipient_key
    lines = (
        ("About", f"{proposal.clinician}, {proposal.draft.ticks.period}"),
        ("For", proposal.draft.recipient),
        ("Purpose", proposal.draft.purpose),
        ("Opened with", f"the recipient's key {key[:16]}…" if key else "a passphrase, shown once when it is sealed"),
        ("Proposed", str(proposal.proposed)),
        ("Agreed", "" if proposal.agreed is None else str(proposal.agreed)),
        ("Standing", proposal.standing),
        ("SHA-256", proposal.sha256),
    )
    return tuple(line for line in lines if line[1])
