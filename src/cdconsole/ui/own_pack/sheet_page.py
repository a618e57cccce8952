"""How the department uses the owner's data, and the box in which they say that they have read it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from cdconsole.domain.clinician_pack import PackSheet
from cdconsole.ui.forms import label
from cdconsole.ui.own_pack.reading_column import ReadingColumn
from cdconsole.ui.own_pack.words import sheet_passages


class SheetPage(ReadingColumn):
    """``read`` carries the version, 0 where the tick was taken out."""

    read = Signal(int)

    def __init__(self, sheet: PackSheet) -> None:
        super().__init__("How my data are used")
        self._sheet = sheet
        self._tick = QCheckBox(f"I have read this sheet, version {sheet.version}")
        self.add_passages(sheet_passages(sheet))
        if sheet.read == sheet.version:
            self.column.addWidget(label("It is entered that you have read this version.", "secondary"))
        self.column.addWidget(self._tick)
        self._tick.setHidden(sheet.read == sheet.version)
        self.column.addStretch(1)
        self._tick.clicked.connect(self._say)

    def show_read(self, version: int) -> None:
        """Show whether they say that they have read it."""
        self._tick.setChecked(version == self._sheet.version)

    def _say(self, is_read: bool) -> None:
        self.read.emit(self._sheet.version if is_read else 0)
