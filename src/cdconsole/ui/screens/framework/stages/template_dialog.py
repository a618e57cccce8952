"""The dialog of starter templates: choose one, see what it would add, add it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.framework.stages.state import Templating, measures_words, preview_lines
from cdconsole.ui.theme.fonts import px

_WIDTH, _HEIGHT = 620, 300


class TemplateDialog(QDialog):
    """``chosen`` carries the name of the template looked at, ``entered`` whether its measures are taken into use."""

    chosen = Signal(str)
    entered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Start from a template")
        self._names: tuple[str, ...] = ()
        self._box, self._takes = QComboBox(), QCheckBox("Take its measures into use")
        self._takes.setChecked(True)
        self._about, self._lines, self._measures = label("", "secondary"), label(""), label("")
        self._measures.setContentsMargins(px(26), 0, 0, 0)
        self._problem = label("", "warning")
        self._add, self._cancel = button("Add to this work stream", "primary"), button("Cancel")
        self._lay_out()
        self._box.activated.connect(self._choose)
        self._add.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)

    def show_templating(self, state: Templating, stream: WorkStream | None) -> None:
        """Show the template that is chosen, and what it would add."""
        names = tuple(one.name for one in state.templates)
        if names != self._names:
            self._names = names
            self._box.clear()
            self._box.addItems([one.title for one in state.templates])
        if state.chosen in names:
            self._box.setCurrentIndex(names.index(state.chosen))
        preview = state.preview
        self._about.setText(preview.template.about if preview else "")
        self._lines.setText("\n\n".join(preview_lines(preview, stream=stream)) if preview else "Reading the template…")
        words = measures_words(preview) if preview and not preview.is_empty else ""
        self._takes.setVisible(bool(words))
        self._measures.setVisible(bool(words))
        self._measures.setText(words)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._add.setEnabled(preview is not None and not preview.is_empty and not state.is_busy)

    def _choose(self, at: int) -> None:
        self.chosen.emit(self._names[at])

    def _enter(self) -> None:
        self.entered.emit(self._takes.isChecked())

    def _scrolled(self) -> QScrollArea:
        """Return what would be added in a part that scrolls: a template can be long."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(12))
        for part in (self._lines, self._takes, self._measures):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName("What it would add")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(px(_HEIGHT))
        return area

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(
            label("What is there stays as it is; everything that is added can be changed or retired.", "secondary")
        )
        column.addWidget(Field("Template", self._box))
        column.addWidget(self._about)
        column.addWidget(label("What it would add", "strong"))
        column.addWidget(self._scrolled())
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setFixedWidth(px(_WIDTH))
