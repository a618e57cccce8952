"""The log of thank-yous: what is looked for above, the table, and the one that is looked at below, with its card."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.guidance import Guidance
from cdconsole.domain.review import Recognition
from cdconsole.ui.corrections.state import corrections_text
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.support.recognition.columns import RECOGNITION_COLUMNS, key_of, words_of
from cdconsole.ui.screens.support.recognition.filters import Filters
from cdconsole.ui.screens.support.recognition.state import NOBODY_YET, RecognitionState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable, stretch_column
from cdconsole.ui.thanking.dialog import ThankDialog
from cdconsole.ui.theme.fonts import px

_NONE_FOUND = "No thank-you is found with this. Take something out of what is looked for."
_THANK_KEYS = "Ctrl+T"


class RecognitionView(QWidget):
    """Emits what the person wants; ``filtered`` carries a Wanted, ``thanked`` what the dialog does."""

    filtered = Signal(object)
    selected = Signal(str)
    thank_requested = Signal()
    thanked = Signal(str, str, str)
    thanking_ended = Signal()
    place_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: ThankDialog | None = None
        self._model: RecordTableModel[Recognition] = RecordTableModel(RECOGNITION_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Log of thank-yous")
        self._table.setProperty("role", "rows")
        self._filters = Filters()
        self._summary, self._problem = label("", "secondary", wraps=False), label("", "warning")
        self._nothing, self._said = label("", "secondary"), label("", "caption")
        self._thank, self._copy = button("Say thank you…", "primary"), button("Copy for a spreadsheet")
        self._thank.setShortcut(_THANK_KEYS)
        self._thank.setToolTip(f"Thank somebody ({_THANK_KEYS})")
        self._csv = button("Save as CSV…")
        self._whom, self._words, self._measured = label("", "heading"), label(""), label("", "secondary")
        self._corrections = label("", "secondary")
        self.print_buttons = PrintButtons("the thank-you card")
        self._place = SavePlace(self, "Save the log of thank-yous", "CSV files", "csv")
        self._detail = QWidget()
        self._lay_out()
        self._connect()

    def show_state(self, state: RecognitionState) -> None:
        """Show everything anew."""
        if state.shown != self._model.rows():
            self._model.replace_all(state.shown)
            self._table.updateGeometry()
        if state.chosen:
            self._table.show_current(state.chosen)
        self._filters.show_state(state)
        self._filters.setVisible(bool(state.given))
        self._summary.setText(state.summary)
        none = "" if state.given is None or state.shown else _NONE_FOUND if state.given else NOBODY_YET
        for part, words in ((self._nothing, none), (self._problem, state.problem), (self._said, state.said)):
            part.setText(words)
            part.setVisible(bool(words))
        for shown in (self._table, self._copy, self._csv):
            shown.setVisible(bool(state.shown))
        self._thank.setEnabled(bool(state.people))
        self._show_selected(state.selected)
        self._show_form(state)

    def _show_selected(self, given: Recognition | None) -> None:
        self._detail.setVisible(given is not None)
        if given is not None:
            self._whom.setText(f"{given.clinician}, {date_text(given.at.astimezone().date())}, by {given.author}")
            self._words.setText(given.text)
            self._measured.setText(given.measured)
            self._measured.setVisible(bool(given.measured))
            self._corrections.setText(corrections_text(given.rectifications))
            self._corrections.setVisible(bool(given.rectifications))

    def _show_form(self, state: RecognitionState) -> None:
        if state.form is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.hide()
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = ThankDialog(self, state.form, state.people, state.measures)
            self._dialog.entered.connect(self.thanked)
            self._dialog.rejected.connect(self.thanking_ended)
            self._dialog.open()
        self._dialog.show_form(state.form)

    def _connect(self) -> None:
        self._filters.filtered.connect(self.filtered)
        self._thank.clicked.connect(self.thank_requested)
        self._copy.clicked.connect(self._table.copy)
        self._csv.clicked.connect(self._ask_place)
        self._place.chosen.connect(self.place_chosen)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def _ask_place(self) -> None:
        self._place.ask("thank-yous.csv")

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(key_of(self._model.row_at(current.row())))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self._summary)
        top.addStretch(1)
        for act in (GuidanceLink(Guidance.THANKS), self._csv, self._copy, self._thank):
            top.addWidget(act)
        for words in (self._words, self._measured, self._corrections):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        heading = QHBoxLayout()
        heading.addWidget(self._whom, 1)
        heading.addWidget(label("The card:", "secondary", wraps=False))
        heading.addWidget(self.print_buttons)
        below = QVBoxLayout(self._detail)
        below.setContentsMargins(0, px(4), 0, 0)
        below.setSpacing(px(4))
        below.addLayout(heading)
        below.addWidget(self._words)
        below.addWidget(self._measured)
        below.addWidget(self._corrections)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self._filters)
        column.addWidget(self._problem)
        column.addWidget(self._nothing)
        column.addWidget(self._table, 1)
        column.addWidget(self._detail)
        column.addWidget(self._said)
        column.addStretch(0)
        # As high as its rows, so that the one that is looked at stands right below.
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        stretch_column(self._table, [each.text for each in RECOGNITION_COLUMNS].index(words_of))
