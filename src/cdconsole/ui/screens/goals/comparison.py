"""What the selected goal's measure was before a day and has been since, in sentences."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.goal_follow_up import BeforeAfter
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px


class Comparison(QWidget):
    """Before and since the agreement; another day, that of a PDSA cycle, can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[BeforeAfter, ...] = ()
        self.day = QComboBox()
        self.day.setAccessibleName("Compared at")
        self._two, self._difference, self._cautions = label(""), label("", "strong"), label("", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(label("Before and since", "heading"))
        for part in (self.day, self._two, self._difference, self._cautions):
            column.addWidget(part)
        self.day.activated.connect(self._say)

    def show_comparisons(self, comparisons: tuple[BeforeAfter, ...]) -> None:
        """Show the comparison at the agreement first; hidden where there is none."""
        self.setVisible(bool(comparisons))
        if comparisons == self._shown:
            return
        self._shown = comparisons
        self.day.clear()
        for each in comparisons:
            self.day.addItem(f"At {each.what}, {date_text(each.at)}")
        self.day.setVisible(len(comparisons) > 1)
        self._say()

    def _say(self, place: int = 0) -> None:
        if not self._shown:
            return
        each = self._shown[place]
        self._two.setText(f"{each.before}\n{each.since}")
        self._difference.setText(each.difference)
        self._cautions.setText("\n".join(part for part in (each.on_chart, " ".join(each.cautions)) if part))
        self._cautions.setVisible(bool(self._cautions.text()))
