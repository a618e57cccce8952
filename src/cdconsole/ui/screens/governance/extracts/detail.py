"""One proposal: for whom and why, what it holds to the last figure, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.extract_proposal import ExtractProposal
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.governance.extracts.files_pane import FilesPane
from cdconsole.ui.screens.governance.extracts.state import ExtractsState, facts, files_text
from cdconsole.ui.theme.fonts import px

_MOST_FACTS = 8


class Detail(QWidget):
    """Emits what is to be done with the proposal that is shown."""

    change_requested = Signal()
    agree_requested = Signal()
    in_person_requested = Signal()
    end_requested = Signal(str)
    seal_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heads = [label("", "secondary", wraps=False) for _ in range(_MOST_FACTS)]
        self._texts = [label("") for _ in range(_MOST_FACTS)]
        self._files = FilesPane("What it holds", "Reading…")
        self._notice = label("", "warning")
        self._agree, self._seal = button("Agree", "primary"), button("Seal…", "primary")
        self._in_person, self._change = button("Agree in person…"), button("Change…")
        self._reason, self._end = QLineEdit(), button("Withdraw")
        self._reason.setPlaceholderText("Reason, if any")
        self._reason.setAccessibleName("Reason for ending the proposal")
        self._reason.setMaximumWidth(px(180))
        self._lay_out()
        self._agree.clicked.connect(self.agree_requested)
        self._in_person.clicked.connect(self.in_person_requested)
        self._change.clicked.connect(self.change_requested)
        self._seal.clicked.connect(self.seal_requested)
        self._end.clicked.connect(self._ask_end)

    def show_state(self, state: ExtractsState) -> None:
        """Show the selected proposal; nothing without one."""
        self.setVisible(state.selected is not None)
        if state.selected is None:
            return
        self._show_facts(state.selected)
        self._files.show_text("" if state.files is None else files_text(state.files))
        said = state.refusal or state.nobody_else
        self._notice.setText(said)
        self._notice.setVisible(bool(said))
        self._agree.setVisible(state.may_agree)
        self._in_person.setVisible(state.waits and bool(state.others))
        self._seal.setVisible(state.may_seal)
        for part in (self._change, self._end, self._reason):
            part.setVisible(state.may_change)
        self._end.setText("Withdraw" if state.is_own else "Decline")

    def _show_facts(self, proposal: ExtractProposal) -> None:
        lines = facts(proposal)
        for at in range(_MOST_FACTS):
            heading, text = lines[at] if at < len(lines) else ("", "")
            self._heads[at].setText(heading)
            self._texts[at].setText(text)
            self._heads[at].setVisible(bool(heading))
            self._texts[at].setVisible(bool(heading))

    def _ask_end(self) -> None:
        self.end_requested.emit(self._reason.text())
        self._reason.clear()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for at, (heading, text) in enumerate(zip(self._heads, self._texts, strict=True)):
            grid.addWidget(heading, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, at, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for part in (self._agree, self._seal, self._in_person, self._change):
            buttons.addWidget(part)
        buttons.addStretch(1)
        buttons.addWidget(self._reason)
        buttons.addWidget(self._end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(grid)
        column.addWidget(self._files, 1)
        column.addWidget(self._notice)
        column.addLayout(buttons)
