"""The page of measures: the list left, the definition that is looked at right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from cdconsole.domain.measure import Setting
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.measures.add_dialog import AddDialog
from cdconsole.ui.screens.data.measures.card import DefinitionView
from cdconsole.ui.screens.data.measures.charts_dialog import ChartsDialog
from cdconsole.ui.screens.data.measures.columns import MEASURE_COLUMNS, key_of
from cdconsole.ui.screens.data.measures.forms import COPY, EDIT, RETIRE
from cdconsole.ui.screens.data.measures.state import MeasureLine, MeasuresState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px


class MeasuresView(QWidget):
    """Emits what the person wants; shows a state with its form or dialog."""

    filter_changed = Signal(str, object)
    selected = Signal(str)
    form_wanted = Signal(str)
    bring_back_wanted = Signal()
    adding_wanted = Signal()
    choosing_wanted = Signal()
    form_entered = Signal(object)
    templates_entered = Signal(object, str)
    charts_entered = Signal(object)
    ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[MeasureLine] = RecordTableModel(MEASURE_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Measures", WARD_ROW_HEIGHT)
        self._table.setProperty("role", "rows")
        self._filter, self._settings = QLineEdit(), QComboBox()
        self._filter.setAccessibleName("List measures that hold")
        self._filter.setPlaceholderText("Filter by title, outcome or records")
        self._settings.setAccessibleName("Setting")
        self._settings.addItem("All settings", None)
        for setting in Setting:
            self._settings.addItem(setting.value, setting)
        self._summary, self._problem = label("", "secondary", wraps=False), label("", "warning")
        self._card = DefinitionView()
        self._add, self._charts = button("Add from templates…", "primary"), button("Charts on the clinician page…")
        self._edit, self._copy, self._retire = button("Edit…"), button("Copy…"), button("Retire…")
        self._forms = FormHost(self, self.form_entered.emit, self.ended.emit)
        self._add_dialog: AddDialog | None = None
        self._charts_dialog: ChartsDialog | None = None
        self._is_retired = False
        self._lay_out()
        self._connect()

    def show_state(self, state: MeasuresState) -> None:
        """Show everything anew."""
        if state.lines != self._model.rows():
            self._model.replace_all(state.lines)
        if state.selected is not None:
            self._table.show_current(state.chosen)
        if self._filter.text() != state.typed:
            self._filter.setText(state.typed)
        self._settings.setCurrentIndex(0 if state.setting is None else list(Setting).index(state.setting) + 1)
        self._summary.setText(state.summary)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._card.show_card(state.card)
        self._is_retired = state.selected is not None and state.selected.is_retired
        self._edit.setEnabled(state.selected is not None and not self._is_retired)
        for each in (self._copy, self._retire):
            each.setEnabled(state.selected is not None)
        self._retire.setText("Bring back" if self._is_retired else "Retire…")
        for each in (self._add, self._charts):
            each.setEnabled(state.found is not None)
        self._forms.show(state.form)
        self._show_dialogs(state)

    def _show_dialogs(self, state: MeasuresState) -> None:
        if state.adding is None:
            _put_away(self._add_dialog)
            self._add_dialog = None
        else:
            if self._add_dialog is None:
                self._add_dialog = AddDialog(self, state)
                self._add_dialog.entered.connect(self.templates_entered)
                self._add_dialog.rejected.connect(self.ended)
                self._add_dialog.open()
            self._add_dialog.show_adding(state.adding)
        if state.choosing is None:
            _put_away(self._charts_dialog)
            self._charts_dialog = None
        else:
            if self._charts_dialog is None:
                self._charts_dialog = ChartsDialog(self, state)
                self._charts_dialog.entered.connect(self.charts_entered)
                self._charts_dialog.rejected.connect(self.ended)
                self._charts_dialog.open()
            self._charts_dialog.show_choosing(state.choosing)

    def _connect(self) -> None:
        self._filter.textEdited.connect(self._filter_anew)
        self._settings.activated.connect(self._filter_anew)
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._add.clicked.connect(self.adding_wanted)
        self._charts.clicked.connect(self.choosing_wanted)
        self._edit.clicked.connect(self._want_edit)
        self._copy.clicked.connect(self._want_copy)
        self._retire.clicked.connect(self._want_other_state)

    def _filter_anew(self) -> None:
        self.filter_changed.emit(self._filter.text(), self._settings.currentData())

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.row_at(current.row()).definition.id)

    def _want_edit(self) -> None:
        self.form_wanted.emit(EDIT)

    def _want_copy(self) -> None:
        self.form_wanted.emit(COPY)

    def _want_other_state(self) -> None:
        if self._is_retired:
            self.bring_back_wanted.emit()
        else:
            self.form_wanted.emit(RETIRE)

    def _lay_out(self) -> None:
        top, filters, acts = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (top, filters, acts):
            row.setSpacing(px(8))
        top.addWidget(self._summary, 1)
        top.addWidget(self._charts)
        top.addWidget(self._add)
        filters.addWidget(self._filter, 1)
        filters.addWidget(self._settings)
        acts.addStretch(1)
        for each in (self._edit, self._copy, self._retire):
            acts.addWidget(each)
        left, right = QWidget(), QWidget()
        for side, above, below in ((left, filters, self._table), (right, acts, self._card)):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, px(8), 0)
            column.setSpacing(px(8))
            column.addLayout(above)
            column.addWidget(below, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setChildrenCollapsible(False)
        parts.setSizes([px(560), px(560)])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(px(8))
        page.addLayout(top)
        page.addWidget(self._problem)
        page.addWidget(parts, 1)


def _put_away(dialog: AddDialog | ChartsDialog | None) -> None:
    if dialog is not None:
        dialog.hide()
        dialog.deleteLater()
