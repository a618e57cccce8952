"""Reads a quarter and who stands where, and goes from chart to chart and from one clinician to the next. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import QuarterPage, QuarterReading, QuarterRow, Whose
from cdconsole.domain.quarter_requests import ShowQuarter, ShowQuarterReading
from cdconsole.ui.screens.governance.quarter.acts_presenter import ActsPresenter
from cdconsole.ui.screens.governance.quarter.desk import QuarterDesk
from cdconsole.ui.screens.governance.quarter.state import COMPARISON, whose_of
from cdconsole.ui.screens.governance.quarter.writing_presenter import WritingPresenter

_BEHIND_THE_LIST = frozenset(
    {Topic.QUARTER, Topic.CHALLENGE, Topic.REVIEW, Topic.SPELL, Topic.IMPORT, Topic.CLINICIAN, Topic.SESSION}
)
_BEHIND_A_READING = frozenset({Topic.QUARTER, Topic.CHALLENGE})


class QuarterPresenter:
    """One person's charts are looked at; ``writing`` keeps what is typed, ``acts`` freezes and releases."""

    def __init__(self, desk: QuarterDesk, navigate: Callable[..., None]) -> None:
        self._desk = desk
        self.writing = WritingPresenter(desk)
        self.acts = ActsPresenter(desk, navigate, self._read)
        self._wanted: MeasureId | None = None

    def start(self) -> None:
        """Read the newest quarter that has all its data."""
        self._desk.change()
        self._read()

    def visit(self, **ids: str) -> None:
        """Show a quarter, somebody's part of it (an empty ``whose`` is the team), and one of their charts."""
        if "measure" in ids:
            self._wanted = MeasureId(ids["measure"])
            self._desk.keep(reading=None)
        if "quarter" in ids:
            self.choose_quarter(Quarter.parse(ids["quarter"]))
        if "whose" in ids:
            self.select(whose_of(ids["whose"]))
        if "measure" in ids:
            self._read_reading()
        if "part" in ids:
            self.choose_part(ids["part"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(_BEHIND_THE_LIST):
            self._read()
        if changes.touches(_BEHIND_A_READING) and self._desk.state.is_chosen:
            self._read_reading()

    def close(self) -> None:
        """Send what is typed to the file, then hear of nothing any more."""
        self.writing.keep_all()
        self._desk.scope.close()

    def choose_quarter(self, quarter: Quarter) -> None:
        """Look at another quarter; who is looked at stays."""
        if quarter != self._desk.state.quarter:
            self.writing.save()
            self._desk.change(quarter=quarter, version=0, page=None, reading=None, notice="", problem="")
            self._read()

    def choose_version(self, version: int) -> None:
        """Look at an earlier freeze of the quarter."""
        if version != self._desk.state.version:
            self.writing.save()
            self._desk.change(version=version, reading=None)
            self._read()

    def select(self, whose: Whose) -> None:
        """Look at one person's charts, or the team's."""
        if whose != self._desk.state.whose or not self._desk.state.is_chosen:
            self.writing.save()
            self._desk.change(whose=whose, is_chosen=True, notice="")
            row = self._desk.state.row
            if row is not None and not row.has_figures:
                self._desk.change(reading=None)
            self._read_reading()

    def show_measure(self, measure: MeasureId | None) -> None:
        """Look at one chart, or the quarter as a whole."""
        if measure != self._desk.state.measure:
            self.writing.save()
            self._desk.change(measure=measure)

    def go(self, step: int) -> None:
        """Look at the next chart (1) or the one before (-1)."""
        reading = self._desk.state.reading
        if reading is not None:
            ids = [one.measure for one in reading.measures]
            at = ids.index(self._desk.state.measure) + step
            self.show_measure(ids[min(max(at, 0), len(ids) - 1)])

    def go_person(self, step: int) -> None:
        """Look at the next person (1) or the one before (-1)."""
        page = self._desk.state.page
        rows = [] if page is None else [row.whose for row in page.rows if row.has_figures]
        if rows:
            at = rows.index(self._desk.state.whose) + step if self._desk.state.whose in rows else 0
            self.select(rows[min(max(at, 0), len(rows) - 1)])

    def choose_part(self, part: str) -> None:
        """Show the two quarters side by side (``comparison``), or the interpretation."""
        self._desk.change(is_comparing=part == COMPARISON)

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        request = ShowQuarter(self._desk.state.quarter, self._desk.state.version)
        self._desk.scope.latest("quarter", request, self._show_page, self._desk.cannot)

    def _show_page(self, page: QuarterPage) -> None:
        before = self._desk.state.page
        self._desk.change(page=page, quarter=page.quarter, problem="")
        if page.freeze is None:
            self._desk.change(reading=None)
            return
        readable = [row for row in page.rows if row.has_figures]
        if not any(row.whose == self._desk.state.whose for row in readable) or not self._desk.state.is_chosen:
            self._desk.change(whose=_first(readable), is_chosen=bool(readable))
        if self._desk.state.reading is None or before is None or before.freeze != page.freeze:
            self._read_reading()

    def _read_reading(self) -> None:
        page, row = self._desk.state.page, self._desk.state.row
        if page is None or page.freeze is None or row is None or not row.has_figures:
            return
        request = ShowQuarterReading(page.freeze.id, row.whose)
        self._desk.scope.latest("reading", request, self._show_reading, self._cannot_read)

    def _show_reading(self, reading: QuarterReading) -> None:
        before = self._desk.state.reading
        measure = self._desk.state.measure
        if before is None or before.row.whose != reading.row.whose or before.freeze.id != reading.freeze.id:
            waiting = [one.measure for one in reading.measures if one.missing]
            measure = waiting[0] if waiting else reading.measures[0].measure
            if self._wanted is not None and any(one.measure == self._wanted for one in reading.measures):
                measure = self._wanted
            self._wanted = None
        drafts = self.writing.drafts_of(reading)
        self._desk.change(reading=reading, measure=measure, drafts=drafts)

    def _cannot_read(self, problem: Exception) -> None:
        if not isinstance(problem, Cancelled):
            self._desk.cannot(problem)


def _first(rows: list[QuarterRow]) -> Whose:
    """Return whom to look at first: whoever's quarter waits, else the first of the list."""
    waiting = next((row for row in rows if row.missing), None)
    return waiting.whose if waiting is not None else (rows[0].whose if rows else None)
