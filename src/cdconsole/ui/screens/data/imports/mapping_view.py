"""The wizard's page: what a row is, which column is which, what else the file leaves open, and its first rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.extract import DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_layouts import LAYOUTS
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.imports.columns import SampleRow, sample_columns
from cdconsole.ui.screens.data.imports.field_lines import FieldLines
from cdconsole.ui.screens.data.imports.wizard_state import CONFIRM_TEXT, Wizard
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_SAMPLE_LINES = 4
_ASIDE = 284


class MappingView(QWidget):
    """Emits what the person answers; shows a wizard."""

    kind_chosen = Signal(object)
    sheet_chosen = Signal(str)
    specialty_chosen = Signal(str)
    dates_chosen = Signal(str, object)
    unattributed_confirmed = Signal(bool)
    import_requested = Signal()
    cancel_requested = Signal()
    back_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._seen: ExtractPreview | None = None
        self._title = label("", "heading", wraps=False)
        self._rows = label("", "secondary", wraps=False)
        self._known_by, self._already = label("", "secondary"), label("", "strong")
        self.lines = FieldLines()
        self._make_options()
        self._problem, self._doing = label("", "warning"), label("", "secondary", wraps=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(px(160), px(4))
        self._bar.setAccessibleName("How far the import is")
        self._back, self._cancel, self._import = button("Back"), button("Cancel"), button("Import", "primary")
        self._sample: RecordTable | None = None
        self._lay_out()
        self._connect()

    def take_focus(self) -> None:
        """Put the keyboard on the first answer."""
        self._kind.setFocus()

    def show_wizard(self, wizard: Wizard) -> None:
        """Show everything anew."""
        preview = wizard.preview
        self._title.setText(wizard.file_name)
        self._rows.setText(wizard.size)
        self._known_by.setText(wizard.known_by)
        if preview != self._seen:
            self._seen = preview
            self._show_sample(preview)
        self.lines.show_wizard(wizard)
        self._show_options(wizard)
        self._already.setText(f"{preview.already_imported} Rows that are stored stay as they are.")
        self._already.setVisible(bool(preview.already_imported))
        self._scroll.setEnabled(not wizard.doing)
        self._aside.setEnabled(not wizard.doing)
        self._problem.setText(wizard.problem)
        self._show_doing(wizard)

    def _show_doing(self, wizard: Wizard) -> None:
        progress = wizard.progress
        self._doing.setText(wizard.doing)
        self._bar.setRange(0, progress.of if progress else 0)
        self._bar.setValue(progress.done if progress else 0)
        self._bar.setVisible(bool(wizard.doing))
        self._cancel.setVisible(bool(wizard.doing))
        self._back.setEnabled(not wizard.doing)
        self._import.setEnabled(not wizard.doing)

    def _make_options(self) -> None:
        self._kind, self._sheet, self._specialty, self._dates = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        for kind in LAYOUTS:
            self._kind.addItem(kind.title.removeprefix("One row "), kind.name)
        for order in DateOrder:
            self._dates.addItem(order.value, order.name)
        self._dates_field = Field("Dates", self._dates)
        self._confirm = QCheckBox("Store everything as “Unattributed”")
        self._confirm.setObjectName("unattributed")
        self._sheet_field = Field("Sheet", self._sheet)
        self._specialty_field = Field("Keep", self._specialty)
        self._confirm_field = Field("No clinician column", self._confirm, CONFIRM_TEXT)
        self._missing, self._notices = label("", "strong"), label("", "secondary")

    def _show_options(self, wizard: Wizard) -> None:
        mapping = wizard.mapping
        self._kind.setCurrentIndex(self._kind.findData(mapping.kind.name))
        _offer(self._sheet, tuple((sheet, sheet) for sheet in wizard.preview.sheets), mapping.sheet)
        self._sheet_field.setVisible(len(wizard.preview.sheets) > 1)
        specialties = tuple((specialty, specialty) for specialty in wizard.specialties)
        _offer(self._specialty, (("Every specialty", ""), *specialties), mapping.specialty)
        self._specialty_field.setVisible(bool(wizard.specialties))
        self._dates.setCurrentIndex(self._dates.findData(mapping.date_order.name))
        self._dates_field.setVisible(wizard.asks_dates)
        self._confirm.setChecked(mapping.confirm_unattributed)
        self._confirm_field.setVisible(wizard.asks_unattributed)
        self._confirm_field.say(wizard.clinician_problem)
        for part, text in ((self._missing, wizard.still_open), (self._notices, "\n\n".join(wizard.notices))):
            part.setText(text)
            part.setVisible(bool(text))

    def _show_sample(self, preview: ExtractPreview) -> None:
        model: RecordTableModel[SampleRow] = RecordTableModel(
            sample_columns([column.heading for column in preview.columns]), _sample_key
        )
        table = RecordTable(model, self._clipboard, "First rows of the file", WARD_ROW_HEIGHT)
        model.setParent(table)
        table.horizontalHeader().setSectionsClickable(False)
        table.setSortingEnabled(False)
        table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        heading = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(heading + _SAMPLE_LINES * px(WARD_ROW_HEIGHT) + px(12))
        model.replace_all(tuple(enumerate(preview.sample)))
        if self._sample is not None:
            self._sample_place.removeWidget(self._sample)
            self._sample.hide()
            self._sample.deleteLater()
        self._sample = table
        self._sample_place.addWidget(table)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self._title)
        top.addWidget(self._rows)
        top.addWidget(self._known_by, 1)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Which column is which")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.lines)
        self._aside = QWidget()
        self._aside.setFixedWidth(px(_ASIDE))
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.setSpacing(px(12))
        for field in (Field("Each row", self._kind), self._sheet_field, self._specialty_field, self._dates_field):
            aside.addWidget(field)
        for said in (self._confirm_field, self._missing, self._notices):
            aside.addWidget(said)
        aside.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(px(24))
        middle.addWidget(self._aside)
        middle.addWidget(self._scroll, 1)
        self._sample_place = QVBoxLayout()
        below = QHBoxLayout()
        below.setSpacing(px(8))
        below.addWidget(self._problem, 1)
        for part in (self._doing, self._bar, self._cancel, self._back, self._import):
            below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._already)
        column.addLayout(middle, 1)
        column.addWidget(label("First rows; what could identify a patient is masked", "caption"))
        column.addLayout(self._sample_place)
        column.addLayout(below)

    def _connect(self) -> None:
        self._kind.activated.connect(self._choose_kind)
        self._sheet.activated.connect(self._choose_sheet)
        self._specialty.activated.connect(self._choose_specialty)
        self._dates.activated.connect(self._choose_dates)
        self._confirm.clicked.connect(self.unattributed_confirmed)
        self._import.clicked.connect(self.import_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._back.clicked.connect(self.back_requested)
        for key, pressed in (("Ctrl+Return", self._import), ("Esc", self._back)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(pressed.click)
        self._import.setToolTip("Ctrl+Enter")
        self._back.setToolTip("Esc")

    def _choose_kind(self, _index: int) -> None:
        self.kind_chosen.emit(ExtractKind[self._kind.currentData()])

    def _choose_sheet(self, _index: int) -> None:
        self.sheet_chosen.emit(self._sheet.currentData())

    def _choose_dates(self, _index: int) -> None:
        self.dates_chosen.emit("", DateOrder[self._dates.currentData()])

    def _choose_specialty(self, _index: int) -> None:
        self.specialty_chosen.emit(self._specialty.currentData())


def _offer(box: QComboBox, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
    """Offer (words, value) to choose from, unless they are offered already, and show the chosen one."""
    if [value for _words, value in choices] != [box.itemData(at) for at in range(box.count())]:
        box.clear()
        for words, value in choices:
            box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _sample_key(row: SampleRow) -> int:
    return row[0]
