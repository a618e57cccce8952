"""The thank-yous under the list of reviews: what was said to whom, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.review import Recognition
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.columns import THANKS_COLUMNS, key_of_thanks, thanked_for
from cdconsole.ui.screens.reviews.state import Thanks
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_NONE = "No thank-yous yet. Choose a clinician and say what for: it is kept here, and shown at their next review."
_ROWS_IN_SIGHT = 3


class ThanksPart(QWidget):
    """Shows every thank-you, or says that there is none yet."""

    retry_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[Recognition] = RecordTableModel(THANKS_COLUMNS, key_of_thanks, self)
        self._table = RecordTable(self._model, clipboard, "Thank-yous")
        self._table.setProperty("role", "rows")
        self._notice, self._retry = label("", "secondary"), button("Try again", "link")
        self._retry.clicked.connect(self.retry_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(label("Thank-yous", "heading", wraps=False))
        column.addWidget(self._notice)
        column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table, 1)
        self._share_height()
        self._share_width()

    def show_thanks(self, thanks: Thanks) -> None:
        """Show everything anew."""
        if thanks.given != self._model.rows():
            self._model.replace_all(thanks.given)
        none = "Reading the thank-yous…" if thanks.is_loading else "" if thanks.given else _NONE
        self._notice.setText(thanks.problem or none)
        self._notice.setVisible(bool(self._notice.text()))
        self._retry.setVisible(bool(thanks.problem))
        self._table.setVisible(bool(thanks.given))

    def show_one(self, recognition: str) -> None:
        """Bring one thank-you into sight, by its id."""
        self._table.show_current(recognition)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_height(self) -> None:
        """Ask for a few rows however many there are, and take what the list above leaves."""
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        heading = self._table.horizontalHeader().sizeHint().height()
        self._table.setMinimumHeight(heading + _ROWS_IN_SIGHT * px(ROW_HEIGHT) + px(4))

    def _share_width(self) -> None:
        """Give the words what the names and days leave."""
        header = self._table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(
            [column.text for column in THANKS_COLUMNS].index(thanked_for), QHeaderView.ResizeMode.Stretch
        )
