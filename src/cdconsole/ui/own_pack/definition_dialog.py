"""The definition of a chart in a pack, in a dialog of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cdconsole.domain.measure import Measure
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button
from cdconsole.ui.theme.fonts import px

_SIZE = (520, 560)


def show_definition(parent: QWidget, measure: Measure) -> None:
    """Open the definition card of a measure over the pack."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(measure.title)
    card, close = DefinitionCard(), button("Close", "primary")
    card.show_measure(measure)
    close.clicked.connect(dialog.accept)
    column = QVBoxLayout(dialog)
    column.addWidget(card, 1)
    column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    dialog.resize(*(px(length) for length in _SIZE))
    dialog.open()
