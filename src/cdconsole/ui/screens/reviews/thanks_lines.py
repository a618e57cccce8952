"""The thank-yous since the last review, above the box in which the next is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.review import Recognition
from cdconsole.ui.forms import label
from cdconsole.ui.screens.reviews.columns import thanked_for
from cdconsole.ui.screens.reviews.state import RoomState, thanked_on
from cdconsole.ui.theme.fonts import px


class ThanksLines(QWidget):
    """Lines to read: a day and the words, newest first; gone where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Recognition, ...] = ()
        self._lines: list[QLabel] = []
        self._since = label("", "caption")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, px(4))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._since, 0, 0, 1, 2)
        self.hide()

    def show_room(self, room: RoomState) -> None:
        """Show what this clinician was thanked for since the last review."""
        thanks, last = room.thanks_since_last, room.last_quarterly
        self._since.setText("Thank-yous so far" if last is None else f"Thank-yous since {date_text(last.held_on)}")
        self.setVisible(bool(thanks))
        if thanks == self._shown:
            return
        self._shown = thanks
        for line in self._lines:
            self._grid.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for row, one in enumerate(thanks, start=1):
            self._add(row, one)

    def _add(self, row: int, thanks: Recognition) -> None:
        day = label(date_text(thanked_on(thanks)), "secondary", wraps=False)
        words = label(thanked_for(thanks), "secondary")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(day, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1)
        self._lines += (day, words)
