"""The list of reviews: every clinician by name, with what was last and what comes next, and the thank-yous below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.columns import REVIEW_COLUMNS, key_of
from cdconsole.ui.screens.reviews.state import ListedReview, ReviewsState
from cdconsole.ui.screens.reviews.thanks_part import ThanksPart
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_NOBODY = "No clinicians yet. They come with the first extract of spells; reviews begin from this list."
_ABOUT = "The sheet to prepare from records nothing. Starting a review freezes the clinician's charts as they are then."
_THANK_KEYS = "Ctrl+T"
SEARCH_KEYS = "Ctrl+Shift+F"


class ListPage(QWidget):
    """``chosen`` and what is requested carry a clinician's id, ``conversation_requested`` that of a review.

    ``thank_requested`` and ``talk_requested`` ask for a form on the chosen one.
    """

    chosen = Signal(str)
    prepare_requested = Signal(str)
    continue_requested = Signal(str)
    open_requested = Signal(str)
    conversation_requested = Signal(str)
    talk_requested = Signal()
    thank_requested = Signal()
    retry_requested = Signal()
    search_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._row: ListedReview | None = None
        self._model: RecordTableModel[ListedReview] = RecordTableModel(REVIEW_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Reviews")
        self._table.setProperty("role", "rows")
        # As high as its rows, and less where the thank-yous below would not fit.
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._thanks = ThanksPart(clipboard)
        self._prepare = button("Prepare review", "primary")
        self._continue = button("Continue review")
        self._open = button("Open last review")
        self._conversation, self._talk = button("Open conversation"), button("Begin a conversation…")
        self._copy = button("Copy for a spreadsheet")
        self._thank = button("Say thank you…")
        self._thank.setShortcut(_THANK_KEYS)
        self._thank.setToolTip(f"Thank the clinician whose line is chosen ({_THANK_KEYS})")
        self._search = button("Search…")
        self._search.setToolTip(f"Search what was written in reviews ({SEARCH_KEYS})")
        self._notice = label("", "secondary")
        self._retry = button("Try again")
        self._lay_out()
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._table.row_activated.connect(self._activate)
        self._table.offer_sorting()
        self._prepare.clicked.connect(self._ask_prepare)
        self._continue.clicked.connect(self._ask_continue)
        self._conversation.clicked.connect(self._ask_conversation)
        self._talk.clicked.connect(self.talk_requested)
        self._open.clicked.connect(self._ask_open)
        self._copy.clicked.connect(self._table.copy)
        self._search.clicked.connect(self.search_requested)
        self._thank.clicked.connect(self.thank_requested)
        self._retry.clicked.connect(self.retry_requested)
        self._thanks.retry_requested.connect(self.retry_requested)

    def show_state(self, state: ReviewsState) -> None:
        """Show everything anew."""
        listed = state.listed
        if listed != self._model.rows():
            self._model.replace_all(listed)
            self._table.updateGeometry()
        self._row = state.chosen_row
        if state.chosen is not None:
            self._table.show_current(state.chosen)
        notice = state.problem or ("Reading the reviews…" if state.is_loading else "" if listed else _NOBODY)
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        self._retry.setVisible(bool(state.problem))
        self._table.setVisible(bool(listed))
        self._thanks.show_thanks(state.thanks)
        self._thanks.setVisible(bool(listed or state.thanks.given))
        self._show_buttons(is_opening=state.is_opening)

    def show_thank_you(self, recognition: str) -> None:
        """Bring one thank-you into sight, by its id."""
        self._thanks.show_one(recognition)

    def _show_buttons(self, *, is_opening: bool) -> None:
        row = self._row
        is_preparing = row is not None and row.is_preparing
        who = "" if row is None else row.row.clinician
        for each in (self._prepare, self._continue, self._open, self._conversation, self._talk, self._thank):
            each.setAccessibleName(f"{each.text()}, {who}")
            each.setEnabled(row is not None and not is_opening)
        for each in (self._prepare, self._talk, self._thank):
            each.setVisible(row is not None)
        self._continue.setVisible(is_preparing)
        self._open.setVisible(row is not None and row.row.review_id is not None and not is_preparing)
        self._conversation.setVisible(row is not None and row.row.conversation_id is not None)
        self._copy.setVisible(bool(self._model.rows()))

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(px(8))
        title.addWidget(label("Reviews", "title", wraps=False))
        title.addStretch(1)
        asked_for = (self._talk, self._conversation)
        for part in (self._copy, self._search, self._thank, *asked_for, self._open, self._continue, self._prepare):
            title.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        column.addLayout(title)
        column.addWidget(label(_ABOUT, "secondary"))
        column.addSpacing(px(8))
        column.addWidget(self._notice)
        column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table)
        column.addSpacing(px(16))
        column.addWidget(self._thanks, 1)
        column.addStretch(0)

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.row_at(current.row()).row.clinician_id)

    def _activate(self, listed: ListedReview) -> None:
        """Open what there is; who has had no review is prepared for with the button."""
        if listed.row.review_id is not None:
            self.open_requested.emit(listed.row.clinician_id)
        else:
            self._prepare.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_prepare(self) -> None:
        if self._row is not None:
            self.prepare_requested.emit(self._row.row.clinician_id)

    def _ask_continue(self) -> None:
        if self._row is not None:
            self.continue_requested.emit(self._row.row.clinician_id)

    def _ask_conversation(self) -> None:
        if self._row is not None:
            self.conversation_requested.emit(self._row.row.conversation_id)

    def _ask_open(self) -> None:
        if self._row is not None:
            self.open_requested.emit(self._row.row.clinician_id)
