"""Requests about work streams and what each keeps: stages, charter, outcomes, texts, templates, prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.framework import Charter, Framework, SigningParty, StageFacts
from cdconsole.domain.framework_template import FrameworkTemplate, TemplatePreview, TemplateUse
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.ownership import DepartmentText, OwnershipBoard, ReadChannel, TextKind
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Command, Request
from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.domain.work_stream import FIRST, WorkStream


class FrameworkPart(Enum):
    """What is written of the framework as a file."""

    OUTCOMES = "outcome trees"
    BOARD = "stage boards"


@dataclass(frozen=True)
class ExportFramework(Command[int]):
    """Write a part of every work stream's framework as CSV; the result is how many rows."""

    part: FrameworkPart
    path: str


@dataclass(frozen=True)
class ListWorkStreams(Request[tuple[WorkStream, ...]]):
    """Every work stream: the first, then the others as they were made; closed ones too."""


@dataclass(frozen=True)
class SaveWorkStream(Command[WorkStream]):
    """Add (empty id) or change a work stream; its ``revision`` is the one that was edited."""

    stream: WorkStream


@dataclass(frozen=True)
class CloseWorkStream(Command[WorkStream]):
    """Close a work stream; everything in it is kept."""

    stream: WorkStreamId
    reason: str
    revision: int


@dataclass(frozen=True)
class ReopenWorkStream(Command[WorkStream]):
    """Open a closed work stream again."""

    stream: WorkStreamId
    revision: int


@dataclass(frozen=True)
class ShowStageFacts(Request[tuple[StageFacts, ...]]):
    """What the records say of each stage; only what the acting person may read."""

    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class SaveStageItem(Command[Framework]):
    """Add an item to a stage's checklist (empty key), or change its words."""

    stage: int
    key: str
    text: str
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class RemoveStageItem(Command[Framework]):
    """Take an item off a checklist, or put it back; its tick is kept."""

    key: str
    is_removed: bool
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class MoveStageItem(Command[Framework]):
    """Move an item up (-1) or down (1) in its checklist."""

    key: str
    by: int
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class ListCharters(Request[tuple[Charter, ...]]):
    """Every version of the charter with its signatures, newest first."""

    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class SignCharter(Command[Charter]):
    """Put a name under the newest version; ``version`` is the one that was on screen.

    The director's is the acting person's; the sponsor's was given in person and is entered with its name and day.
    """

    version: int
    party: SigningParty
    name: str
    signed_on: date
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class PrintCharter(Request[Printed]):
    """One version of the charter as a document."""

    version: int
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class ParkOutcome(Command[Framework]):
    """Say why an outcome has no measure for now; without a reason, take it up again."""

    outcome: str
    reason: str
    revision: int


@dataclass(frozen=True)
class RetireOutcome(Command[Framework]):
    """Stop pursuing an outcome; it is kept with the reason. Without a reason, bring it back."""

    outcome: str
    reason: str
    revision: int


@dataclass(frozen=True)
class ListTiedMeasures(Request[frozenset[MeasureId]]):
    """The measures under an outcome of any open work stream."""


@dataclass(frozen=True)
class ShowOwnership(Request[OwnershipBoard]):
    """The department's texts, and who among the clinicians has read, agreed and been trained."""


@dataclass(frozen=True)
class ListTextVersions(Request[tuple[DepartmentText, ...]]):
    """Every version of a text, newest first; the program's own words are the last."""

    kind: TextKind


@dataclass(frozen=True)
class SaveDepartmentText(Command[OwnershipBoard]):
    """Store a text's next version; ``version`` is the one that was edited, 0 for the program's own words."""

    kind: TextKind
    text: str
    version: int


@dataclass(frozen=True)
class MarkText(Command[OwnershipBoard]):
    """Enter that clinicians have read, or agreed to, the version in force; or take that away again."""

    clinicians: tuple[ClinicianId, ...]
    kind: TextKind
    channel: ReadChannel
    on: date
    is_marked: bool = True


@dataclass(frozen=True)
class TickTraining(Command[OwnershipBoard]):
    """Enter that clinicians were trained in something, or take that away again."""

    clinicians: tuple[ClinicianId, ...]
    topic: str
    is_done: bool = True


@dataclass(frozen=True)
class PrintTransparencySheet(Request[Printed]):
    """The transparency sheet in force as a document."""


@dataclass(frozen=True)
class ShowReviewForm(Request[ReviewForm]):
    """The prompts of a work stream."""

    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class SaveReviewForm(Command[ReviewForm]):
    """Store the prompts' next version; ``version`` is the one that was edited."""

    sections: tuple[PromptSection, ...]
    version: int
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class ListFrameworkTemplates(Request[tuple[FrameworkTemplate, ...]]):
    """The starter templates that come with the program."""


@dataclass(frozen=True)
class PreviewTemplate(Request[TemplatePreview]):
    """What a template would add to a work stream."""

    template: str
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class ApplyTemplate(Command[TemplateUse]):
    """Add what a template has and the work stream lacks, in one step; nothing that is there is changed."""

    template: str
    with_measures: bool
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class ListTemplateUses(Request[tuple[TemplateUse, ...]]):
    """Which templates were used in a work stream, newest first."""

    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class UndoTemplate(Command[TemplateUse]):
    """Retire the outcomes and take off the items that a template added."""

    use: str
