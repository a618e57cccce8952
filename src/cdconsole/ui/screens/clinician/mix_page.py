"""The case mix behind a chart or one of its points: the clinician's groups of patients beside the team's."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from cdconsole.domain.case_mix import CaseMixLine
from cdconsole.ui.forms import label
from cdconsole.ui.screens.clinician.columns import MIX_COLUMNS
from cdconsole.ui.screens.clinician.state import MixState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_FEW = "Below five cases the count is all there is: no value is worked out from it."


class MixPage(QWidget):
    """``narrowed`` says whether only the point's month is wanted."""

    narrowed = Signal(bool)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._said = label("", "secondary")
        self._expected = label("")
        self._expected.setAccessibleName("Compared with what is expected")
        self._month = QCheckBox("This month only")
        self._model: RecordTableModel[CaseMixLine] = RecordTableModel(MIX_COLUMNS, _group, self)
        self._table = RecordTable(self._model, clipboard, "Case mix beside the team's", WARD_ROW_HEIGHT)
        self._table.setProperty("role", "rows")
        self._month.clicked.connect(self.narrowed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._said)
        column.addWidget(self._expected)
        column.addWidget(self._month)
        column.addWidget(self._table, 1)
        column.addWidget(label(_FEW, "caption"))

    def show_mix(self, state: MixState) -> None:
        """Show a case mix, or say why there is none."""
        found = state.case_mix
        self._month.setChecked(state.is_of_month)
        said = "Counting the records…" if found is None else found.unavailable or found.title
        self._said.setText(state.problem or said)
        expected = "" if found is None or state.problem else found.expected
        self._expected.setText(expected)
        self._expected.setVisible(bool(expected))
        self._model.replace_all(() if found is None else found.lines)

    def take_focus(self) -> None:
        """Take the keyboard, on the first group."""
        self._table.selectRow(0)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)


def _group(line: CaseMixLine) -> Hashable:
    return line.stratum, line.group
