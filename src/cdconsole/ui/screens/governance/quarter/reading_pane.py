"""One frozen chart with what the department knows of it, and the boxes in which a person says what they make of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.quarter import ComparedMeasure, InterpretedMeasure, QuarterReading, months_text
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.forms import label
from cdconsole.ui.screens.governance.quarter.drafts import Draft
from cdconsole.ui.screens.governance.quarter.interpretation_editor import InterpretationEditor
from cdconsole.ui.theme.fonts import px

_CHART_HEIGHT = 300


class ReadingPane(QScrollArea):
    """Shows a chart, its context and its editor; what is emitted is the ``editor``'s."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The chart, what is known of it, and its interpretation")
        self.editor = InterpretationEditor()
        self._card = ChartCard()
        self._card.setMinimumHeight(px(_CHART_HEIGHT))
        self._figure, self._beside = label("", "strong"), label("", "secondary")
        self._shown: InterpretedMeasure | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, px(12), px(12))
        self._column.setSpacing(px(8))
        for part in (self._card, self._figure, self._beside, self.editor):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_measure(self, reading: QuarterReading, shown: InterpretedMeasure, draft: Draft | None) -> None:
        """Show one chart of a reading; from one to the next the pane goes back to its top."""
        is_other = self._shown is None or self._shown.measure != shown.measure
        if shown != self._shown:
            self._shown = shown
            self._show_chart(reading, shown)
            self.editor.show_context(shown.context)
        self.editor.setVisible(shown.frozen is None or shown.frozen.figure is not None)
        if draft is not None:
            self.editor.show_draft(draft, has_causes=shown.frozen is not None)
            missing = f"A release waits for: {', '.join(shown.missing)}." if shown.missing else ""
            self.editor.show_missing(missing, shown.suggestion, is_outdated=shown.is_outdated)
        if is_other:
            self.editor.stop_waiting()
            self.verticalScrollBar().setValue(0)

    def _show_chart(self, reading: QuarterReading, shown: InterpretedMeasure) -> None:
        frozen = shown.frozen
        self._card.setVisible(frozen is not None)
        self._figure.setVisible(frozen is None or frozen.figure is not None)
        quarter = months_text(reading.freeze.quarter)
        if frozen is None:
            self._figure.setText(f"{reading.row.name}, {quarter}, as a whole")
            self._beside.setVisible(False)
            return
        self._card.show_chart(frozen.chart, reading.figures.exposures)
        self._figure.setText("" if frozen.figure is None else f"{quarter}: {frozen.figure.words}")
        line = next((one for one in reading.compared if one.title == shown.title), None)
        self._beside.setVisible(line is not None and frozen.figure is not None)
        if line is not None and reading.before is not None:
            self._beside.setText(_beside(line, months_text(reading.before.quarter)))


def _beside(line: ComparedMeasure, before: str) -> str:
    said = f"{before}: {line.before}"
    return f"{said} {line.change}." if line.change else said
