"""The dialog that says what going back means, before it happens."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.backups.state import CHOICES, Restoring
from cdconsole.ui.theme.fonts import px


class RestoreDialog(QDialog):
    """``section_chosen`` carries the section, None for everything; ``agreed`` comes once the person says restore."""

    section_chosen = Signal(object)
    agreed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Restore")
        self._title = label("", "strong")
        self._choices = QButtonGroup(self)
        self._consequences = [label("") for _ in range(3)]
        self._problem = label("", "warning")
        self._busy = label("", "secondary")
        self._restore, self._cancel = button("Restore", "primary"), button("Cancel")
        self._lay_out()
        self._choices.idClicked.connect(self._choose)
        self._restore.clicked.connect(self.agreed)
        self._cancel.clicked.connect(self.reject)

    def show_state(self, restoring: Restoring) -> None:
        """Show everything anew."""
        self._title.setText(restoring.title)
        for at, (section, _) in enumerate(CHOICES):
            choice = self._choices.button(at)
            choice.setChecked(section is restoring.section)
            choice.setEnabled(not restoring.is_busy)
        for line, words in zip(self._consequences, restoring.consequences, strict=True):
            line.setText(words)
        self._problem.setText(restoring.problem)
        self._problem.setVisible(bool(restoring.problem))
        self._busy.setText("Restoring" if restoring.is_busy else "")
        self._restore.setEnabled(not restoring.is_busy)
        self.adjustSize()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._title)
        for at, (_, words) in enumerate(CHOICES):
            radio = QRadioButton(words)
            self._choices.addButton(radio, at)
            column.addWidget(radio)
        column.addWidget(label("What happens", "strong"))
        for line in (*self._consequences, self._problem):
            column.addWidget(line)
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._restore)
        column.addLayout(buttons)
        self.setFixedWidth(px(560))

    def _choose(self, at: int) -> None:
        self.section_chosen.emit(CHOICES[at][0])
