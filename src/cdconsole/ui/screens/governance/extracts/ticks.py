"""The boxes to tick: measures and months, job plan, exposure, agreed goals, parts of locked reviews."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.extract_proposal import ExtractChoices, ExtractTicks
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px

_HEIGHT = 270
_JOB_PLAN, _EXPOSURE = "job plan", "exposure"


class TickList(QScrollArea):
    """Nothing is ticked to begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What to put in the extract")
        self.setWidgetResizable(True)
        self.setMinimumHeight(px(_HEIGHT))
        self._choices: ExtractChoices | None = None
        self._boxes: dict[Hashable, QCheckBox] = {}
        self._first, self._last = QComboBox(), QComboBox()

    def show_choices(self, choices: ExtractChoices, ticked: ExtractTicks | None) -> None:
        """Offer what there is for one clinician, with the ticks of a proposal that is edited."""
        if choices == self._choices:
            return
        self._choices = choices
        self._boxes = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(4))
        column.addWidget(label("Measures, each month with n, denominator and limits", "strong"))
        for measure, title, why_not in choices.measures:
            column.addWidget(self._box(measure, f"{title}: {why_not}" if why_not else title, is_there=not why_not))
        column.addLayout(self._months(choices.period))
        column.addWidget(label("Context", "strong"))
        column.addWidget(self._box(_JOB_PLAN, "Job plan in force at the end", is_there=choices.has_job_plan))
        column.addWidget(self._box(_EXPOSURE, "Exposure log of these months: leave, closures", is_there=True))
        for title, offered in (("Agreed goals", choices.goals), ("Text of locked reviews", choices.reviews)):
            column.addWidget(label(title, "strong"))
            for value, words in offered:
                column.addWidget(self._box(value, words, is_there=True))
            if not offered:
                column.addWidget(label("None.", "secondary"))
        column.addStretch(1)
        self._tick(ticked)
        self.setWidget(inside)

    def ticks(self) -> ExtractTicks | None:
        """Return what is ticked; None before anything is offered."""
        choices = self._choices
        if choices is None:
            return None
        return ExtractTicks(
            period=Period(self._first.currentData(), self._last.currentData()),
            measures=tuple(measure for measure, _, _ in choices.measures if self._is_ticked(measure)),
            job_plan=self._is_ticked(_JOB_PLAN),
            exposure=self._is_ticked(_EXPOSURE),
            goals=tuple(goal for goal, _ in choices.goals if self._is_ticked(goal)),
            reviews=tuple(part for part, _ in choices.reviews if self._is_ticked(part)),
        )

    def _tick(self, ticked: ExtractTicks | None) -> None:
        if ticked is None:
            return
        values: Iterable[Hashable] = (*ticked.measures, *ticked.goals, *ticked.reviews)
        for value in values:
            if value in self._boxes:
                self._boxes[value].setChecked(True)
        self._boxes[_JOB_PLAN].setChecked(ticked.job_plan)
        self._boxes[_EXPOSURE].setChecked(ticked.exposure)
        for box, month in ((self._first, ticked.period.first), (self._last, ticked.period.last)):
            box.setCurrentText(str(month))

    def _is_ticked(self, value: Hashable) -> bool:
        return self._boxes[value].isChecked()

    def _box(self, value: Hashable, words: str, *, is_there: bool) -> QCheckBox:
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setEnabled(is_there)
        self._boxes[value] = box
        return box

    def _months(self, period: Period) -> QHBoxLayout:
        self._first, self._last = _month_box("First month", period.months), _month_box("Last month", period.months)
        self._first.setCurrentIndex(max(0, len(period) - 12))
        self._last.setCurrentIndex(len(period) - 1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(label("Months", "secondary", wraps=False))
        row.addWidget(self._first)
        row.addWidget(label("to", "secondary", wraps=False))
        row.addWidget(self._last)
        row.addStretch(1)
        return row


def _month_box(name: str, months: Iterable[Month]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for month in months:
        box.addItem(str(month), month)
    return box
