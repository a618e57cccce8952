"""The review as it stood when the pack was made, and beside it what its clinician says of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician_pack import PackContent, PackDraft
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.pack_review import PackReview
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import label
from cdconsole.ui.own_pack.definition_dialog import show_definition
from cdconsole.ui.own_pack.mark_part import MarkPart
from cdconsole.ui.own_pack.reading_column import ReadingColumn
from cdconsole.ui.own_pack.words import NO_MARK, NO_REVIEW, review_about, review_passages
from cdconsole.ui.saving.autosave import Autosave
from cdconsole.ui.theme.fonts import px

_ANSWERS_WIDTH = 340


class ReviewPage(QWidget):
    """``typed`` carries the comment, ``due`` says that it is to be kept, ``marked`` an agreement and its comment."""

    typed = Signal(str)
    due = Signal()
    marked = Signal(object, str)

    def __init__(self, content: PackContent) -> None:
        super().__init__()
        self._answers: _Answers | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(24))
        if content.review is None:
            row.addWidget(label(NO_REVIEW, "secondary"), 1, Qt.AlignmentFlag.AlignTop)
            return
        row.addWidget(_Record(content, content.review), 1)
        self._answers = _Answers(asks_mark=content.review.asks_mark)
        self._answers.comment.typed.connect(self.typed)
        self._answers.due.connect(self.due)
        self._answers.mark.marked.connect(self.marked)
        row.addWidget(self._answers)

    def show_draft(self, draft: PackDraft, mark_problem: str) -> None:
        """Show what was said of the review; the cursor stays where it is."""
        if self._answers is not None:
            self._answers.comment.show_text(draft.comment)
            self._answers.mark.show_mark(draft.mark, mark_problem)


class _Answers(ReadingColumn):
    """What is typed and marked at the right; ``due`` says that what was typed is to be kept."""

    due = Signal()

    def __init__(self, *, asks_mark: bool) -> None:
        super().__init__("What I say of the record")
        self.comment, self.mark = TextEdit(5, "What you would add, or see otherwise"), MarkPart()
        self.comment.setAccessibleName("My comment on the record")
        self.comment.setObjectName("comment")
        autosave = Autosave(self)
        autosave.watch(self.comment)
        autosave.due.connect(self.due)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(px(_ANSWERS_WIDTH))
        self.column.addWidget(label("My comment on the record", "strong"))
        self.column.addWidget(self.comment)
        self.column.addSpacing(px(16))
        self.column.addWidget(self.mark)
        if not asks_mark:
            self.mark.hide()
            self.column.addWidget(label(NO_MARK, "secondary"))
        self.column.addStretch(1)


class _Record(ReadingColumn):
    """All that is to be read, charts last."""

    def __init__(self, content: PackContent, review: PackReview) -> None:
        super().__init__("The record of the review")
        self._measures = {chart.measure.id: chart.measure for chart in content.charts.charts}
        self.column.addWidget(label(review_about(review), "secondary"))
        self.column.addSpacing(px(8))
        self.add_passages(review_passages(review, self._measures))
        frozen = review.content.charts
        if frozen is not None and frozen.charts:
            frozen_on = date_text(frozen.frozen_at.astimezone().date())
            self.column.addWidget(label(f"Charts as frozen on {frozen_on}, without the team's line", "strong"))
            self._measures |= {chart.measure.id: chart.measure for chart in frozen.charts}
            for chart in frozen.charts:
                self._add_chart(chart)
        self.column.addStretch(1)

    def _add_chart(self, chart: MeasureChart) -> None:
        card = ChartCard()
        card.show_chart(chart, (), team_visible=False)
        card.definition_requested.connect(self._show_definition)
        self.column.addWidget(card)

    def _show_definition(self, measure: MeasureId) -> None:
        show_definition(self, self._measures[measure])
