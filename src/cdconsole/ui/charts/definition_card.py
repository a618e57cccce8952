"""The definition card of a measure: everything needed to reproduce the number, and its known weaknesses."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.definition_text import field_texts
from cdconsole.domain.measure import Measure
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px


class DefinitionCard(QScrollArea):
    """Every field of a definition, name above text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, QLabel] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, px(8), 0)
        self._column.setSpacing(px(2))
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Definition")

    def show_measure(self, measure: Measure) -> None:
        """Show a measure's definition."""
        lines = tuple(definition_lines(measure))
        self.setAccessibleDescription(" ".join(f"{name}: {text}." for name, text in lines))
        for name, text in lines:
            if name not in self._lines:
                self._lines[name] = self._add(name)
            self._lines[name].setText(text)
        self.verticalScrollBar().setValue(0)

    def _add(self, name: str) -> QLabel:
        text = label("")
        text.setContentsMargins(0, 0, 0, px(8))
        for part in (label(name, "caption"), text):
            self._column.insertWidget(self._column.count() - 1, part)
        return text


def definition_lines(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield every field of a definition as (name, text)."""
    yield from field_texts(measure)
    yield "Definition", f"Version {measure.version}"
