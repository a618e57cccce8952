"""A clinician's frozen charts, each with its definition and a way to challenge it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import PackChallenge
from cdconsole.domain.measure import ClinicianCharts, MeasureChart, MeasureId
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.forms import Button, label
from cdconsole.ui.own_pack.definition_dialog import show_definition
from cdconsole.ui.theme.fonts import px


class ChartsPage(QScrollArea):
    """``challenge_requested`` carries the measure's id, ``taken_back`` a challenge's."""

    challenge_requested = Signal(object)
    taken_back = Signal(object)

    def __init__(self, page: ClinicianCharts) -> None:
        super().__init__()
        self._measures = {chart.measure.id: chart.measure for chart in page.charts}
        self._raised: QWidget | None = None
        self._challenges: tuple[PackChallenge, ...] | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(px(8))
        for chart in page.charts:
            self._add(chart, page)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_challenges(self, challenges: tuple[PackChallenge, ...]) -> None:
        """Show above the charts which challenges go out with the reply."""
        if challenges == self._challenges:
            return
        self._challenges = challenges
        if self._raised is not None:
            self._column.removeWidget(self._raised)
            self._raised.deleteLater()
        self._raised = QWidget()
        lines = QVBoxLayout(self._raised)
        lines.setContentsMargins(px(16), 0, px(16), 0)
        if challenges:
            lines.addWidget(label("Challenges that go out with your reply", "strong"))
        for one in challenges:
            lines.addLayout(self._line(one))
        self._column.insertWidget(0, self._raised)

    def _add(self, chart: MeasureChart, page: ClinicianCharts) -> None:
        card = ChartCard()
        card.show_chart(chart, page.shading, team_visible=False)
        card.definition_requested.connect(self._show_definition)
        self._column.addWidget(card)
        if not chart.unavailable:
            challenge = _About(f"Challenge {chart.measure.title.lower()}…", chart.measure.id)
            challenge.chosen.connect(self.challenge_requested)
            self._column.addWidget(challenge, 0, Qt.AlignmentFlag.AlignRight)

    def _line(self, one: PackChallenge) -> QHBoxLayout:
        row = QHBoxLayout()
        title = self._measures[one.measure].title if one.measure in self._measures else one.measure
        row.addWidget(label(f"{title}, {one.first} to {one.last}: {one.claim}"), 1)
        back = _About("Take back", one.id)
        back.setAccessibleDescription(f"The challenge to {title}")
        back.chosen.connect(self.taken_back)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_definition(self, measure: MeasureId) -> None:
        show_definition(self, self._measures[measure])


class _About(Button):
    """A link that says what it is about."""

    chosen = Signal(object)

    def __init__(self, text: str, about: object) -> None:
        super().__init__(text)
        self._about = about
        self.setAutoDefault(False)
        self.setProperty("role", "link")
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._about)
