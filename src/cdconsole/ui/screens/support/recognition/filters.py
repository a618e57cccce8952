"""The line above the log: words, to whom, by whom, and how far back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from cdconsole.ui.screens.support.recognition.state import RecognitionState, Since, Wanted
from cdconsole.ui.theme.fonts import px

_WIDEST = 210


class Filters(QWidget):
    """Emits a Wanted as somebody types or chooses."""

    filtered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._words = QLineEdit()
        self._words.setPlaceholderText("Find a name or a word")
        self._words.setAccessibleName("Find a name or a word in the thank-yous")
        self._words.setClearButtonEnabled(True)
        self._whom, self._author, self._since = QComboBox(), QComboBox(), QComboBox()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._words, 1)
        for box, name in ((self._whom, "Thanked"), (self._author, "Thanked by"), (self._since, "Since when")):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMaximumWidth(px(_WIDEST))
            box.activated.connect(self._filter)
            row.addWidget(box)
        _offer(self._since, [(since.title, since) for since in Since])
        self._words.textEdited.connect(self._filter)

    def show_state(self, state: RecognitionState) -> None:
        """Show what can be chosen, and what is."""
        wanted = state.wanted
        if self._words.text() != wanted.words:
            self._words.setText(wanted.words)
        named = dict(state.people) | dict(state.thanked)
        thanked = {*dict(state.thanked), wanted.clinician} - {""}
        people = sorted(((named.get(one, ""), one) for one in thanked), key=lambda one: one[0].casefold())
        _offer(self._whom, [("Thanked: anybody", ""), *people])
        _offer(self._author, [("By anybody", ""), *((f"By {name}", name) for name in state.authors)])
        for box, value in ((self._whom, wanted.clinician), (self._author, wanted.author), (self._since, wanted.since)):
            values = [box.itemData(at) for at in range(box.count())]
            box.setCurrentIndex(values.index(value) if value in values else 0)

    def _filter(self, _what: object) -> None:
        self.filtered.emit(
            Wanted(self._words.text(), self._whom.currentData(), self._author.currentData(), self._since.currentData())
        )


def _offer(box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
    if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == list(entries):
        return
    box.clear()
    for text, value in entries:
        box.addItem(text, value)
