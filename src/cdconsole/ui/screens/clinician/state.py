"""Everything the clinician screen shows, and what stands in the charts' place where there are none. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.case_mix import CaseMix
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, Measure, MeasureId, PointRecords
from cdconsole.domain.peers import PeerStrip
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.ui.notice import Notice, NoticeAction

PERIODS = (12, 24, 36)


@dataclass(frozen=True)
class ChartPoint:
    """One point of one clinician's chart."""

    clinician: ClinicianId
    measure: MeasureId
    month: Month
    as_recorded: bool = False
    drawn: Period | None = None

    @property
    def period(self) -> Period:
        """Return the months the chart draws; the point's own where they are not known."""
        return self.drawn or Period(self.month, self.month)


class DrawerPage(Enum):
    """What the drawer shows of a point."""

    RECORDS = "Records"
    CASE_MIX = "Case mix"
    NOTES = "Notes"


@dataclass(frozen=True)
class NotesState:
    """The notes on a point. ``withdrawn`` can be put back; ``written`` grows with each note that was stored."""

    notes: tuple[PointNote, ...] = ()
    problem: str = ""
    withdrawn: Annotation | None = None
    written: int = 0


@dataclass(frozen=True)
class MixState:
    """The case mix of the months drawn, or of the point's month alone; None while it is worked out."""

    case_mix: CaseMix | None = None
    is_of_month: bool = False
    problem: str = ""


@dataclass(frozen=True)
class DrawerState:
    """A point with its ``records`` (None while they are read), or a definition card, or neither: closed."""

    point: ChartPoint | None = None
    records: PointRecords | None = None
    definition: Measure | None = None
    problem: str = ""
    vote_problem: str = ""
    page: DrawerPage = DrawerPage.RECORDS
    mix: MixState = MixState()
    notes: NotesState = NotesState()

    @property
    def is_open(self) -> bool:
        """Return whether the drawer stands beside the charts."""
        return self.point is not None or self.definition is not None


@dataclass(frozen=True)
class EveryRecord:
    """The measure of which every record is wanted, if any; its ``distribution`` once that has come, or the problem."""

    measure: MeasureId | None = None
    distribution: RecordDistribution | None = None
    problem: str = ""


@dataclass(frozen=True)
class ClinicianState:
    """``page`` stays until the next one arrives, also while another clinician is ``chosen``."""

    clinicians: tuple[Clinician, ...] | None = None
    chosen: ClinicianId | None = None
    months: int = PERIODS[-1]
    is_team_visible: bool = True
    is_as_recorded: bool = False
    are_peers_visible: bool = False
    peers: tuple[PeerStrip, ...] = ()
    said: str = ""
    page: ClinicianCharts | None = None
    is_loading: bool = False
    problem: Notice | None = None

    @property
    def clinician(self) -> Clinician | None:
        """Return the chosen clinician, once the list has come."""
        return next((one for one in self.clinicians or () if one.id == self.chosen), None)

    @property
    def may_review(self) -> bool:
        """Return whether a review can be prepared: not of work that is nobody's."""
        return self.clinician is not None and self.clinician.is_attributable

    def peers_of(self, measure: MeasureId) -> PeerStrip | None:
        """Return the peers under a chart, where they are wanted and have come."""
        wanted = self.peers if self.are_peers_visible else ()
        return next((strip for strip in wanted if strip.measure.id == measure), None)

    @property
    def notice(self) -> Notice | None:
        """Return what stands in the charts' place; None where there are charts."""
        if self.problem is not None:
            return self.problem
        if self.clinicians == ():
            return Notice(
                "No clinicians yet",
                "Clinicians come with the first extract of spells, under the codes it knows them by.",
                NoticeAction.IMPORT,
            )
        if self.page is None:
            return Notice("Drawing the charts…")
        return _without_charts(self.page)


def _without_charts(page: ClinicianCharts) -> Notice | None:
    if not page.charts:
        return Notice(
            "No complete months of data yet",
            "Charts appear with the first whole month of spells.",
            NoticeAction.IMPORT,
        )
    reasons = {chart.unavailable for chart in page.charts}
    if len(reasons) == 1 and "" not in reasons:
        return Notice("Nothing to draw for this clinician", reasons.pop(), NoticeAction.IMPORT)
    return None
