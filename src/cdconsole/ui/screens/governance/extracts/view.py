"""The page of sealed extracts: proposals at the left, the one that is looked at on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.extract_proposal import ExtractProposal
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.governance.extracts.agree_dialog import AgreeDialog
from cdconsole.ui.screens.governance.extracts.columns import PROPOSAL_COLUMNS
from cdconsole.ui.screens.governance.extracts.detail import Detail
from cdconsole.ui.screens.governance.extracts.form_dialog import ProposalDialog
from cdconsole.ui.screens.governance.extracts.sealed_dialog import SealedDialog
from cdconsole.ui.screens.governance.extracts.state import ExtractsState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_ABOUT = (
    "For a review outside the department: the least it needs, agreed by two people who may open "
    "reviews, sealed for one recipient, and logged."
)
_NOTHING = "Nothing has been proposed yet."


class ExtractsView(QWidget):
    """Emits what the person wants; shows a state and its dialogs."""

    selected = Signal(str)
    propose_requested = Signal()
    change_requested = Signal()
    clinician_chosen = Signal(str)
    preview_requested = Signal(object)
    draft_entered = Signal(object)
    form_ended = Signal()
    agree_requested = Signal()
    in_person_requested = Signal()
    in_person_entered = Signal(str, str)
    in_person_ended = Signal()
    end_requested = Signal(str)
    place_chosen = Signal(str)
    words_noted = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._place = SavePlace(self, "Seal the extract", "age file", "age")
        self._file_name = ""
        self._form: ProposalDialog | None = None
        self._agreeing: AgreeDialog | None = None
        self._words: SealedDialog | None = None
        self._model: RecordTableModel[ExtractProposal] = RecordTableModel(PROPOSAL_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Proposals of sealed extracts")
        self._propose = button("Propose an extract…", "primary")
        self._doing, self._nothing = label("", "secondary", wraps=False), label(_NOTHING, "secondary")
        self._detail = Detail()
        self._lay_out()
        self._propose.clicked.connect(self.propose_requested)
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._detail.change_requested.connect(self.change_requested)
        self._detail.agree_requested.connect(self.agree_requested)
        self._detail.in_person_requested.connect(self.in_person_requested)
        self._detail.end_requested.connect(self.end_requested)
        self._detail.seal_requested.connect(self._choose_place)
        self._place.chosen.connect(self.place_chosen)

    def show_state(self, state: ExtractsState) -> None:
        """Show everything anew."""
        self._file_name = state.file_name
        if state.proposals != self._model.rows():
            self._model.replace_all(state.proposals)
        self._table.setVisible(bool(state.proposals))
        self._nothing.setVisible(state.is_read and not state.proposals)
        if state.chosen:
            self._table.show_current(state.chosen)
        self._doing.setText(f"{state.doing}…" if state.doing else "")
        self._detail.show_state(state)
        self._show_form(state)
        self._show_agreeing(state)
        self._show_words(state)

    # --- dialogs -----------------------------------------------------------------------------------------------------

    def _show_form(self, state: ExtractsState) -> None:
        if state.form is None:
            gone, self._form = self._form, None
            _let_go(gone)
            return
        if self._form is None:
            self._form = ProposalDialog(self, state.form)
            self._form.clinician_chosen.connect(self.clinician_chosen)
            self._form.preview_requested.connect(self.preview_requested)
            self._form.draft_entered.connect(self.draft_entered)
            self._form.rejected.connect(self.form_ended)
        self._form.show_form(state.form)
        self._form.open()

    def _show_agreeing(self, state: ExtractsState) -> None:
        if state.agreeing is None:
            gone, self._agreeing = self._agreeing, None
            _let_go(gone)
            return
        if self._agreeing is None:
            self._agreeing = AgreeDialog(self, state.agreeing)
            self._agreeing.entered.connect(self.in_person_entered)
            self._agreeing.rejected.connect(self.in_person_ended)
        self._agreeing.show_agreeing(state.agreeing)
        self._agreeing.open()

    def _show_words(self, state: ExtractsState) -> None:
        if state.sealed is None or not state.sealed.passphrase:
            gone, self._words = self._words, None
            _let_go(gone)
        elif self._words is None:
            self._words = SealedDialog(self, state.sealed, self._clipboard)
            self._words.finished.connect(self._note_words)
            self._words.open()

    def _note_words(self, _result: int) -> None:
        self.words_noted.emit()

    def _choose_place(self) -> None:
        self._place.ask(self._file_name)

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.row_at(current.row()).id)

    # --- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(label(_ABOUT, "secondary"), 1)
        top.addWidget(self._doing)
        top.addWidget(self._propose, 0, Qt.AlignmentFlag.AlignTop)
        halves = QHBoxLayout()
        halves.setSpacing(px(24))
        left = QVBoxLayout()
        left.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self._table, 1)
        left.addStretch(0)
        halves.addLayout(left, 1)
        halves.addWidget(self._detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addLayout(halves, 1)


def _let_go(dialog: QDialog | None) -> None:
    """Take a dialog away without hearing from it again."""
    if dialog is not None:
        dialog.deleteLater()


def _key(proposal: ExtractProposal) -> str:
    return proposal.id
