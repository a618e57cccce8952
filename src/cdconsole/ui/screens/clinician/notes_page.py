"""Where notes on a point are read, written, withdrawn and put back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.chart_marks import LONGEST, PointNote
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.clinician.state import ChartPoint, NotesState
from cdconsole.ui.theme.fonts import px


class NotesPage(QWidget):
    """Emits a note's words, a note to withdraw, or that the one withdrawn last is wanted back."""

    written = Signal(str)
    withdrawn = Signal(object)
    put_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._point: ChartPoint | None = None
        self._count = 0
        self._none = label("No notes on this month yet.", "secondary")
        self._rows: list[_NoteRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        self._gone, self._back = label("", "secondary"), button("Put back", "link")
        self._text = QLineEdit()
        self._text.setMaxLength(LONGEST)
        self._text.setAccessibleName("New note on this month")
        self._text.setPlaceholderText("What happened in this month")
        self._add = button("Add note", "primary")
        self._problem = label("", "warning")
        self._lay_out()
        self._text.returnPressed.connect(self._write)
        self._add.clicked.connect(self._write)
        self._back.clicked.connect(self.put_back)

    def show_notes(self, point: ChartPoint | None, state: NotesState) -> None:
        """Show a point's notes; words not stored yet stay while the point does."""
        if point != self._point or state.written != self._count:
            self._text.clear()
        self._point, self._count = point, state.written
        self._none.setVisible(not state.notes)
        while len(self._rows) < len(state.notes):
            row = _NoteRow()
            row.withdrawn.connect(self.withdrawn)
            self._list.addWidget(row)
            self._rows.append(row)
        for at, row in enumerate(self._rows):
            row.show_note(state.notes[at] if at < len(state.notes) else None)
        gone = state.withdrawn
        self._gone.setText("" if gone is None else f"Withdrawn: {gone.text}")
        for part in (self._gone, self._back):
            part.setVisible(gone is not None)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))

    def take_focus(self) -> None:
        """Take the keyboard, where a note is typed."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        self.written.emit(self._text.text())

    def _lay_out(self) -> None:
        gone = QHBoxLayout()
        gone.addWidget(self._gone, 1)
        gone.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self._text, 1)
        line.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addLayout(gone)
        column.addLayout(line)
        column.addWidget(self._problem)
        column.addStretch(1)


class _NoteRow(QWidget):
    """One note, and the way to withdraw it."""

    withdrawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._note: PointNote | None = None
        self._words, self._withdraw = label(""), button("Withdraw", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._withdraw, 0, Qt.AlignmentFlag.AlignTop)
        self._withdraw.clicked.connect(self._ask)

    def show_note(self, note: PointNote | None) -> None:
        """Show a note, or nothing."""
        self._note = note
        self._words.setText("" if note is None else str(note))
        self._withdraw.setAccessibleName("" if note is None else f"Withdraw the note {note.text}")
        self.setVisible(note is not None)

    def _ask(self) -> None:
        if self._note is not None:
            self.withdrawn.emit(self._note)
