"""Choose which charts stand on the clinician page, at most six, and in which order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.definition import MOST_SHOWN
from cdconsole.domain.measure import MeasureId
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.measures.state import Choosing, MeasuresState
from cdconsole.ui.screens.data.measures.ticked_list import TickedList
from cdconsole.ui.theme.fonts import px

_SIZE = 520, 480
_ABOUT = (
    f"Tick at most {MOST_SHOWN}; they stand on the clinician page in this order. "
    "The others can be looked at from there, too."
)


class ChartsDialog(QDialog):
    """``entered`` carries the measures that are ticked, in order; none for the first that are in use."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, state: MeasuresState) -> None:
        super().__init__(parent)
        self.setWindowTitle("Charts on the clinician page")
        self._list = TickedList("Measures in use")
        self._list.show_lines((one.id, one.measure.title, is_on) for one, is_on in state.charted)
        self._count, self._problem = label("", "secondary"), label("", "warning")
        self._up, self._down = button("Up"), button("Down")
        self._up.setAccessibleName("Move the marked chart up")
        self._down.setAccessibleName("Move the marked chart down")
        self._save, self._cancel = button("Store charts", "primary"), button("Cancel")
        self._reset = button(f"The first {MOST_SHOWN} in use")
        self._lay_out()
        self._list.itemChanged.connect(self._tell)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._save.clicked.connect(self._enter)
        self._reset.clicked.connect(self._enter_none)
        self._cancel.clicked.connect(self.reject)
        self._tell()

    def show_choosing(self, choosing: Choosing) -> None:
        """Show what is wrong; what was ticked stays."""
        self._problem.setText(choosing.problem)
        self._problem.setVisible(bool(choosing.problem))
        for each in (self._save, self._reset):
            each.setEnabled(not choosing.is_busy)

    def _tell(self) -> None:
        self._count.setText(f"{len(self._list.ticked())} of at most {MOST_SHOWN} ticked")

    def _move_up(self) -> None:
        self._list.shift_current(-1)

    def _move_down(self) -> None:
        self._list.shift_current(1)

    def _enter(self) -> None:
        self.entered.emit(tuple(map(MeasureId, self._list.ticked())))

    def _enter_none(self) -> None:
        self.entered.emit(())

    def _lay_out(self) -> None:
        moves, buttons = QHBoxLayout(), QHBoxLayout()
        moves.addWidget(self._count)
        moves.addStretch(1)
        moves.addWidget(self._up)
        moves.addWidget(self._down)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(_ABOUT, "secondary"))
        column.addWidget(self._list, 1)
        column.addLayout(moves)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
