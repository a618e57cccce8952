"""The retention page: periods and people at the left, what is past its period at the right. Nothing deletes here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.retention import ONLY_A_LIST, Leaver, PastPeriod, RetentionRule
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.people.retention.columns import LEAVER_COLUMNS, PAST_COLUMNS, RULE_COLUMNS
from cdconsole.ui.screens.people.retention.state import RetentionState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import TWO_LINES, RecordTable
from cdconsole.ui.theme.fonts import px

_TRAIL = "The audit trail, earlier values and the log of exports have no period: they stay with the department's file."


class RetentionView(QWidget):
    """Emits what the person wants; shows a state."""

    period_requested = Signal(object)
    left_requested = Signal(object)
    hold_requested = Signal(object)
    place_chosen = Signal(str)
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._sentence, self._notice, self._problem = label("", "strong"), label(""), label("", "warning")
        self._past: RecordTableModel[PastPeriod] = RecordTableModel(PAST_COLUMNS, _past_key, self)
        self._rules: RecordTableModel[RetentionRule] = RecordTableModel(RULE_COLUMNS, _rule_key, self)
        self._leavers: RecordTableModel[Leaver] = RecordTableModel(LEAVER_COLUMNS, _leaver_key, self)
        self._past_table = RecordTable(self._past, clipboard, "Past its period", TWO_LINES)
        self._rules_table = RecordTable(self._rules, clipboard, "Periods", TWO_LINES)
        self._leavers_table = RecordTable(self._leavers, clipboard, "Clinicians and holds")
        self._save = button("Save the list…", "primary")
        self._period, self._left, self._hold = button("Change…"), button("When they left…"), button("Hold…")
        self._period.setAccessibleName("Change the period")
        self._place = SavePlace(self, "Save the list", "CSV files", "csv")
        self._form = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._connect()

    def show_state(self, state: RetentionState) -> None:
        """Show everything anew."""
        for words, text in (
            (self._sentence, state.sentence),
            (self._notice, state.notice),
            (self._problem, state.problem),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        found = state.found
        if found is not None:
            if found.past != self._past.rows():
                self._past.replace_all(found.past)
            if found.rules != self._rules.rows():
                self._rules.replace_all(found.rules)
            if found.leavers != self._leavers.rows():
                self._leavers.replace_all(found.leavers)
        self._save.setEnabled(found is not None)
        self._allow()
        self._form.show(state.form)

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(px(8))
        left.addLayout(_head("Periods", self._period))
        left.addWidget(self._rules_table, 1)
        left.addWidget(label(_TRAIL, "caption"))
        left.addLayout(_head("Clinicians and holds", self._left, self._hold))
        left.addWidget(self._leavers_table, 1)
        right.addLayout(_head("Past its period", self._save))
        right.addWidget(self._past_table, 1)
        body = QHBoxLayout()
        body.setSpacing(px(24))
        body.addLayout(left, 1)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(8))
        whole.addWidget(label(ONLY_A_LIST, "secondary"))
        for words in (self._sentence, self._notice, self._problem):
            whole.addWidget(words)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        self._save.clicked.connect(self._ask_place)
        self._place.chosen.connect(self.place_chosen)
        self._period.clicked.connect(self._ask_period)
        self._left.clicked.connect(self._ask_left)
        self._hold.clicked.connect(self._ask_hold)
        self._rules_table.row_activated.connect(self.period_requested)
        self._leavers_table.row_activated.connect(self.left_requested)
        for table in (self._rules_table, self._leavers_table):
            table.selectionModel().selectionChanged.connect(self._allow)

    def _marked_rule(self) -> RetentionRule | None:
        index = self._rules_table.currentIndex()
        return self._rules.row_at(index.row()) if index.isValid() else None

    def _marked_leaver(self) -> Leaver | None:
        index = self._leavers_table.currentIndex()
        return self._leavers.row_at(index.row()) if index.isValid() else None

    def _allow(self, *_selections: object) -> None:
        leaver = self._marked_leaver()
        self._period.setEnabled(self._marked_rule() is not None)
        for wish in (self._left, self._hold):
            wish.setEnabled(leaver is not None)
        self._hold.setText("Lift the hold…" if leaver is not None and leaver.hold is not None else "Hold…")

    def _ask_place(self) -> None:
        self._place.ask("retention-list.csv")

    def _ask_period(self) -> None:
        rule = self._marked_rule()
        if rule is not None:
            self.period_requested.emit(rule)

    def _ask_left(self) -> None:
        leaver = self._marked_leaver()
        if leaver is not None:
            self.left_requested.emit(leaver)

    def _ask_hold(self) -> None:
        leaver = self._marked_leaver()
        if leaver is not None:
            self.hold_requested.emit(leaver)


def _head(title: str, *actions: QWidget) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(px(8))
    head.addWidget(label(title, "heading", wraps=False))
    head.addStretch(1)
    for action in actions:
        head.addWidget(action)
    return head


def _past_key(one: PastPeriod) -> tuple[str, str]:
    return one.clinician_id, one.title


def _rule_key(rule: RetentionRule) -> str:
    return rule.part.name


def _leaver_key(leaver: Leaver) -> str:
    return leaver.clinician_id
