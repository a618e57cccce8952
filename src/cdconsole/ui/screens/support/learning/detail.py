"""One lesson to read, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.lesson import FIELD_TITLES
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.support.learning.state import LessonLine
from cdconsole.ui.theme.fonts import px


class LessonDetail(QScrollArea):
    """Emits which act is wanted."""

    change_requested = Signal()
    retire_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The lesson")
        self._inside = QWidget()
        self._title, self._about = label("", "heading"), label("", "secondary")
        self._texts = {name: label("") for name in ("happened", "learned", "changed")}
        self._change, self._retire = button("Change…"), button("Retire…")
        self._lay_out()
        self._change.clicked.connect(self.change_requested)
        self._retire.clicked.connect(self.retire_requested)

    def show_line(self, line: LessonLine | None) -> None:
        """Show a lesson; nothing where none is looked at."""
        self._inside.setVisible(line is not None)
        if line is None:
            return
        self._title.setText(line.lesson.title)
        self._about.setText(line.about)
        for name, part in self._texts.items():
            part.setText(getattr(line.lesson, name))
        self._change.setText("Use again…" if line.lesson.is_retired else "Change…")
        self._retire.setVisible(not line.lesson.is_retired)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, px(12), px(8))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(px(6))
        for name, part in self._texts.items():
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label(FIELD_TITLES[name], "strong"))
            column.addWidget(part)
            column.addSpacing(px(6))
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        acts.addWidget(self._change)
        acts.addWidget(self._retire)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
