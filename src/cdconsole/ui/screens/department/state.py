"""Everything the department screen shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.department.grouping import SummaryRow, filtered, summary_rows


@dataclass(frozen=True)
class DepartmentState:
    """``overview`` stays until the next one arrives; ``enlarged`` is the measure drawn large below the others.

    ``is_defined`` says whether its definition card stands beside it, ``is_unfolded`` whether what is missing for the
    measures without a chart is listed. ``words`` filter the summary.
    """

    overview: DepartmentOverview | None = None
    problem: Notice | None = None
    enlarged: MeasureId | None = None
    is_defined: bool = False
    is_unfolded: bool = False
    words: str = ""

    @property
    def enlarged_chart(self) -> MeasureChart | None:
        """Return the chart drawn large, if any."""
        charts = () if self.overview is None else self.overview.charts
        return next((chart for chart in charts if chart.measure.id == self.enlarged), None)

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
