"""The terms of a job plan, which hold for all its rows: start, on-call, hours, agreed total."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from cdconsole.ui.forms import Field
from cdconsole.ui.screens.data.job_plans.state import (
    AGREED,
    CATEGORY,
    COVER,
    EFFECTIVE,
    FULL_TIME,
    HOURS,
    NOTE,
    ONE_IN,
    PART_TIME,
    PREDICTABLE,
    UNPREDICTABLE,
    WEEKS,
    WITH_COVER,
    WITHOUT_COVER,
    Draft,
)
from cdconsole.ui.theme.fonts import px

_LINES = {
    EFFECTIVE: "Starts on",
    AGREED: "Agreed PAs",
    WEEKS: "Weeks a year",
    NOTE: "Note",
    ONE_IN: "On call 1 in",
    PREDICTABLE: "Predictable PAs",
    UNPREDICTABLE: "Unpredictable PAs",
}
_CHOICES = {
    HOURS: ("Hours", (FULL_TIME, PART_TIME)),
    CATEGORY: ("On-call category", ("", "A", "B")),
    COVER: ("Prospective cover", (WITHOUT_COVER, WITH_COVER)),
}
_ROWS = ((EFFECTIVE, HOURS, AGREED, WEEKS, NOTE), (ONE_IN, CATEGORY, PREDICTABLE, UNPREDICTABLE, COVER))


class PlanTerms(QWidget):
    """Emits each change as it is typed; shows a draft."""

    field_edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = {name: QLineEdit() for name in _LINES}
        self._choices = {name: QComboBox() for name in _CHOICES}
        self._fields = {name: Field(title, self._lines[name]) for name, title in _LINES.items()}
        for name, line in self._lines.items():
            line.setObjectName(name)
            line.textEdited.connect(self._edited)
        for name, (title, words) in _CHOICES.items():
            self._choices[name].addItems(list(words))
            self._choices[name].setObjectName(name)
            self._choices[name].textActivated.connect(self._edited)
            self._fields[name] = Field(title, self._choices[name])
        self._fields[PREDICTABLE].setToolTip("On-call work within the rows above; never added to them.")
        self._fields[UNPREDICTABLE].setToolTip("On-call work within the rows above; never added to them.")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        for row, names in enumerate(_ROWS):
            for column, name in enumerate(names):
                grid.addWidget(self._fields[name], row, column)
                grid.setColumnStretch(column, 1)

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; a line that holds the same text keeps its cursor."""
        for name, line in self._lines.items():
            if line.text() != getattr(draft, name):
                line.setText(getattr(draft, name))
        for name, choice in self._choices.items():
            choice.setCurrentText(getattr(draft, name))

    def say(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong at the field it belongs to."""
        for name, field in self._fields.items():
            field.say(problems.get(name, ""))

    def _edited(self, text: str) -> None:
        self.field_edited.emit(self.sender().objectName(), text)
