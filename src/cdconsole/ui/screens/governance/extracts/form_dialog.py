"""The dialog in which an extract is proposed: ticks and for whom at the left, what that makes at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.extract_proposal import ExtractDraft
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.governance.extracts.files_pane import FilesPane
from cdconsole.ui.screens.governance.extracts.state import CLINICIAN, KEY, PURPOSE, RECIPIENT, TICKS, ProposalForm
from cdconsole.ui.screens.governance.extracts.ticks import TickList
from cdconsole.ui.theme.fonts import px

_WIDTH, _HEIGHT, _LEFT = 1080, 640, 470
_NO_PREVIEW = (
    "Preview shows exactly what the file would hold. Text of reviews is free text: read it for names of patients."
)


class ProposalDialog(QDialog):
    """Emits the draft as typed and ticked."""

    clinician_chosen = Signal(str)
    preview_requested = Signal(object)
    draft_entered = Signal(object)

    def __init__(self, parent: QWidget, form: ProposalForm) -> None:
        super().__init__(parent)
        self.setWindowTitle("Propose a sealed extract" if form.editing is None else "Change the proposal")
        self._form = form
        self._clinician = QComboBox()
        self._ticks = TickList()
        self._purpose, self._recipient, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        self._files = FilesPane("What the file would hold", _NO_PREVIEW)
        self._preview, self._propose = button("Preview"), button("Propose", "primary")
        self._cancel, self._busy = button("Cancel"), label("", "secondary", wraps=False)
        self._fields = {
            CLINICIAN: Field("About", self._clinician),
            TICKS: Field("Only what is ticked leaves", self._ticks),
            RECIPIENT: Field("For whom", self._recipient),
            PURPOSE: Field("Purpose", self._purpose),
            KEY: Field("Their age public key", self._key, "Without one, five words open the file: shown once."),
        }
        self._key.setPlaceholderText("age1…")
        self._lay_out()
        self._fill(form)
        self._clinician.activated.connect(self._choose_clinician)
        self._preview.clicked.connect(self._ask_preview)
        self._propose.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self.show_form(form)

    def show_form(self, form: ProposalForm) -> None:
        """Show what can be chosen, what is wrong, and the preview."""
        self._form = form
        self._show_clinicians(form)
        if form.choices is not None and form.choices.clinician == self._clinician.currentData():
            is_same = form.editing is not None and form.editing.draft.clinician == form.choices.clinician
            self._ticks.show_choices(form.choices, form.editing.draft.ticks if form.editing and is_same else None)
        for name, field in self._fields.items():
            field.say(form.problems.get(name, ""))
        self._files.show_text(form.preview)
        is_ready = form.choices is not None and not form.is_busy
        self._preview.setEnabled(is_ready)
        self._propose.setEnabled(is_ready)
        self._busy.setText("Putting the files together…" if form.is_busy else "")

    def _show_clinicians(self, form: ProposalForm) -> None:
        if [self._clinician.itemData(at) for at in range(self._clinician.count())] == [c.id for c in form.clinicians]:
            return
        self._clinician.clear()
        for one in form.clinicians:
            self._clinician.addItem(one.name, one.id)
        self._clinician.setCurrentIndex(-1)
        if form.editing is not None:
            self._clinician.setCurrentIndex(self._clinician.findData(form.editing.draft.clinician))
            self._clinician.setEnabled(False)

    def _fill(self, form: ProposalForm) -> None:
        if form.editing is not None:
            draft = form.editing.draft
            self._purpose.setText(draft.purpose)
            self._recipient.setText(draft.recipient)
            self._key.setText(draft.recipient_key)

    def _choose_clinician(self, _index: int) -> None:
        self.clinician_chosen.emit(self._clinician.currentData())

    def _ask_preview(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.preview_requested.emit(draft)

    def _enter(self) -> None:
        draft = self._draft()
        if draft is not None:
            self.draft_entered.emit(draft)

    def _draft(self) -> ExtractDraft | None:
        ticks, clinician = self._ticks.ticks(), self._clinician.currentData()
        if ticks is None or clinician is None:
            return None
        key = self._key.text().strip()
        return ExtractDraft(clinician, ticks, self._purpose.text().strip(), self._recipient.text().strip(), key)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(px(8))
        for name, field in self._fields.items():
            left.addWidget(field, 1 if name == TICKS else 0)
        held = QWidget()
        held.setLayout(left)
        held.setFixedWidth(px(_LEFT))
        left.setContentsMargins(0, 0, 0, 0)
        halves = QHBoxLayout()
        halves.setSpacing(px(16))
        halves.addWidget(held)
        halves.addWidget(self._files, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(12))
        buttons.addWidget(label("A second person must agree before it can be sealed.", "secondary", wraps=False))
        buttons.addWidget(self._busy)
        buttons.addStretch(1)
        for part in (self._cancel, self._preview, self._propose):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addLayout(halves, 1)
        column.addLayout(buttons)
        self.resize(px(_WIDTH), px(_HEIGHT))
