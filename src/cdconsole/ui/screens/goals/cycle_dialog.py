"""The dialog of one PDSA cycle: plan, prediction, do, study, act."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.review import PdsaAct, PdsaCycle
from cdconsole.ui.follow_up.day_edit import DayEdit
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.goals.state import ACT, DO, PLAN, PREDICTION, STARTED, STUDY, CycleForm
from cdconsole.ui.theme.fonts import px

_TITLES = {
    PLAN: "Plan: what will be tried",
    PREDICTION: "Prediction: what it will change",
    DO: "Do: what was done",
    STUDY: "Study: what was learned",
}


class CycleDialog(QDialog):
    """``entered`` carries the PdsaCycle as typed."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, form: CycleForm) -> None:
        super().__init__(parent)
        self._cycle = form.cycle
        self.setWindowTitle("PDSA cycle")
        self._started, self._act = DayEdit(), QButtonGroup(self)
        self._boxes = {name: TextEdit(2) for name in _TITLES}
        self._notice = label("", "warning")
        self._fields = {
            STARTED: Field("Began on", self._started, "Drawn on the clinician's chart."),
            **{name: Field(title, self._boxes[name]) for name, title in _TITLES.items()},
            ACT: Field("Act: what was decided", self._acts()),
        }
        self._save, self._cancel = button("Save cycle", "primary"), button("Cancel")
        self._lay_out()
        self._fill(form.cycle)
        self._save.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self.show_state(form)
        self._boxes[PLAN].setFocus()

    def show_state(self, form: CycleForm) -> None:
        """Show what is wrong with each field."""
        for name, field in self._fields.items():
            field.say(form.problems.get(name, ""))
        self._notice.setText(form.notice)
        self._notice.setVisible(bool(form.notice))
        self._save.setEnabled(not form.is_busy)

    def _acts(self) -> QWidget:
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(16))
        for at, act in enumerate(PdsaAct):
            radio = QRadioButton(act.value)
            self._act.addButton(radio, at)
            row.addWidget(radio)
        row.addStretch(1)
        return choice

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        for field in self._fields.values():
            column.addWidget(field)
        column.addWidget(self._notice)
        column.addLayout(buttons)
        self.setFixedWidth(px(520))

    def _fill(self, cycle: PdsaCycle) -> None:
        texts = {PLAN: cycle.plan, PREDICTION: cycle.prediction, DO: cycle.do, STUDY: cycle.study}
        for name, box in self._boxes.items():
            box.show_text(texts[name])
        self._started.show_day(cycle.started)
        self._act.buttons()[list(PdsaAct).index(cycle.act)].setChecked(True)

    def _enter(self) -> None:
        texts = {name: box.toPlainText().strip() for name, box in self._boxes.items()}
        self.entered.emit(
            PdsaCycle(
                self._cycle.id,
                self._started.day(),
                texts[PLAN],
                texts[PREDICTION],
                texts[DO],
                texts[STUDY],
                tuple(PdsaAct)[self._act.checkedId()],
            )
        )
