"""What stands under a chart: the point that is read out or else the chart's small print, and people's notes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.wording import goal_text, note_text
from cdconsole.ui.forms import label

_BETWEEN = "  ·  "


class ChartFoot(QWidget):
    """The point read out takes the small print's place: nothing moves while a person goes from point to point."""

    def __init__(self) -> None:
        super().__init__()
        self._said, self._small_print, self._notes = label("", "readout"), label("", "caption"), label("", "caption")
        self._said.setAccessibleName("Point")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._said, self._small_print, self._notes):
            column.addWidget(part)
        self.read_out("")

    def show_chart(self, chart: MeasureChart, *, team_visible: bool) -> None:
        """Show what a chart's limits and lines are, and list who changed them why, its PDSA cycles and notes."""
        lines = (
            chart.measure.context_text,
            *chart.chart.notes,
            chart.team_note if team_visible else "",
            chart.chart.profile.title,
        )
        self._small_print.setText(_BETWEEN.join(line for line in lines if line))
        notes = (note_text(number, note) for number, note in enumerate(chart.notes, 1))
        lines = (*map(str, chart.limit_marks), goal_text(chart), *map(str, chart.cycles), *notes)
        self._notes.setText("\n".join(line for line in lines if line))
        self._notes.setVisible(bool(self._notes.text()))

    def read_out(self, words: str) -> None:
        """Say a point; without words, the small print again."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self._small_print.setVisible(not words)
