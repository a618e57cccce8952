"""The clinicians page: a table, and beside it the form of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.clinicians.columns import CLINICIAN_COLUMNS
from cdconsole.ui.screens.data.clinicians.state import CODES, NAME, ClinicianForm, CliniciansState, split_list
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_FORM_WIDTH = 320


class CliniciansView(QWidget):
    """Emits what the person wants; shows a state."""

    clinician_chosen = Signal(str)
    add_requested = Signal()
    save_requested = Signal(object)
    revert_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._filled_from: Clinician | None = None
        self._model: RecordTableModel[Clinician] = RecordTableModel(CLINICIAN_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Clinicians")
        self._add = button("Add clinician")
        self._empty = label("No clinicians yet. They come with the first import, or add one.", "secondary")
        self._name, self._codes, self._interests = QLineEdit(), QLineEdit(), QLineEdit()
        self._grade = QComboBox()
        for grade in Grade:
            self._grade.addItem(grade.value, grade.name)
        self._save, self._revert = button("Save", "primary"), button("Revert")
        self._notice = label("", "secondary")
        self._fields = {
            NAME: Field("Name", self._name, "A new name keeps every record."),
            "grade": Field("Grade", self._grade),
            CODES: Field("Codes in source systems", self._codes, "Several with commas between them."),
            "interests": Field("Interests", self._interests, "Several with commas between them."),
        }
        self._lay_out()
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._add.clicked.connect(self.add_requested)
        self._save.clicked.connect(self._ask_save)
        self._revert.clicked.connect(self.revert_requested)
        for line in (self._name, self._codes, self._interests):
            line.returnPressed.connect(self._ask_save)

    def show_state(self, state: CliniciansState) -> None:
        """Show everything anew; what is being typed stays while the same clinician is edited."""
        if self._model.rows() != state.clinicians:
            self._model.replace_all(state.clinicians)
        self._empty.setVisible(not state.clinicians and not state.is_loading)
        self._form.setVisible(state.form is not None)
        if state.form is None:
            self._filled_from = None
        else:
            self._show_form(state.form)

    def _show_form(self, form: ClinicianForm) -> None:
        if self._filled_from != form.editing:
            self._filled_from = form.editing
            self._name.setText(form.editing.name)
            self._codes.setText(", ".join(form.editing.codes))
            self._interests.setText(", ".join(form.editing.interests))
            self._grade.setCurrentIndex(self._grade.findData(form.editing.grade.name))
            self._name.setCursorPosition(0)
            self._table.show_current(form.editing.id)
        for name, field in self._fields.items():
            field.say(form.problems.get(name, ""))
        self._heading.setText("Change" if form.editing.id else "Add a clinician")
        self._fields["grade"].setEnabled(form.editing.is_attributable)
        self._save.setEnabled(not form.is_busy)
        self._notice.setText(form.notice)

    def _lay_out(self) -> None:
        self._heading = label("", "heading", wraps=False)
        self._form = QFrame()
        self._form.setFixedWidth(px(_FORM_WIDTH))
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(px(12))
        form.addWidget(self._heading)
        for field in self._fields.values():
            form.addWidget(field)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._revert)
        buttons.addWidget(self._notice, 1)
        form.addLayout(buttons)
        form.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(
            label("Codes tell which records of an import are whose. Several codes can belong to one clinician."), 1
        )
        top.addWidget(self._add)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addLayout(top)
        left.addWidget(self._empty)
        left.addWidget(self._table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(32))
        row.addLayout(left, 1)
        row.addWidget(self._form)

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.clinician_chosen.emit(self._model.row_at(current.row()).id)

    def _ask_save(self) -> None:
        self.save_requested.emit(
            Clinician(
                ClinicianId(""),
                self._name.text(),
                Grade[self._grade.currentData()],
                split_list(self._codes.text()),
                split_list(self._interests.text()),
            )
        )


def _key(clinician: Clinician) -> str:
    return clinician.id
