"""The two quiet buttons that stand wherever something can be printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdconsole.ui.forms import button
from cdconsole.ui.theme.fonts import px


class PrintButtons(QWidget):
    """``what`` completes what a screen reader says: "Save the review as PDF"."""

    save_requested = Signal()
    print_requested = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        self._save, self._print = button("Save as PDF…", "link"), button("Print…", "link")
        self._save.setAccessibleName(f"Save {what} as PDF")
        self._print.setAccessibleName(f"Print {what}")
        self._save.clicked.connect(self.save_requested)
        self._print.clicked.connect(self.print_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self._save)
        row.addWidget(self._print)
