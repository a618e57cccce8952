"""The page of clinicians' packs: the list, and the ways to make, take in and revoke."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import PACK_SUFFIX, REPLY_SUFFIX, MadePack
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.governance.packs.columns import COLUMNS
from cdconsole.ui.screens.governance.packs.made_dialog import MadeDialog
from cdconsole.ui.screens.governance.packs.state import PackRow, PacksState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_LEAD = (
    "A clinician checks their own records in a pack: one file that this program opens anywhere, without the"
    " department. Their signed reply comes back as another file."
)


class PacksView(QWidget):
    """Emits what the person wants; shows a state."""

    make_requested = Signal()
    reply_chosen = Signal(str)
    revoke_requested = Signal(object)
    form_entered = Signal(object)
    form_ended = Signal()
    place_chosen = Signal(str)
    made_seen = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._model: RecordTableModel[PackRow] = RecordTableModel(COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Clinicians' packs")
        self._make, self._reply = button("Make a pack…", "primary"), button("Take in a reply…")
        self._revoke = button("Revoke…")
        self._hint, self._notice, self._problem = label("", "secondary"), label(""), label("", "warning")
        self._place = SavePlace(self, "Save the pack", "Clinician's own pack", PACK_SUFFIX[1:])
        self._form = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._asks_place = False
        self._dialog: MadeDialog | None = None
        self._lay_out()
        self._make.clicked.connect(self.make_requested)
        self._reply.clicked.connect(self._ask_reply)
        self._revoke.clicked.connect(self._ask_revoke)
        self._place.chosen.connect(self.place_chosen)
        self._table.selectionModel().selectionChanged.connect(self._tell_marked)

    def show_state(self, state: PacksState) -> None:
        """Show everything anew."""
        if state.rows != self._model.rows():
            self._model.replace_all(state.rows)
        self._table.setVisible(not state.hint)
        for part, words in ((self._hint, state.hint), (self._notice, state.notice), (self._problem, state.problem)):
            part.setText(words)
            part.setVisible(bool(words))
        self._make.setEnabled(bool(state.clinicians))
        self._form.show(state.form)
        if state.asks_place and not self._asks_place:
            self._place.ask(f"own-pack{PACK_SUFFIX}")
        self._asks_place = state.asks_place
        self._show_made(state.made)
        self._tell_marked()

    def _show_made(self, made: MadePack | None) -> None:
        if made is None:
            self._dialog = None
        elif self._dialog is None:
            self._dialog = MadeDialog(self, made, self._clipboard)
            self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._dialog.finished.connect(self._see_made)
            self._dialog.open()

    def _see_made(self, _code: int) -> None:
        self.made_seen.emit()

    def _marked(self) -> PackRow | None:
        index = self._table.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _tell_marked(self) -> None:
        marked = self._marked()
        self._revoke.setEnabled(marked is not None and marked.pack.revoked_at is None)

    def _ask_revoke(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.revoke_requested.emit(marked)

    def _ask_reply(self) -> None:
        kinds = f"Reply to a clinician's pack (*{REPLY_SUFFIX})"
        path, _ = QFileDialog.getOpenFileName(self, "Take in a reply", "", kinds)
        if path:
            self.reply_chosen.emit(path)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for each in (self._make, self._reply, self._revoke):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label(_LEAD, "secondary"))
        column.addLayout(row)
        for part in (self._problem, self._notice):
            column.addWidget(part)
        column.addWidget(self._table, 1)
        column.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignTop)


def _key(row: PackRow) -> str:
    return row.pack.id
