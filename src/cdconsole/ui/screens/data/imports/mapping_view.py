"""The wizard's page: which column is which, what else the file leaves open, and its first rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.extract import DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_fields import Field as ExtractField
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.imports.columns import SampleRow, sample_columns
from cdconsole.ui.screens.data.imports.state import CONFIRM_TEXT, Wizard
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_SAMPLE_LINES = 4
_NONE = "Not in this file"
_ASIDE = 340


class MappingView(QWidget):
    """Emits what the person answers; shows a wizard."""

    field_mapped = Signal(object, str)
    kind_chosen = Signal(object)
    order_chosen = Signal(object)
    specialty_chosen = Signal(str)
    unattributed_confirmed = Signal(bool)
    import_requested = Signal()
    cancel_requested = Signal()
    back_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._headings: tuple[str, ...] | None = None
        self._title = label("", "heading", wraps=False)
        self._rows = label("", "secondary", wraps=False)
        self._already = label("", "strong")
        self._columns = _ColumnChoosers()
        self._make_options()
        self._problem, self._doing = label("", "warning"), label("", "secondary", wraps=False)
        self._back, self._cancel, self._import = button("Back"), button("Cancel"), button("Import", "primary")
        self._sample: RecordTable | None = None
        self._lay_out()
        self._connect()

    def take_focus(self) -> None:
        """Put the keyboard on the first answer, or on the way back where there is nothing to import."""
        (self._columns if self._scroll.isEnabled() else self._back).setFocus()

    def show_wizard(self, wizard: Wizard) -> None:
        """Show everything anew."""
        self._title.setText(wizard.file_name)
        self._rows.setText(f"{wizard.preview.rows:,} rows, {len(wizard.preview.columns)} columns")
        headings = tuple(column.heading for column in wizard.preview.columns)
        if headings != self._headings:
            self._headings = headings
            self._columns.offer(headings)
            self._show_sample(wizard.preview)
        self._columns.show_wizard(wizard)
        self._show_options(wizard)
        already = wizard.preview.already_imported
        self._already.setText(f"{already} There is nothing to import.")
        self._already.setVisible(bool(already))
        for part in (self._scroll, self._aside):
            part.setEnabled(not already and not wizard.doing)
        self._problem.setText(wizard.problem)
        self._doing.setText(wizard.doing)
        self._cancel.setVisible(bool(wizard.doing))
        self._back.setEnabled(not wizard.doing)
        self._import.setEnabled(not already and not wizard.doing)

    def _make_options(self) -> None:
        self._kind, self._order, self._specialty = QComboBox(), QComboBox(), QComboBox()
        for kind in (ExtractKind.SPELLS, ExtractKind.EPISODES):
            self._kind.addItem(kind.title, kind.name)
        for order in DateOrder:
            self._order.addItem(order.value, order.name)
        self._confirm = QCheckBox("Store everything as “Unattributed”")
        self._confirm.setObjectName("unattributed")
        self._specialty_field = Field("Keep", self._specialty)
        self._confirm_field = Field("No clinician column", self._confirm, CONFIRM_TEXT)
        self._notices = label("", "secondary")

    def _show_options(self, wizard: Wizard) -> None:
        self._kind.setCurrentIndex(self._kind.findData(wizard.mapping.kind.name))
        self._order.setCurrentIndex(self._order.findData(wizard.mapping.date_order.name))
        offered = ("", *wizard.specialties)
        if offered != tuple(self._specialty.itemData(at) for at in range(self._specialty.count())):
            self._specialty.clear()
            for specialty in offered:
                self._specialty.addItem(specialty or "Every specialty", specialty)
        self._specialty.setCurrentIndex(max(0, self._specialty.findData(wizard.mapping.specialty)))
        self._specialty_field.setVisible(bool(wizard.specialties))
        self._confirm.setChecked(wizard.mapping.confirm_unattributed)
        self._confirm_field.setVisible(wizard.asks_unattributed)
        self._confirm_field.say(wizard.clinician_problem)
        self._notices.setText("\n\n".join(wizard.notices))
        self._notices.setVisible(bool(wizard.notices))

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
        top.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Which column is which")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._columns)
        self._aside = QWidget()
        self._aside.setFixedWidth(px(_ASIDE))
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        aside.setSpacing(px(12))
        for field in (Field("Each row", self._kind), Field("Dates are written", self._order)):
            aside.addWidget(field)
        aside.addWidget(self._specialty_field)
        aside.addWidget(self._confirm_field)
        aside.addWidget(self._notices)
        aside.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(px(32))
        middle.addWidget(self._scroll, 1)
        middle.addWidget(self._aside)
        self._sample_place = QVBoxLayout()
        below = QHBoxLayout()
        below.setSpacing(px(8))
        below.addWidget(self._problem, 1)
        for part in (self._doing, self._cancel, self._back, self._import):
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
        self._columns.mapped.connect(self.field_mapped)
        self._kind.activated.connect(self._choose_kind)
        self._order.activated.connect(self._choose_order)
        self._specialty.activated.connect(self._choose_specialty)
        self._confirm.clicked.connect(self.unattributed_confirmed)
        self._import.clicked.connect(self.import_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._back.clicked.connect(self.back_requested)

    def _choose_kind(self, _index: int) -> None:
        self.kind_chosen.emit(ExtractKind[self._kind.currentData()])

    def _choose_order(self, _index: int) -> None:
        self.order_chosen.emit(DateOrder[self._order.currentData()])

    def _choose_specialty(self, _index: int) -> None:
        self.specialty_chosen.emit(self._specialty.currentData())


class _ColumnChoosers(QWidget):
    """One line a field: its name, the column that fills it, and that column's first values."""

    mapped = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._choosers: dict[ExtractField, _ColumnChooser] = {}
        self._names: dict[ExtractField, QLabel] = {}
        self._examples: dict[ExtractField, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(2, 1)
        for at, field in enumerate(ExtractField):
            chooser, name, examples = _ColumnChooser(field), label(field.value, wraps=False), label("", "caption")
            examples.setWordWrap(False)
            examples.setMinimumWidth(1)
            name.setBuddy(chooser)
            chooser.mapped.connect(self.mapped)
            for column, part in enumerate((name, chooser, examples)):
                grid.addWidget(part, at, column)
            self._choosers[field], self._names[field], self._examples[field] = chooser, name, examples
        grid.setRowStretch(len(ExtractField), 1)
        self.setFocusProxy(self._choosers[next(iter(ExtractField))])

    def offer(self, headings: tuple[str, ...]) -> None:
        """Offer a file's columns."""
        for chooser in self._choosers.values():
            chooser.offer(headings)

    def show_wizard(self, wizard: Wizard) -> None:
        """Show which column fills which field."""
        for field, chooser in self._choosers.items():
            is_shown = field in wizard.fields
            for part in (chooser, self._names[field], self._examples[field]):
                part.setVisible(is_shown)
            chooser.choose(wizard.mapping.column(field) or "")
            self._examples[field].setText(wizard.examples(field))


class _ColumnChooser(QComboBox):
    """The column that fills one field."""

    mapped = Signal(object, str)

    def __init__(self, field: ExtractField) -> None:
        super().__init__()
        self._field = field
        self.setObjectName(f"column_{field.name.lower()}")
        self.setAccessibleName(f"Column for: {field.value}")
        self.setMinimumWidth(px(220))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._tell)

    def offer(self, headings: tuple[str, ...]) -> None:
        """Offer a file's columns."""
        self.clear()
        self.addItem(_NONE, "")
        for heading in headings:
            self.addItem(heading, heading)

    def choose(self, heading: str) -> None:
        """Show the column that is chosen."""
        self.setCurrentIndex(max(0, self.findData(heading)))

    def _tell(self, _index: int) -> None:
        self.mapped.emit(self._field, self.currentData())


def _sample_key(row: SampleRow) -> int:
    return row[0]
