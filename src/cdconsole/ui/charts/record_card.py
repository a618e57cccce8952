"""A measure record by record on a page: title, n, sentence, the chart of all records, and what is in sight of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.ui.charts.record_scatter import RecordScatter
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_HOW = (
    "Drag or press the arrow keys to move. Plus and minus, or Ctrl and the wheel, zoom; Page Up and Page Down zoom the"
    " values alone. The boxes are the quarters' quartiles, the thick line is the median."
)


class RecordCard(QFrame):
    """One distribution with all that must stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._title, self._n, self._sentence = label("", "strong", wraps=False), label("", "caption"), label("")
        self._in_sight, self._how = label("", "caption"), label(_HOW, "caption")
        self._closer, self._farther, self._all = button("+"), button("−"), button("All")
        self.scatter = RecordScatter()
        self._name()
        self._lay_out()
        self.scatter.viewed.connect(self._in_sight.setText)
        self._closer.clicked.connect(self.scatter.zoom_in)
        self._farther.clicked.connect(self.scatter.zoom_out)
        self._all.clicked.connect(self.scatter.show_all)

    def show_distribution(self, shown: RecordDistribution | None, problem: str = "") -> None:
        """Show records; while there are none yet say so, or what went wrong."""
        has_records = shown is not None and len(shown) > 0
        for part in (self.scatter, self._in_sight, self._how, self._closer, self._farther, self._all, self._n):
            part.setVisible(has_records)
        if shown is None:
            self._sentence.setText(problem or "Reading the records…")
            return
        title = f"{shown.measure.title.partition(',')[0]}, record by record"
        self._title.setText(title)
        self.setAccessibleName(title)
        self._n.setText(f"n {len(shown):,} {shown.measure.denominator_noun}")
        self._sentence.setText(shown.sentence)
        if has_records:
            self.scatter.show_distribution(shown)

    def _name(self) -> None:
        for control, name in (
            (self._closer, "Zoom in"),
            (self._farther, "Zoom out"),
            (self._all, "Show all records"),
        ):
            control.setAccessibleName(name)
            control.setToolTip(name)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(px(8))
        header.addWidget(self._title)
        header.addWidget(self._n, 1)
        self._n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for control in (self._closer, self._farther, self._all):
            header.addWidget(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(16), px(8))
        column.setSpacing(px(4))
        column.addLayout(header)
        column.addWidget(self._sentence)
        column.addWidget(self.scatter, 1)
        column.addWidget(self._in_sight)
        column.addWidget(self._how)
