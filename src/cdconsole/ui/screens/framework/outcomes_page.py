"""The outcome tree: what must go right, why, who owns it, and the measures that show it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.outcome_form import OutcomeForm
from cdconsole.ui.screens.framework.quiet_link import quiet_link
from cdconsole.ui.screens.framework.state import FrameworkState, outcome_facts, untied_words
from cdconsole.ui.theme.fonts import px

_LIST_WIDTH, _FORM_WIDTH = 760, 420
_EXPLAINED = "Success critical outcomes: the few things that must go right, at team level."
_EMPTY = "No outcome yet. Three to seven are usual."


class OutcomesPage(QWidget):
    """Emits the id of the outcome to edit (empty for a new one), and what was typed."""

    edit_requested = Signal(str)
    save_requested = Signal(object)
    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, _OutcomeRow] = {}
        self._edited: str | None = None
        self._add = button("Add outcome")
        self._empty, self._untied = label(_EMPTY, "secondary"), label("", "secondary")
        self._form = OutcomeForm()
        self._form.setFixedWidth(px(_FORM_WIDTH))
        self._list = QVBoxLayout()
        self._list.setSpacing(px(16))
        self._lay_out()
        self._add.clicked.connect(self._ask_add)
        self._form.save_requested.connect(self.save_requested)
        self._form.editing_ended.connect(self.editing_ended)

    def show_state(self, state: FrameworkState, outcomes: tuple[SuccessCriticalOutcome, ...]) -> None:
        """Show the tree anew, and the form if it is open."""
        for outcome in outcomes:
            if outcome.id not in self._rows:
                row = self._rows[outcome.id] = _OutcomeRow(outcome.id)
                row.edit_requested.connect(self.edit_requested)
                self._list.addWidget(row)
            titles = tuple(state.title_of(measure) for measure in outcome.measures)
            self._rows[outcome.id].show_outcome(outcome, titles, may_edit=state.outcome_form is None)
        self._empty.setVisible(not outcomes)
        self._untied.setText(untied_words(state))
        self._add.setEnabled(state.outcome_form is None)
        self._form.setVisible(state.outcome_form is not None)
        self._form.show_form(state.outcome_form, state.measures)
        self._return_focus(None if state.outcome_form is None else state.outcome_form.of.id)

    def _return_focus(self, edited: str | None) -> None:
        was, self._edited = self._edited, edited
        if was is not None and edited is None:
            opener = self._rows[was].edit if was in self._rows else self._add
            opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(_EXPLAINED), 1)
        top.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setMaximumWidth(px(_LIST_WIDTH))
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(12))
        left.addLayout(top)
        left.addWidget(self._empty)
        left.addLayout(self._list)
        left.addWidget(self._untied)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(24), px(24))
        row.setSpacing(px(48))
        row.addWidget(inside, 1)
        row.addWidget(self._form, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)

    def _ask_add(self) -> None:
        self.edit_requested.emit("")


class _OutcomeRow(QFrame):
    """One outcome, and its measures as branches below it."""

    edit_requested = Signal(str)

    def __init__(self, outcome: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._id = outcome
        self._title, self._why, self._facts = label("", "heading"), label(""), label("", "secondary")
        self._measures = label("")
        self._measures.setContentsMargins(px(16), 0, 0, 0)
        self.edit = quiet_link("Edit")
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(px(4))
        column.addLayout(top)
        for part in (self._why, self._facts, self._measures):
            column.addWidget(part)
        self.edit.clicked.connect(self._ask_edit)

    def show_outcome(self, outcome: SuccessCriticalOutcome, measures: tuple[str, ...], *, may_edit: bool) -> None:
        """Show the outcome anew."""
        self.setAccessibleName(outcome.title)
        self._title.setText(outcome.title)
        self._why.setText(outcome.why)
        self._why.setVisible(bool(outcome.why))
        self._facts.setText(outcome_facts(outcome))
        branches = [f"└  {title}" for title in measures]
        self._measures.setText(
            "\n".join(branches) or "└  No measure yet: tie one, or say in the why that it is parked."
        )
        self.edit.setAccessibleName(f"Edit {outcome.title}")
        self.edit.setVisible(may_edit)

    def _ask_edit(self) -> None:
        self.edit_requested.emit(self._id)
