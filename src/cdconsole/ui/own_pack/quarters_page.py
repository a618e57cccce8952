"""The quarters that were released to a clinician: each figure, and what the clinical director made of it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.quarter import ReleasedLine, ReleasedQuarter
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px

_READABLE = 760


class QuartersPage(QScrollArea):
    """Reads only; charts stand on their own page."""

    def __init__(self, quarters: tuple[ReleasedQuarter, ...]) -> None:
        super().__init__()
        self.setAccessibleName("Quarters released to you")
        inside = QWidget()
        inside.setMaximumWidth(px(_READABLE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(12), px(12))
        column.setSpacing(px(4))
        for quarter in quarters:
            column.addWidget(label(f"{quarter.quarter}, {quarter.release}, by {quarter.by}", "heading"))
            for line in quarter.lines:
                for text, role in _told(line):
                    column.addWidget(label(text, role))
                column.addSpacing(px(8))
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


def _told(line: ReleasedLine) -> Iterator[tuple[str, str]]:
    yield (f"{line.title}: {line.figure}" if line.figure else line.title), "strong"
    if line.icon:
        yield line.icon, "secondary"
    if line.conclusion:
        yield line.conclusion, ""
        yield "\n".join((*line.considered, f"Interpretation: {line.written}")), "caption"
