"""Every intention a person or a script can have, as a frozen value; the type parameter is what comes back.

Reading requests are nouns or questions, writing requests are imperatives. A request crosses to the worker process
that owns the file; it holds no open thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.framework import Charter, Framework, SuccessCriticalOutcome
from cdconsole.domain.governance import ExportLogRow, ExportReceipt, GovernancePreview
from cdconsole.domain.identity import ClinicianId, GoalId, InpatientId, PersonId, ReviewId, WorkStreamId
from cdconsole.domain.job_plan import Exposure, JobPlan
from cdconsole.domain.measure import (
    ClinicianCharts,
    DepartmentOverview,
    Measure,
    MeasureId,
    PointRecords,
)
from cdconsole.domain.people import LockedDepartment, Person, SessionSummary
from cdconsole.domain.review import (
    Agreement,
    Conversation,
    Domain,
    Goal,
    GoalProgress,
    GoalStatus,
    NoteKind,
    Party,
    PdsaCycle,
    Recognition,
    Review,
    ReviewRow,
)
from cdconsole.domain.ward import Inpatient, PredictedDischarge, ReasonCode, WardList
from cdconsole.domain.work_stream import FIRST

Result_co = TypeVar("Result_co", covariant=True)


class Request(Generic[Result_co]):
    """An intention; ``Result_co`` is the frozen value that comes back."""


class Command(Request[Result_co]):
    """An intention that writes: once asked it is carried out, even when the department is locked right after."""


# --- opening and closing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SuggestPassphrase(Request[str]):
    """Five words drawn at random."""


@dataclass(frozen=True)
class ReadLockedDepartment(Request[LockedDepartment]):
    """What can be said before unlocking: names, people, when it was last saved."""

    folder: str


@dataclass(frozen=True)
class CreateDepartment(Command[SessionSummary]):
    """Make a new department folder inside ``parent`` and open it."""

    parent: str
    department: str
    specialty: str
    director: str
    passphrase: str

    def __repr__(self) -> str:
        return "CreateDepartment(...)"


@dataclass(frozen=True)
class UnlockDepartment(Request[SessionSummary]):
    """Open a department as one person.

    A newcomer's passphrase is the introduction code, and ``own_passphrase`` what they choose instead of it.
    ``accept_older`` opens a folder that is older than what this computer has seen.
    """

    folder: str
    person: PersonId
    passphrase: str
    own_passphrase: str = ""
    accept_older: bool = False

    def __repr__(self) -> str:
        return "UnlockDepartment(...)"


@dataclass(frozen=True)
class ShowSession(Request[SessionSummary]):
    """The open department as it stands now, and who is acting."""


@dataclass(frozen=True)
class PublishDepartment(Request[str]):
    """Write what has changed to the department folder; the result is when, in words."""


# --- clinicians and charts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListClinicians(Request[tuple[Clinician, ...]]):
    """All clinicians by name; unattributed work last."""


@dataclass(frozen=True)
class SaveClinician(Command[Clinician]):
    """Change a clinician's name, grade, codes or interests; an empty id adds one."""

    clinician: Clinician


@dataclass(frozen=True)
class ShowClinicianCharts(Request[ClinicianCharts]):
    """One clinician's page; ``months`` back from the newest complete month.

    ``as_recorded`` leaves aside what the clinician said of their records. ``measures`` are drawn instead of those that
    were chosen for the page, in the order given; retired ones too.
    """

    clinician: ClinicianId
    months: int = 36
    as_recorded: bool = False
    measures: tuple[MeasureId, ...] = ()


@dataclass(frozen=True)
class ShowPointRecords(Request[PointRecords]):
    """The records behind one point; ``as_recorded`` as for the charts."""

    clinician: ClinicianId
    measure: MeasureId
    month: Month
    as_recorded: bool = False


@dataclass(frozen=True)
class ShowDepartment(Request[DepartmentOverview]):
    """The department page."""

    months: int = 36


@dataclass(frozen=True)
class ListMeasures(Request[tuple[Measure, ...]]):
    """The definition cards."""


# --- job plans and exposure ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShowJobPlans(Request[tuple[JobPlan, ...]]):
    """Every version of one clinician's job plan, newest first."""

    clinician: ClinicianId


@dataclass(frozen=True)
class SaveJobPlan(Command[JobPlan]):
    """Store a job plan as a new version; ``revision`` is the one that was edited, 0 for none."""

    plan: JobPlan
    revision: int


@dataclass(frozen=True)
class ImportJobPlans(Command[JobPlanImportReport]):
    """Read a file of programmed activities and store a version for each clinician whose plan changed."""

    path: str


@dataclass(frozen=True)
class ListExposure(Request[tuple[Exposure, ...]]):
    """The exposure log of one clinician, the department's own entries included."""

    clinician: ClinicianId
    period: Period


# --- ward list -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShowWardList(Request[WardList]):
    """The current inpatients."""


@dataclass(frozen=True)
class AmendPredictedDischarge(Command[Inpatient]):
    """Set a predicted date; ``revision`` is the inpatient's revision that was on screen."""

    inpatient: InpatientId
    on: date | None
    reason: ReasonCode
    revision: int


@dataclass(frozen=True)
class ShowPredictedHistory(Request[tuple[PredictedDischarge, ...]]):
    """Every revision of one patient's predicted date, newest first."""

    inpatient: InpatientId


@dataclass(frozen=True)
class AdmitInpatient(Command[Inpatient]):
    """Add a patient to the ward list."""

    bay: str
    bed: str
    hospital_number: str
    clinician: ClinicianId
    admitted: datetime

    def __repr__(self) -> str:
        return "AdmitInpatient(...)"


@dataclass(frozen=True)
class DischargeInpatient(Command[Inpatient]):
    """Take a patient off the ward list, or put them back (``at`` None)."""

    inpatient: InpatientId
    at: datetime | None
    revision: int


# --- reviews and goals -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListReviews(Request[tuple[ReviewRow, ...]]):
    """Every clinician with the newest review and when the next is due."""


@dataclass(frozen=True)
class ListClinicianReviews(Request[tuple[Review, ...]]):
    """Every review of one clinician, newest first."""

    clinician: ClinicianId


@dataclass(frozen=True)
class PrepareReview(Command[Review]):
    """Start a conversation, freezing the charts as seen; returns the open one of its kind if there is one.

    ``topic`` says what it is about, in the words of whoever asked for it; a quarterly review needs none.
    """

    clinician: ClinicianId
    months: int = 36
    kind: Conversation = Conversation.QUARTERLY
    topic: str = ""

    def __repr__(self) -> str:
        return "PrepareReview(...)"


@dataclass(frozen=True)
class ShowReview(Request[Review]):
    """One review, whole."""

    review: ReviewId


@dataclass(frozen=True)
class SaveReviewNote(Command[Review]):
    """Autosave one text; ``revision`` is the note's revision that was edited, 0 for the first."""

    review: ReviewId
    kind: NoteKind
    domain: Domain | None
    text: str
    revision: int

    def __repr__(self) -> str:
        return "SaveReviewNote(...)"


@dataclass(frozen=True)
class SaveReviewDates(Command[Review]):
    """When the review was held and when the next one is."""

    review: ReviewId
    held_on: date | None
    next_on: date | None


@dataclass(frozen=True)
class SaveGoal(Command[Goal]):
    """Add (empty id) or change a goal."""

    goal: Goal


@dataclass(frozen=True)
class CloseGoal(Command[Goal]):
    """Say what became of a goal."""

    goal: GoalId
    status: GoalStatus
    outcome: str
    revision: int


@dataclass(frozen=True)
class SavePdsaCycle(Command[Goal]):
    """Add (empty id) or change a PDSA cycle of a goal."""

    goal: GoalId
    cycle: PdsaCycle


@dataclass(frozen=True)
class MarkAgreement(Command[Review]):
    """One person's mark on the record."""

    review: ReviewId
    party: Party
    agreement: Agreement
    comment: str


@dataclass(frozen=True)
class LockReview(Command[Review]):
    """Lock a review that both people have marked; later text is an addendum."""

    review: ReviewId


@dataclass(frozen=True)
class AddAddendum(Command[Review]):
    """Add a text to a locked review."""

    review: ReviewId
    text: str

    def __repr__(self) -> str:
        return "AddAddendum(...)"


@dataclass(frozen=True)
class ListGoals(Request[tuple[GoalProgress, ...]]):
    """Every open goal with its measure drawn again since agreement."""

    include_closed: bool = False


@dataclass(frozen=True)
class SaveRecognition(Command[Recognition]):
    """Thank somebody; with a measure, its present value is kept beside the words."""

    clinician: ClinicianId
    text: str
    measure: MeasureId | None = None

    def __repr__(self) -> str:
        return "SaveRecognition(...)"


@dataclass(frozen=True)
class ListRecognitions(Request[tuple[Recognition, ...]]):
    """Every thank-you, newest first."""


# --- governance ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PreviewGovernance(Request[GovernancePreview]):
    """What a quarter's workbook would hold; None is the newest complete quarter."""

    quarter: Quarter | None = None


@dataclass(frozen=True)
class ExportGovernance(Command[ExportReceipt]):
    """Write a quarter's workbook."""

    quarter: Quarter
    path: str


@dataclass(frozen=True)
class ExportMeasures(Command[ExportReceipt]):
    """Write every measure for every clinician and month as CSV; ``as_recorded`` leaves votes on records aside."""

    path: str
    as_recorded: bool = False


@dataclass(frozen=True)
class ListExports(Request[tuple[ExportLogRow, ...]]):
    """The export log, newest first."""


# --- framework, people -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShowFramework(Request[Framework]):
    """The stage board, charter and outcome tree of a work stream."""

    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class TickStageItem(Command[Framework]):
    """Tick or untick one item of a stage."""

    key: str
    is_done: bool
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class EditStage(Command[Framework]):
    """Change a stage's title, its aim and when it is done; without words for that, as it came with the program."""

    number: int
    title: str
    aim: str
    done_when: str = ""
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class SaveCharter(Command[Framework]):
    """Store a new version of the charter; its ``version`` is the one that was edited."""

    charter: Charter
    stream: WorkStreamId = FIRST


@dataclass(frozen=True)
class SaveOutcome(Command[Framework]):
    """Add (empty id) or change a success critical outcome."""

    outcome: SuccessCriticalOutcome


@dataclass(frozen=True)
class ListPeople(Request[tuple[Person, ...]]):
    """Who can unlock the department."""
