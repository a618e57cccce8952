from dataclasses import dataclass

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.column import Alignment, Column
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable


@dataclass(frozen=True)
class Bed:
    id: int
    name: str
    days: int


BEDS = (Bed(1, "B2", 10), Bed(2, "a1", 9), Bed(3, "B1", 100))
COLUMNS = (
    Column[Bed]("Bed", lambda bed: bed.name, tooltip=lambda bed: f"Bed {bed.name}"),
    Column[Bed]("Days", lambda bed: str(bed.days), lambda bed: bed.days, Alignment.RIGHT, lambda bed: bed.id != 2),
)
EDIT = Qt.ItemDataRole.EditRole
_DESELECT_ROW = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def model() -> RecordTableModel[Bed]:
    model: RecordTableModel[Bed] = RecordTableModel(COLUMNS, lambda bed: bed.id)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.replace_all(BEDS)
    return model


@pytest.fixture
def table(qtbot: QtBot, model: RecordTableModel[Bed]) -> RecordTable:
    table = RecordTable(model, Clipboard(QGuiApplication.clipboard()), "Beds")
    qtbot.addWidget(table)
    return table


def ids(model: RecordTableModel[Bed]) -> list[int]:
    return [bed.id for bed in model.rows()]


def test_that_numbers_sort_as_numbers_and_words_without_case(model: RecordTableModel[Bed]) -> None:
    model.sort(1)
    assert ids(model) == [2, 1, 3]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [3, 1, 2]
    model.sort(0)
    assert ids(model) == [2, 3, 1]


def test_that_a_chosen_row_stays_chosen_when_the_order_changes(model: RecordTableModel[Bed]) -> None:
    chosen = QPersistentModelIndex(model.index(0, 1))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert (chosen.row(), chosen.column()) == (1, 1)
    assert chosen.data() == "10"


def test_that_new_rows_come_in_the_chosen_order(model: RecordTableModel[Bed]) -> None:
    model.sort(1)
    model.replace_all((*BEDS, Bed(4, "C1", 50)))
    assert ids(model) == [2, 1, 4, 3]
    model.sort(-1)
    model.replace_all(BEDS)
    assert ids(model) == [1, 2, 3]


def test_that_the_same_rows_with_other_values_keep_the_selection(qtbot: QtBot, model: RecordTableModel[Bed]) -> None:
    chosen = QPersistentModelIndex(model.index(1, 0))
    with qtbot.waitSignal(model.dataChanged):
        model.replace_all((BEDS[0], Bed(2, "a1", 11), BEDS[2]))
    assert chosen.isValid()
    assert model.index(1, 1).data() == "11"


def test_that_one_row_is_replaced_where_it_stands(qtbot: QtBot, model: RecordTableModel[Bed]) -> None:
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.replace_one(Bed(3, "B1", 1))
    assert changed.args[0].row() == 2
    with pytest.raises(KeyError):
        model.replace_one(Bed(9, "Z", 1))


def test_that_typing_asks_and_changes_nothing(qtbot: QtBot, model: RecordTableModel[Bed]) -> None:
    with qtbot.waitSignal(model.edit_requested) as asked:
        assert model.setData(model.index(0, 1), "12", EDIT) is False
    assert asked.args == [1, 1, "12"]
    assert model.rows() == BEDS
    with qtbot.assertNotEmitted(model.edit_requested):
        model.setData(model.index(0, 1), "10", EDIT)


def test_that_only_editable_cells_can_be_typed_into(model: RecordTableModel[Bed]) -> None:
    editable = [[bool(model.index(r, c).flags() & Qt.ItemFlag.ItemIsEditable) for c in (0, 1)] for r in (0, 1)]
    assert editable == [[False, True], [False, False]]


def test_that_cells_have_names_for_screen_readers_tooltips_and_numbers_stand_right(
    model: RecordTableModel[Bed],
) -> None:
    cell = model.index(0, 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Days: 10"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == '<span style="white-space: pre-wrap">Bed B2</span>'
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Days"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_that_copying_brings_headings_and_the_chosen_rows(table: RecordTable, model: RecordTableModel[Bed]) -> None:
    table.copy()
    assert QGuiApplication.clipboard().text() == "Bed\tDays\nB2\t10\na1\t9\nB1\t100\n"
    table.selectAll()
    table.selectionModel().select(model.index(1, 0), _DESELECT_ROW)
    table.copy()
    assert QGuiApplication.clipboard().text() == "Bed\tDays\nB2\t10\nB1\t100\n"
    assert "<th>Days</th>" in QGuiApplication.clipboard().mimeData().html()


def test_that_lock_clears_only_what_came_from_here(table: RecordTable) -> None:
    clipboard = Clipboard(QGuiApplication.clipboard())
    table.copy()
    clipboard.clear_ours()
    assert QGuiApplication.clipboard().text() == ""
    QGuiApplication.clipboard().setText("a shopping list")
    clipboard.clear_ours()
    assert QGuiApplication.clipboard().text() == "a shopping list"


def test_that_a_row_can_be_made_current_and_opened(qtbot: QtBot, table: RecordTable) -> None:
    table.show_current(3)
    assert table.currentIndex().row() == 2
    table.show_current("nobody")
    assert table.currentIndex().row() == 2
    with qtbot.waitSignal(table.row_activated) as opened:
        table.activated.emit(table.currentIndex())
    assert opened.args == [BEDS[2]]
