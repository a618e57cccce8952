"""The measures that cannot be drawn yet: one quiet line, and on demand what each of them waits for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px


class NotDrawn(QWidget):
    """``toggled`` asks to unfold the list, or to fold it again; hidden where every measure is drawn."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fold = button("", "link")
        self._list = label("", "secondary")
        self._list.setContentsMargins(px(8), 0, px(8), 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(4), 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._fold)
        column.addWidget(self._list)
        self._fold.clicked.connect(self.toggled)

    def show_charts(self, charts: tuple[MeasureChart, ...], *, is_unfolded: bool) -> None:
        """Say how many there are, and list each with what is missing where it is unfolded."""
        self.setVisible(bool(charts))
        count = "One measure" if len(charts) == 1 else f"{len(charts)} measures"
        self._fold.setText(f"{count} not drawn yet: {'hide' if is_unfolded else 'show'} what is missing")
        self._list.setText("\n".join(f"{chart.measure.title}: {chart.unavailable}" for chart in charts))
        self._list.setVisible(is_unfolded and bool(charts))
