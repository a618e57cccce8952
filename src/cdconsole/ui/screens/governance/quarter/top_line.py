"""The top of the page: which quarter, when it was frozen, what waits, and freezing itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.quarter import QuarterFreeze, months_text
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.governance.quarter.state import QuarterState
from cdconsole.ui.theme.fonts import px


class TopLine(QWidget):
    """Emits which quarter and version are looked at, and that one is to be frozen."""

    quarter_chosen = Signal(object)
    version_chosen = Signal(int)
    freeze_requested = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._quarters: tuple[Quarter, ...] = ()
        self._versions: tuple[QuarterFreeze, ...] = ()
        self._quarter, self._version = QComboBox(), QComboBox()
        self._quarter.setAccessibleName("Quarter")
        self._version.setAccessibleName("Version of the frozen quarter")
        self._lead, self._due = label("", "secondary"), label("", "strong")
        self._freeze, self._stop = button("Freeze this quarter", "primary"), button("Stop")
        self._doing = label("", "secondary", wraps=False)
        self._notice, self._problem = label(""), label("", "warning")
        self._lay_out()
        self._quarter.activated.connect(self._choose_quarter)
        self._version.activated.connect(self._choose_version)
        self._freeze.clicked.connect(self.freeze_requested)
        self._stop.clicked.connect(self.stop_requested)

    def show_state(self, state: QuarterState) -> None:
        """Show everything anew."""
        page = state.page
        if page is not None:
            self._show_choices(page.quarters, page.versions)
            self._quarter.setCurrentIndex(page.quarters.index(page.quarter))
            if page.freeze is not None:
                self._version.setCurrentIndex(page.versions.index(page.freeze))
        self._version.setVisible(page is not None and len(page.versions) > 1)
        self._lead.setText(state.lead)
        self._due.setText("" if page is None else page.due)
        again = page is not None and bool(page.versions)
        self._freeze.setText("Freeze again…" if again else "Freeze this quarter")
        self._freeze.setVisible(page is not None and page.may_freeze and not state.freezing)
        self._stop.setVisible(bool(state.freezing))
        self._doing.setText(state.freezing)
        self._doing.setVisible(bool(state.freezing))
        for part, words in ((self._notice, state.notice), (self._problem, state.problem)):
            part.setText(words)
            part.setVisible(bool(words))

    def _show_choices(self, quarters: tuple[Quarter, ...], versions: tuple[QuarterFreeze, ...]) -> None:
        if quarters != self._quarters:
            self._quarters = quarters
            self._quarter.clear()
            self._quarter.addItems([f"{quarter}, {months_text(quarter)}" for quarter in quarters])
        if versions != self._versions:
            self._versions = versions
            self._version.clear()
            self._version.addItems([f"Version {one.version}" for one in versions])

    def _choose_quarter(self, at: int) -> None:
        self.quarter_chosen.emit(self._quarters[at])

    def _choose_version(self, at: int) -> None:
        self.version_chosen.emit(self._versions[at].version)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._quarter)
        row.addWidget(self._version)
        row.addWidget(self._due, 1)
        for part in (self._doing, self._stop, self._freeze):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        for part in (self._lead, self._notice, self._problem):
            column.addWidget(part)
