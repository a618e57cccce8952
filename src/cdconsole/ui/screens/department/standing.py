"""What waits for the director: reviews due, goals open, how fresh the data are, and the stages done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cdconsole.domain.measure import DepartmentOverview
from cdconsole.ui.forms import label
from cdconsole.ui.screens.department.stage_strip import StageStrip
from cdconsole.ui.theme.fonts import px


class Standing(QWidget):
    """Four short columns; ``go_requested`` carries the name of the screen a link leads to."""

    go_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._values = [label("", "heading", wraps=False) for _ in range(4)]
        self._stages = StageStrip()
        self._freshness, self._due = label("", "caption"), label("", "caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(8), 0, px(8), 0)
        self._row.setSpacing(px(48))
        self._add("Reviews due", self._values[0], self._link("Go to reviews", "reviews"))
        self._add("Goals open", self._values[1], self._link("Go to goals", "goals"), self._due)
        self._add("Stages done", self._values[2], self._link("Go to the framework", "framework"), self._stages)
        self._add("Data to", self._values[3], self._link("Go to data", "data"), self._freshness)
        self._row.addStretch(1)

    def show_overview(self, overview: DepartmentOverview) -> None:
        """Show how things stand."""
        stages = f"{overview.stages_done} of {overview.stages}"
        texts = (str(overview.reviews_due), str(overview.open_goals), stages, overview.data_to)
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)
        self._stages.show_stages(overview.stages_done, overview.stages)
        self._freshness.setText(overview.freshness)
        self._due.setText(overview.goals_due.text)
        self._due.setVisible(bool(overview.goals_due.text))

    def _add(self, title: str, value: QLabel, link: QPushButton, detail: QWidget | None = None) -> None:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(label(title, "secondary", wraps=False))
        column.addWidget(value)
        if detail is not None:
            column.addWidget(detail)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._row.addLayout(column)

    def _link(self, text: str, to: str) -> QPushButton:
        made = _Link(text, to)
        made.chosen.connect(self.go_requested)
        return made


class _Link(QPushButton):
    """Leads to one screen."""

    chosen = Signal(str)

    def __init__(self, text: str, to: str) -> None:
        super().__init__(text)
        self._to = to
        self.setAutoDefault(False)
        self.setProperty("role", "link")
        self.setObjectName(f"link_{to}")
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._to)
