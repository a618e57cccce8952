"""The end of a locked record: asking for a correction of what can't be changed any more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.state import RoomState
from cdconsole.ui.theme.fonts import px


class CorrectionsPart(QWidget):
    """There only while a locked review is shown; what was asked for stands under each text itself."""

    ask_requested = Signal()
    entered = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ask, self._said = button("Ask for a correction…"), label("", "secondary")
        self._form = FormHost(self, self.entered.emit, self.ended.emit)
        self._ask.clicked.connect(self.ask_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._said)

    def show_room(self, room: RoomState) -> None:
        """Show everything anew."""
        self.setVisible(room.is_locked)
        self._said.setText(room.correction_said)
        self._said.setVisible(bool(room.correction_said))
        self._form.show(room.correction_form)
