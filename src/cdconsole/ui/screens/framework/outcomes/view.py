"""The outcome tree at the left, the card of the line looked at on the right."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.outcomes.state import Card, OutcomesState, TreeLine, card, tree
from cdconsole.ui.theme.fonts import px

_KEY = Qt.ItemDataRole.UserRole
_TREE_WIDTH, _CARD_WIDTH, _REMARK_WIDTH = 760, 380, 250
_EXPLAINED = (
    "Success critical outcomes: the few things that must go right, at team level, with the measures that show them."
)


class OutcomesView(QWidget):
    """Emits the key of the line looked at, and what the person wants; shows a state with its form."""

    selected = Signal(str)
    add_requested = Signal()
    edit_requested = Signal()
    park_requested = Signal()
    retire_requested = Signal()
    definition_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[TreeLine, ...] = ()
        self._summary, self._problem = label("", "secondary"), label("", "warning")
        self._add = button("Add an outcome…", "primary")
        self._tree = QTreeWidget()
        self._tree.setAccessibleName("Outcome tree")
        self._tree.setHeaderLabels(["Outcome and its measures", ""])
        self._tree.setUniformRowHeights(True)
        self._tree.header().setStretchLastSection(False)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().resizeSection(1, px(_REMARK_WIDTH))
        self._tree.setStyleSheet(f"QTreeView::item {{ padding: {px(3)}px 0; }}")
        self._card = _CardPart()
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._add.clicked.connect(self.add_requested)
        self._tree.currentItemChanged.connect(self._select)
        self._tree.itemActivated.connect(self._activate)
        self._card.edit.clicked.connect(self.edit_requested)
        self._card.park.clicked.connect(self.park_requested)
        self._card.retire.clicked.connect(self.retire_requested)
        self._card.definition.clicked.connect(self.definition_requested)

    def show_state(self, state: OutcomesState) -> None:
        """Show everything anew; what was folded stays folded while the tree is the same."""
        self._summary.setText(state.summary)
        self._add.setEnabled(state.is_open)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        lines = tree(state)
        if lines != self._shown:
            self._shown = lines
            self._fill(lines)
        self._tree.setVisible(bool(lines))
        self._make_current(state.chosen)
        self._card.show_card(state, card(state))
        self._forms.show(state.form)

    def _fill(self, lines: tuple[TreeLine, ...]) -> None:
        blocked = QSignalBlocker(self._tree)
        self._tree.clear()
        for line in lines:
            top = _item(line)
            self._tree.addTopLevelItem(top)
            for below in line.below:
                child = _item(below)
                top.addChild(child)
                child.addChildren([_item(each) for each in below.below])
        self._tree.expandToDepth(0)
        blocked.unblock()

    def _make_current(self, key: str) -> None:
        at = self._tree.currentItem()
        if at is not None and at.data(0, _KEY) == key:
            return
        every = QTreeWidgetItemIterator(self._tree)
        while (item := every.value()) is not None:
            if item.data(0, _KEY) == key:
                with QSignalBlocker(self._tree):
                    self._tree.setCurrentItem(item)
                return
            every += 1

    def _select(self, current: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if current is not None:
            self.selected.emit(current.data(0, _KEY))

    def _activate(self, _item: QTreeWidgetItem) -> None:
        if self._card.edit.isVisible() and self._card.edit.isEnabled():
            self.edit_requested.emit()
        elif self._card.definition.isVisible():
            self.definition_requested.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(24))
        top.addWidget(label(_EXPLAINED), 1)
        top.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._tree)
        halves.addWidget(self._card)
        halves.setStretchFactor(0, 1)
        halves.setSizes([px(_TREE_WIDTH), px(_CARD_WIDTH)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._summary)
        column.addWidget(self._problem)
        column.addWidget(halves, 1)


class _CardPart(QFrame):
    """What is known of the line looked at, and what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._lines = label("", "heading"), QVBoxLayout()
        self._lines.setSpacing(px(2))
        self.edit, self.park, self.retire = button("Edit…"), button(""), button("")
        self.definition = button("Go to its definition", "link")
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for each in (self.edit, self.park, self.retire, self.definition):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addLayout(self._lines)
        column.addLayout(buttons)
        column.addStretch(1)
        self._known: Card | None = None

    def show_card(self, state: OutcomesState, shown: Card | None) -> None:
        """Show the card anew."""
        outcome = state.outcome
        self._title.setText(shown.title if shown else "")
        if shown != self._known:
            self._known = shown
            self._fill(shown.lines if shown else ())
        is_open = state.is_open and outcome is not None
        self.edit.setVisible(outcome is not None and not outcome.retired)
        self.park.setVisible(outcome is not None and not outcome.retired)
        self.retire.setVisible(outcome is not None)
        self.definition.setVisible(shown is not None and bool(shown.definition))
        for each in (self.edit, self.park, self.retire):
            each.setEnabled(is_open)
        if outcome is not None:
            self.edit.setAccessibleName(f"Edit {outcome.title}")
            self.park.setText("Take up again" if outcome.parked else "Park…")
            self.retire.setText("Bring back" if outcome.retired else "Retire…")

    def _fill(self, lines: tuple[tuple[str, str], ...]) -> None:
        while self._lines.count():
            taken = self._lines.takeAt(0)
            gone = None if taken is None else taken.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for name, text in lines:
            title = label(name, "strong")
            title.setContentsMargins(0, px(8), 0, 0)
            self._lines.addWidget(title)
            self._lines.addWidget(label(text))


def _item(line: TreeLine) -> QTreeWidgetItem:
    made = QTreeWidgetItem([line.words, line.remark])
    made.setData(0, _KEY, line.key)
    made.setToolTip(0, line.words)
    made.setToolTip(1, line.remark)
    return made
