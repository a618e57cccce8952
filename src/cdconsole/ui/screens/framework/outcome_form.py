"""The form that adds or changes a success critical outcome."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.framework.state import REVIEW_ON, TITLE, WHOLE, Form, TypedOutcome
from cdconsole.ui.theme.fonts import px

_WHY_HEIGHT = 72


class OutcomeForm(QWidget):
    """Emits what was typed, unchecked."""

    save_requested = Signal(object)
    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Form[SuccessCriticalOutcome] | None = None
        self._heading = label("", "heading")
        self._title, self._owner, self._review_on = QLineEdit(), QLineEdit(), QLineEdit()
        self._why = QPlainTextEdit()
        self._why.setTabChangesFocus(True)
        self._why.setFixedHeight(px(_WHY_HEIGHT))
        self._fields = {
            TITLE: Field("What must go right", self._title),
            "why": Field("Why it matters", self._why),
            "owner": Field("Owner", self._owner),
            REVIEW_ON: Field("Review on", self._review_on, "Like 23 Nov 2026; may stay empty."),
        }
        self._boxes: dict[MeasureId, QCheckBox] = {}
        self._choices = QVBoxLayout()
        self._choices.setSpacing(px(6))
        self._whole = label("", "warning")
        self._save, self._cancel = button("Save outcome", "primary"), button("Cancel")
        self._lay_out()
        self._save.clicked.connect(self._ask_save)
        self._cancel.clicked.connect(self.editing_ended)
        for line in (self._title, self._owner, self._review_on):
            line.returnPressed.connect(self._ask_save)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.editing_ended)

    def show_form(self, form: Form[SuccessCriticalOutcome] | None, measures: tuple[Measure, ...]) -> None:
        """Show the form; it is filled when it opens, and keeps what is typed until it closes."""
        self._offer(measures)
        was, self._shown = self._shown, form
        if form is None:
            return
        if was is None:
            self._fill(form.of)
        for name, field in self._fields.items():
            field.say(form.problems.get(name, ""))
        self._whole.setText(form.problems.get(WHOLE, ""))
        self._whole.setVisible(WHOLE in form.problems)
        self._save.setEnabled(not form.is_busy)

    def _fill(self, outcome: SuccessCriticalOutcome) -> None:
        self._heading.setText("Change the outcome" if outcome.id else "Add an outcome")
        self._title.setText(outcome.title)
        self._title.setCursorPosition(0)
        self._why.setPlainText(outcome.why)
        self._owner.setText(outcome.owner)
        self._review_on.setText(date_text(outcome.review_on))
        for measure, box in self._boxes.items():
            box.setChecked(measure in outcome.measures)
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, measures: tuple[Measure, ...]) -> None:
        used = {measure.id: measure.title for measure in measures}
        for gone in self._boxes.keys() - used.keys():
            box = self._boxes.pop(gone)
            box.hide()
            self._choices.removeWidget(box)
            box.deleteLater()
        for measure, title in used.items():
            if measure not in self._boxes:
                self._boxes[measure] = QCheckBox()
                self._choices.addWidget(self._boxes[measure])
            self._boxes[measure].setText(title)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._heading)
        for field in self._fields.values():
            column.addWidget(field)
        column.addWidget(label("Measures that show it", "strong"))
        column.addLayout(self._choices)
        column.addWidget(self._whole)
        column.addLayout(buttons)

    def _ask_save(self) -> None:
        kept = () if self._shown is None else self._shown.of.measures
        retired = tuple(measure for measure in kept if measure not in self._boxes)  # it has no box, and keeps its place
        chosen = (*(measure for measure, box in self._boxes.items() if box.isChecked()), *retired)
        self.save_requested.emit(
            TypedOutcome(
                self._title.text(), self._why.toPlainText(), self._owner.text(), self._review_on.text(), chosen
            )
        )
