"""The line above the goals: find as one types, whose, where they stand, which measure."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from cdconsole.ui.screens.goals.state import GoalsState, Part, Wanted
from cdconsole.ui.theme.fonts import px

_WIDEST, _NARROWEST = 300, 140


class GoalFilters(QWidget):
    """``wanted`` carries what is typed and chosen together, as a Wanted."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.search, self._whose, self._part, self._measure = QLineEdit(), QComboBox(), QComboBox(), QComboBox()
        self.search.setPlaceholderText("Find a goal, person or measure")
        self.search.setAccessibleName("Find")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(px(_NARROWEST))
        self.search.setMaximumWidth(px(_WIDEST))
        for box, name in ((self._whose, "Whose goals"), (self._part, "Where they stand"), (self._measure, "Measure")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(self._tell)
        self._part.addItem("Wherever they stand", "")
        for part in Part:
            self._part.addItem(part.value, part.name)
        self.search.textChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.search, 3)
        for box in (self._whose, self._part, self._measure):
            row.addWidget(box)
        row.addStretch(1)

    def show_state(self, state: GoalsState) -> None:
        """Show what can be chosen and what is."""
        wanted = state.wanted
        if self.search.text() != wanted.words:
            self.search.setText(wanted.words)
        _offer(self._whose, state.whose, wanted.whose)
        _offer(self._measure, state.measures, wanted.measure)
        self._part.setCurrentIndex(self._part.findData("" if wanted.part is None else wanted.part.name))

    def _tell(self, _changed: object) -> None:
        part = self._part.currentData()
        whose, measure = self._whose.currentData() or "", self._measure.currentData() or ""
        self.wanted.emit(Wanted(self.search.text(), whose, Part[part] if part else None, measure))


def _offer(box: QComboBox, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
    if choices != tuple((box.itemData(at), box.itemText(at)) for at in range(box.count())):
        box.clear()
        for key, words in choices:
            box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
