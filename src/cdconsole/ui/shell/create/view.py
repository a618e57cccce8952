"""The new-department page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, beside, button, label
from cdconsole.ui.own_passphrase.view import OwnPassphraseFields
from cdconsole.ui.shell.create.state import (
    DEPARTMENT,
    DIRECTOR,
    PARENT,
    SPECIALTY,
    CreateState,
    NewDepartment,
)
from cdconsole.ui.theme.fonts import px

_KEEP_IT = (
    "Write the words down and keep them where you keep your passport. Next you are asked for a deputy and a printed "
    "recovery key: without either, nobody can open the department once this passphrase is lost."
)


class CreatePage(QWidget):
    """Emits what was typed; shows problems under the fields they belong to."""

    create_requested = Signal(object)
    suggest_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent_folder: str) -> None:
        super().__init__()
        self._refusals = 0
        self._department, self._specialty, self._director = QLineEdit(), QLineEdit(), QLineEdit()
        self._parent = QLineEdit(parent_folder)
        self._own = OwnPassphraseFields("Your passphrase", _KEEP_IT)
        self._browse = button("Choose…")
        self._create = button("Create department", "primary")
        self._cancel = button("Cancel", "link")
        self._busy = label("", "secondary")
        self._problem = label("", "warning")
        self._fields = self._make_fields()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._department)
        self.show_state(CreateState())

    def show_state(self, state: CreateState) -> None:
        """Show everything anew; what was typed stays."""
        self._own.offer(state.suggestion)
        for name, field in self._fields.items():
            field.say(state.problems.get(name, ""))
        wrong = [field for name, field in self._fields.items() if name in state.problems]
        if wrong and state.refusals != self._refusals:
            wrong[0].setFocus()
        self._refusals = state.refusals
        self._problem.setText(state.problems.get("", ""))
        self._problem.setVisible("" in state.problems)
        self._busy.setText(state.busy)
        self._create.setEnabled(not state.busy)

    def _make_fields(self) -> dict[str, Field]:
        for name, edit in ((DEPARTMENT, self._department), (SPECIALTY, self._specialty), (DIRECTOR, self._director)):
            edit.setObjectName(name)
        return {
            DEPARTMENT: Field("Department", self._department),
            SPECIALTY: Field("Specialty", self._specialty),
            DIRECTOR: Field("Your name", self._director),
            PARENT: Field("Kept in", beside(self._parent, self._browse), "A new folder is made in it."),
            **self._own.fields,
        }

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label("New department", "title"))
        column.addSpacing(px(4))
        names = QHBoxLayout()
        names.setSpacing(px(16))
        names.addWidget(self._fields[DEPARTMENT], 1)
        names.addWidget(self._fields[SPECIALTY], 1)
        column.addLayout(names)
        for name in (DIRECTOR, PARENT):
            column.addWidget(self._fields[name])
        column.addWidget(self._own)
        buttons = QHBoxLayout()
        buttons.addWidget(self._create)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._busy, 1)
        column.addSpacing(px(8))
        column.addLayout(buttons)
        column.addWidget(self._problem)

    def _connect(self) -> None:
        self._create.clicked.connect(self._ask_create)
        self._own.finished.connect(self._ask_create)
        self._own.suggest_requested.connect(self.suggest_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._browse.clicked.connect(self._choose_folder)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Keep the department in", self._parent.text())
        if folder:
            self._parent.setText(folder)

    def _ask_create(self) -> None:
        self.create_requested.emit(
            NewDepartment(
                self._department.text(),
                self._specialty.text(),
                self._director.text(),
                self._parent.text(),
                self._own.typed(),
            )
        )
