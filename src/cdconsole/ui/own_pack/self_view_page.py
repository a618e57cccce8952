"""The clinician's own view of their work, typed before the meeting; kept as it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.pack_review import QUESTIONS, SelfView
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import label
from cdconsole.ui.own_pack.reading_column import ReadingColumn
from cdconsole.ui.saving.autosave import Autosave
from cdconsole.ui.theme.fonts import px

_LEAD = (
    "All of it is optional. It goes out with your reply and stands in your review, as your own words, before you meet."
    " What you type is kept at once, encrypted, on this computer."
)
_HINTS = {
    "proud": "A change that stuck, a patient's thanks, something you taught",
    "in_the_way": "Lists, staffing, equipment, the rota, other duties",
    "to_discuss": "Also what no chart here shows",
    "aims": "What you would like to be doing, learning or leading in a year or two",
}
_LINES = 8


class SelfViewPage(ReadingColumn):
    """``typed`` carries the field of a question and its answer; ``due`` says that it is to be kept."""

    typed = Signal(str, str)
    due = Signal()

    def __init__(self) -> None:
        super().__init__("My own view")
        autosave = Autosave(self)
        autosave.due.connect(self.due)
        self._boxes = {name: _Answer(name, autosave) for name in QUESTIONS}
        self.column.addWidget(label(_LEAD, "secondary"))
        names = list(QUESTIONS)
        for pair in (names[:2], names[2:]):
            row = QHBoxLayout()
            row.setSpacing(px(24))
            for name in pair:
                row.addWidget(self._boxes[name], 1)
                self._boxes[name].typed.connect(self.typed)
            self.column.addSpacing(px(8))
            self.column.addLayout(row)
        self.column.addStretch(1)

    def show_view(self, view: SelfView) -> None:
        """Show the answers; the cursor stays where it is."""
        for name, box in self._boxes.items():
            box.show_text(getattr(view, name))


class _Answer(QWidget):
    typed = Signal(str, str)

    def __init__(self, name: str, autosave: Autosave) -> None:
        super().__init__()
        self._name = name
        self._box = TextEdit(_LINES, _HINTS[name])
        self._box.setAccessibleName(QUESTIONS[name])
        self._box.setObjectName(name)
        self._box.typed.connect(self._type)
        autosave.watch(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(label(QUESTIONS[name], "strong"))
        column.addWidget(self._box)
        column.addStretch(1)

    def show_text(self, text: str) -> None:
        """Show an answer."""
        self._box.show_text(text)

    def _type(self, text: str) -> None:
        self.typed.emit(self._name, text)
