"""The stage board: eight stages in two columns, in one where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cdconsole.domain.framework import Framework, Stage
from cdconsole.ui.forms import label
from cdconsole.ui.screens.framework.stage_card import StageCard
from cdconsole.ui.screens.framework.state import SOURCE, Form, board_words
from cdconsole.ui.theme.fonts import px

_TWO_COLUMNS_FROM, _WIDEST = 900, 1400


class StagesPage(QWidget):
    """Emits ticks and edits of any stage."""

    item_ticked = Signal(str, bool)
    edit_requested = Signal(int)
    save_requested = Signal(str, str)
    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[int, StageCard] = {}
        self._columns = 0
        self._words = label("")
        self._inside = QWidget()
        self._inside.setMaximumWidth(px(_WIDEST))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(48))
        self._grid.setVerticalSpacing(px(24))
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, px(24), px(24))
        column.setSpacing(px(4))
        column.addWidget(self._words)
        column.addWidget(label(SOURCE, "secondary"))
        column.addSpacing(px(16))
        column.addLayout(self._grid)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._inside)

    def show_framework(self, framework: Framework, form: Form[Stage] | None) -> None:
        """Show the stages anew, and the form of one of them if it is open."""
        self._words.setText(board_words(framework))
        for stage in framework.stages:
            if stage.number not in self._cards:
                self._add_card(stage)
            own = form if form is not None and form.of.number == stage.number else None
            self._cards[stage.number].show_stage(stage, own, may_edit=form is None)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column where two would be narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _add_card(self, stage: Stage) -> None:
        card = StageCard(stage)
        card.item_ticked.connect(self.item_ticked)
        card.edit_requested.connect(self.edit_requested)
        card.save_requested.connect(self.save_requested)
        card.editing_ended.connect(self.editing_ended)
        self._cards[stage.number] = card
        self._columns = 0

    def _arrange(self) -> None:
        columns = 2 if self.width() >= px(_TWO_COLUMNS_FROM) else 1
        if columns == self._columns or not self._cards:
            return
        self._columns = columns
        for at, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
