"""The stage board: eight stages in two columns, in one where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.framework import Framework
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.stages.stage_card import StageCard
from cdconsole.ui.screens.framework.stages.state import SOURCE, StagesState, undo_words
from cdconsole.ui.screens.framework.stages.template_dialog import TemplateDialog
from cdconsole.ui.theme.fonts import px

_TWO_COLUMNS_FROM, _WIDEST = 900, 1400


class StagesView(QScrollArea):
    """Emits what the person wants; shows a state with its form or dialog."""

    ticked = Signal(str, bool)
    stage_edit_requested = Signal(int)
    item_edit_requested = Signal(int, str)
    item_moved = Signal(str, int)
    item_removed = Signal(str)
    item_put_back = Signal(str)
    template_requested = Signal()
    template_chosen = Signal(str)
    template_entered = Signal(bool)
    template_ended = Signal()
    undo_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[int, StageCard] = {}
        self._columns = 0
        self._about, self._problem = label(""), label("", "warning")
        self._template, self._undo = button("Start from a template…"), button("", "link")
        self._dialog: TemplateDialog | None = None
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(48))
        self._grid.setVerticalSpacing(px(24))
        self._lay_out()
        self._template.clicked.connect(self.template_requested)
        self._undo.clicked.connect(self.undo_requested)

    def show_state(self, state: StagesState) -> None:
        """Show everything anew."""
        is_open = state.framework is not None and state.framework.stream.closed is None
        self._about.setText(state.about)
        self._template.setEnabled(is_open)
        self._undo.setVisible(is_open and state.last_use is not None)
        if state.last_use is not None:
            self._undo.setText(undo_words(state.last_use, {}))
            self._undo.setToolTip("Retires the outcomes and takes off the items it added; measures stay in use.")
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        if state.framework is not None:
            self._show_cards(state.framework, state)
        self._forms.show(state.form)
        self._show_dialog(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column where two would be narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _show_cards(self, framework: Framework, state: StagesState) -> None:
        for stage in framework.stages:
            if stage.number not in self._cards:
                card = self._cards[stage.number] = StageCard(stage.number)
                card.ticked.connect(self.ticked)
                card.edit_requested.connect(self.stage_edit_requested)
                card.item_edit_requested.connect(self.item_edit_requested)
                card.item_moved.connect(self.item_moved)
                card.item_removed.connect(self.item_removed)
                card.item_put_back.connect(self.item_put_back)
                self._columns = 0
            self._cards[stage.number].show_stage(stage, state.facts.get(stage.number, ()))
            self._cards[stage.number].setEnabled(framework.stream.closed is None)
        self._arrange()

    def _show_dialog(self, state: StagesState) -> None:
        if state.templating is None:
            gone, self._dialog = self._dialog, None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
            return
        if self._dialog is None:
            self._dialog = TemplateDialog(self)
            self._dialog.chosen.connect(self.template_chosen)
            self._dialog.entered.connect(self.template_entered)
            self._dialog.rejected.connect(self.template_ended)
            self._dialog.open()
        self._dialog.show_templating(state.templating, state.framework.stream if state.framework else None)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._about, 1)
        top.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._template, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(24), px(24))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(label(SOURCE, "secondary"))
        column.addWidget(self._problem)
        column.addSpacing(px(12))
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _arrange(self) -> None:
        columns = 2 if self.width() >= px(_TWO_COLUMNS_FROM) else 1
        if columns == self._columns or not self._cards:
            return
        self._columns = columns
        for at, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
