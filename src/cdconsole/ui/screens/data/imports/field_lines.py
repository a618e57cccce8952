"""The wizard's lines: a field each, the column that fills it, how that column is read, and its first values."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from cdconsole.domain.extract_fields import Field as ExtractField
from cdconsole.ui.elided import ElidedLabel
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.imports.field_state import FieldLine, Reading
from cdconsole.ui.screens.data.imports.wizard_state import OWN_TEMPLATE, Wizard
from cdconsole.ui.theme.fonts import px

_NONE = "Not in this file"
_OPEN = "Choose how to read it"
_NAME, _CHOOSER, _READING = 206, 186, 200


class FieldLines(QWidget):
    """Emits what the person answers; made anew when the fields change."""

    mapped = Signal(object, str)
    reading_chosen = Signal(str, object)
    more_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._headings = QStringListModel(self)
        self._lines: dict[ExtractField, _Line] = {}
        self._shape: tuple[object, ...] = ()
        self._more = button("", "link")
        self._own_template = label(OWN_TEMPLATE)
        self._is_open = False
        self._more.clicked.connect(self._ask_more)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, px(12), 0)
        self._grid = QWidget()
        self._place.addWidget(self._own_template)
        self._place.addWidget(self._grid)
        self._place.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._place.addStretch(1)

    def show_wizard(self, wizard: Wizard) -> None:
        """Show which column fills which field."""
        headings = [_NONE, *(column.heading for column in wizard.preview.columns)]
        has_other_columns = headings != self._headings.stringList()
        if has_other_columns:
            self._headings.setStringList(headings)
        lines = wizard.lines
        asks_reading = any(line.readings for line in lines)
        shape = (asks_reading, *(line.field for line in lines))
        if has_other_columns or shape != self._shape:
            self._shape = shape
            self._make(lines, asks_reading=asks_reading)
        for line in lines:
            self._lines[line.field].show_line(line)
        self._own_template.setVisible(wizard.has_own_template)
        self._grid.setVisible(not wizard.has_own_template)
        self._is_open = wizard.shows_more
        self._more.setText("Fewer fields" if wizard.shows_more else f"{wizard.fields.more} more fields")
        self._more.setVisible(bool(wizard.fields.more))

    def _make(self, lines: tuple[FieldLine, ...], *, asks_reading: bool) -> None:
        had = next((field for field, line in self._lines.items() if line.has_focus()), None)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(3, 1)
        for at, title in enumerate(
            ("Field", "Column of the file", "Written as" if asks_reading else "", "First values")
        ):
            grid.addWidget(label(title, "caption", wraps=False), 0, at)
        self._lines = {}
        for row, line in enumerate(lines, 1):
            made = self._lines[line.field] = _Line(line.field, self._headings)
            made.chooser.mapped.connect(self.mapped)
            made.reading.chosen.connect(self.reading_chosen)
            for at, part in enumerate((made.name, made.chooser, made.reading, made.examples)):
                grid.addWidget(part, row, at)
        self._place.replaceWidget(self._grid, fresh)
        fresh.show()
        self._grid.hide()
        self._grid.setParent(None)
        self._grid.deleteLater()
        self._grid = fresh
        if self._lines:
            self.setFocusProxy(next(iter(self._lines.values())).chooser)
        if had in self._lines:
            self._lines[had].chooser.setFocus()

    def _ask_more(self) -> None:
        self.more_wanted.emit(not self._is_open)


class _Line:
    """The widgets of one line."""

    def __init__(self, field: ExtractField, headings: QStringListModel) -> None:
        self.name = label("")
        self.name.setFixedWidth(px(_NAME))
        self.chooser = _ColumnChooser(field, headings)
        self.reading = _ReadingChooser(field)
        self.examples = ElidedLabel("caption")
        self.name.setBuddy(self.chooser)

    def show_line(self, line: FieldLine) -> None:
        """Show the line anew."""
        self.name.setText(line.title)
        self.chooser.show_line(line)
        self.reading.show_line(line)
        self.examples.show_text(line.examples)

    def has_focus(self) -> bool:
        """Return whether the keyboard is on the line."""
        return self.chooser.hasFocus() or self.reading.hasFocus()


class _ColumnChooser(QComboBox):
    """The column that fills one field."""

    mapped = Signal(object, str)

    def __init__(self, field: ExtractField, headings: QStringListModel) -> None:
        super().__init__()
        self._field = field
        self.setModel(headings)
        self.setObjectName(f"column_{field.name.lower()}")
        self.setFixedWidth(px(_CHOOSER))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._tell)

    def show_line(self, line: FieldLine) -> None:
        """Show the column that is chosen."""
        self.setAccessibleName(f"Column for: {line.title}")
        self.setCurrentIndex(max(0, self.findText(line.heading, Qt.MatchFlag.MatchExactly)) if line.heading else 0)

    def _tell(self, index: int) -> None:
        self.mapped.emit(self._field, self.itemText(index) if index else "")


class _ReadingChooser(QComboBox):
    """How the dates or numbers of the column are written."""

    chosen = Signal(str, object)

    def __init__(self, field: ExtractField) -> None:
        super().__init__()
        self._heading = ""
        self._readings: tuple[Reading, ...] = ()
        self.setObjectName(f"reading_{field.name.lower()}")
        self.setFixedWidth(px(_READING))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._tell)

    def show_line(self, line: FieldLine) -> None:
        """Show how the column is read, or ask."""
        self._heading = line.heading
        self.setAccessibleName(f"How “{line.heading}” is written")
        if line.readings != self._readings:
            self._readings = line.readings
            self.clear()
            self.addItems([reading.value for reading in line.readings])
            self.setPlaceholderText(_OPEN)
        self.setCurrentIndex(-1 if line.reading is None else line.readings.index(line.reading))
        self.setVisible(bool(line.readings))

    def _tell(self, index: int) -> None:
        self.chosen.emit(self._heading, self._readings[index])
