"""The job plans page: who, which version, and the editor of the next."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.extract import RowFinding
from cdconsole.domain.job_plan import JobPlan
from cdconsole.ui.forms import button, label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens.data.job_plans.columns import REJECTED_COLUMNS, VERSION_COLUMNS
from cdconsole.ui.screens.data.job_plans.editor import JobPlanEditor
from cdconsole.ui.screens.data.job_plans.pages import AgreementPage, DeliveryPage, VersionsPage, WeekPage
from cdconsole.ui.screens.data.job_plans.state import JobPlansState, Part
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_VERSIONS_WIDTH, _REJECTED_LINES = 260, 4
_EMPTY = "No clinicians yet. Import job plans, or add clinicians first."


class JobPlansView(QWidget):
    """Emits what the person wants; shows a state."""

    clinician_chosen = Signal(str)
    version_chosen = Signal(int)
    file_chosen = Signal(str)
    part_chosen = Signal(object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.editor = JobPlanEditor(clipboard)
        self._version_model: RecordTableModel[JobPlan] = RecordTableModel(VERSION_COLUMNS, _version, self)
        self._rejected_model: RecordTableModel[RowFinding] = RecordTableModel(REJECTED_COLUMNS, _finding, self)
        self._versions = RecordTable(self._version_model, clipboard, "Versions of the job plan")
        self._rejected = RecordTable(self._rejected_model, clipboard, "Rows that were not read", WARD_ROW_HEIGHT)
        self._clinician = QComboBox()
        self._clinician.setAccessibleName("Clinician")
        self._clinician.setMinimumWidth(px(_VERSIONS_WIDTH))
        self._import = button("Import job plans…")
        self.versions_page, self.delivery_page = VersionsPage(), DeliveryPage(clipboard)
        self.agreement_page, self._week_page = AgreementPage(), WeekPage(clipboard)
        self._checks_title, self._checks = label("To look at", "strong"), label("", "secondary")
        self._tabs, self._pages = PageTabs("Pages of the job plan"), QStackedWidget()
        parts = (self.editor, self._week_page, self.versions_page, self.delivery_page, self.agreement_page)
        for part, page in zip(Part, parts, strict=True):
            self._tabs.addTab(part.value)
            self._pages.addWidget(page)
        self._tabs.currentChanged.connect(self._choose_part)
        self._report, self._empty = label("", "strong"), label(_EMPTY, "secondary")
        self._lay_out()
        self._clinician.activated.connect(self._choose)
        self._import.clicked.connect(self._choose_file)
        self._versions.selectionModel().currentRowChanged.connect(self._version_moved)

    def show_state(self, state: JobPlansState) -> None:
        """Show everything anew."""
        known = tuple((clinician.id, clinician.name) for clinician in state.clinicians)
        shown = tuple(
            (self._clinician.itemData(at), self._clinician.itemText(at)) for at in range(self._clinician.count())
        )
        if known != shown:
            self._clinician.clear()
            for key, name in known:
                self._clinician.addItem(name, key)
        self._clinician.setCurrentIndex(self._clinician.findData(state.chosen))
        if self._version_model.rows() != state.versions:
            self._version_model.replace_all(state.versions)
        self._versions.show_current(state.shown)
        has_nobody = not state.clinicians and not state.is_loading
        self._empty.setVisible(has_nobody)
        self._body.setVisible(not has_nobody)
        self._clinician.setVisible(not has_nobody)
        self._import.setEnabled(not state.is_busy)
        self._show_report(state)
        self._checks_title.setVisible(bool(state.warnings))
        self._checks.setText("\n\n".join(state.warnings))
        at = list(Part).index(state.part)
        self._tabs.setCurrentIndex(at)
        self._pages.setCurrentIndex(at)
        self.editor.show_state(state)
        for page in (self._week_page, self.versions_page, self.delivery_page, self.agreement_page):
            page.show_state(state)

    def _show_report(self, state: JobPlansState) -> None:
        rejected = () if state.report is None else state.report.rejected
        self._report.setText(state.report_text)
        self._report.setVisible(bool(state.report_text))
        if self._rejected_model.rows() != rejected:
            self._rejected_model.replace_all(rejected)
        self._rejected.setVisible(bool(rejected))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._clinician)
        top.addStretch(1)
        top.addWidget(self._import)
        scroll = QScrollArea()
        scroll.setAccessibleName("To look at in this plan")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._checks)
        self._checks.setAlignment(Qt.AlignmentFlag.AlignTop)
        left_side = QWidget()
        left_side.setFixedWidth(px(_VERSIONS_WIDTH))
        left = QVBoxLayout(left_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._versions, 2)
        left.addWidget(self._checks_title)
        left.addWidget(scroll, 3)
        right = QVBoxLayout()
        right.setSpacing(px(8))
        right.addWidget(self._tabs)
        right.addWidget(self._pages, 1)
        right.addWidget(self.editor.bar)
        heading = self._rejected.horizontalHeader().sizeHint().height()
        self._rejected.setFixedHeight(heading + _REJECTED_LINES * px(WARD_ROW_HEIGHT))
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(32))
        body.addWidget(left_side)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self._report)
        column.addWidget(self._rejected)
        column.addWidget(self._empty)
        column.addWidget(self._body, 1)
        column.addStretch(0)

    def _choose_part(self, at: int) -> None:
        self.part_chosen.emit(list(Part)[at])

    def _choose(self, _index: int) -> None:
        self.clinician_chosen.emit(self._clinician.currentData())

    def _version_moved(self, _current: QModelIndex, _before: QModelIndex) -> None:
        # After the click is over: a version that can't be shown now is unselected again.
        QTimer.singleShot(0, self, self._choose_version)

    def _choose_version(self) -> None:
        current = self._versions.currentIndex()
        if current.isValid():
            self.version_chosen.emit(self._version_model.row_at(current.row()).version)

    def _choose_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, "Import job plans", "", "Job plans (*.csv *.xlsx *.xls *.ods);;All files (*)"
        )
        if path:
            self.file_chosen.emit(path)


def _version(plan: JobPlan) -> int:
    return plan.version


def _finding(finding: RowFinding) -> RowFinding:
    return finding
