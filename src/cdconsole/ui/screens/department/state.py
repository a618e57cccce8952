"""Everything the department screen shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId
from cdconsole.domain.record_distribution import RecordDistribution, is_by_record
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.department.grouping import SummaryRow, filtered, summary_rows


@dataclass(frozen=True)
class DepartmentState:
    """``overview`` stays until the next one arrives; ``enlarged`` is the measure drawn large below the others.

    ``is_defined`` says whether its definition card stands beside it, ``is_unfolded`` whether what is missing for the
    measures without a chart is listed. ``words`` filter the summary. ``is_by_record`` says that the enlarged measure is
    shown record by record: as ``distribution`` once that has come, or why it has not as ``records_problem``.
    """

    overview: DepartmentOverview | None = None
    problem: Notice | None = None
    enlarged: MeasureId | None = None
    is_defined: bool = False
    is_unfolded: bool = False
    words: str = ""
    is_by_record: bool = False
    distribution: RecordDistribution | None = None
    records_problem: str = ""

    @property
    def offers_records(self) -> bool:
        """Return whether the enlarged measure can be shown record by record."""
        chart = self.enlarged_chart
        return chart is not None and not chart.unavailable and is_by_record(chart.measure)

    @property
    def enlarged_chart(self) -> MeasureChart | None:
        """Return the chart drawn large, if any."""
        charts = () if self.overview is None else self.overview.charts
        return next((chart for chart in charts if chart.measure.id == self.enlarged), None)

    @property
    def by_month(self) -> DepartmentState:
        """Return the state with the enlarged measure's months in the place of its records."""
        return replace(self, is_by_record=False, distribution=None, records_problem="")

    @property
    def every_row(self) -> tuple[SummaryRow, ...]:
        """Return the summary's rows before the filter."""
        return () if self.overview is None else summary_rows(self.overview)

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """Return the rows that the filter leaves."""
        return filtered(self.every_row, self.words)

    @property
    def notice(self) -> Notice | None:
        """Return what stands in the charts' place; None where there are charts."""
        if self.problem is not None:
            return self.problem
        if self.overview is None:
            return Notice("Drawing the charts…")
        if not self.overview.charts:
            return Notice(
                "No complete months of data yet",
                "Charts appear with the first whole month of spells.",
                NoticeAction.IMPORT,
            )
        return None
