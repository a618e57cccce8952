"""Choose templates to take into use: by setting, each with the data it needs and whether those are there."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.measure import MeasureId, Setting
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.measures.state import Adding, MeasuresState, template_text
from cdconsole.ui.screens.data.measures.ticked_list import TickedList
from cdconsole.ui.theme.fonts import px

_SIZE = 720, 560
_NOTHING = "Every template of this setting is in the list already."


class AddDialog(QDialog):
    """``entered`` carries the templates that are ticked and the outcome they are put under, empty for none."""

    entered = Signal(object, str)

    def __init__(self, parent: QWidget, state: MeasuresState) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add measures from templates")
        self._templates = state.templates
        self._ticked: set[str] = set()
        self._settings, self._outcomes = QComboBox(), QComboBox()
        self._list = TickedList("Templates")
        self._about, self._nothing = label("", "secondary"), label(_NOTHING, "secondary")
        self._problem = label("", "warning")
        self._add, self._cancel = button("Add measures", "primary"), button("Cancel")
        self._settings.addItem("All settings", None)
        for setting in Setting:
            self._settings.addItem(setting.value, setting)
        self._outcomes.addItem("No outcome yet", "")
        for outcome in state.outcomes:
            self._outcomes.addItem(outcome.title, outcome.id)
        self._lay_out()
        self._settings.activated.connect(self._refill)
        self._list.currentRowChanged.connect(self._tell)
        self._list.itemChanged.connect(self._remember)
        self._add.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self._refill()

    def show_adding(self, adding: Adding) -> None:
        """Show what is wrong; what was ticked stays."""
        self._problem.setText(adding.problem)
        self._problem.setVisible(bool(adding.problem))
        self._add.setEnabled(not adding.is_busy)

    def _refill(self) -> None:
        setting = self._settings.currentData()
        shown = [one for one in self._templates if setting is None or setting in one.measure.settings]
        with QSignalBlocker(self._list):
            self._list.show_lines(
                (one.measure.id, f"{one.measure.title}  ({template_text(one)})", one.measure.id in self._ticked)
                for one in shown
            )
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._tell()

    def _remember(self) -> None:
        shown = {self._list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self._list.count())}
        self._ticked = (self._ticked - shown) | set(self._list.ticked())

    def _tell(self) -> None:
        key = self._list.current_key()
        found = next((one.measure for one in self._templates if one.measure.id == key), None)
        self._about.setText(
            ""
            if found is None
            else f"{found.question}\nCounts: {found.numerator}. Out of: {found.denominator}.\nWeak: {found.weaknesses}"
        )

    def _enter(self) -> None:
        chosen = tuple(MeasureId(one.measure.id) for one in self._templates if one.measure.id in self._ticked)
        self.entered.emit(chosen, self._outcomes.currentData())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._add)
        self._about.setMinimumHeight(px(112))
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(Field("Setting", self._settings))
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        column.addWidget(self._about)
        column.addWidget(Field("Put them under the outcome", self._outcomes, "No measure without an outcome."))
        column.addWidget(self._problem)
        column.addLayout(buttons)
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
