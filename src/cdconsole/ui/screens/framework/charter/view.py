"""The charter's page: one version to read, what changed in it, who signed it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.framework import Charter, SigningParty
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.screens.framework.charter.state import (
    CharterState,
    changed_words,
    parts,
    signature_words,
    version_words,
    written_words,
)
from cdconsole.ui.theme.fonts import px

_READABLE = 860


class CharterView(QScrollArea):
    """Emits what the person wants; shows a state with its form."""

    version_chosen = Signal(int)
    edit_requested = Signal()
    sign_requested = Signal()
    sponsor_requested = Signal()
    save_requested = Signal()
    print_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._versions: tuple[str, ...] = ()
        self._box = QComboBox()
        self._box.setAccessibleName("Version of the charter")
        self._edit = button("", "primary")
        self._print = PrintButtons("the charter")
        self._written, self._said, self._problem = label("", "secondary"), label("", "secondary"), label("", "warning")
        self._parts = {title: label("") for title, _ in parts(Charter())}
        self._changed = label("", "secondary")
        self._signatures = {party: label("") for party in SigningParty}
        self._noted = label("", "secondary")
        self._sign, self._sponsor = button("Sign as clinical director"), button("Enter the sponsor's signature…")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._box.activated.connect(self._choose)
        self._edit.clicked.connect(self.edit_requested)
        self._sign.clicked.connect(self.sign_requested)
        self._sponsor.clicked.connect(self.sponsor_requested)
        self._print.save_requested.connect(self.save_requested)
        self._print.print_requested.connect(self.print_requested)

    def say(self, words: str) -> None:
        """Show what came of saving or printing."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def show_state(self, state: CharterState) -> None:
        """Show everything anew."""
        shown = state.shown
        self._show_versions(state)
        self._edit.setText("Write the next version…" if state.versions else "Write the charter…")
        self._edit.setEnabled(state.is_open)
        self._print.setVisible(bool(state.versions))
        self._written.setText("Reading the charter…" if state.is_loading else written_words(shown))
        for title, text in parts(shown):
            self._parts[title].setText(text)
        changed = changed_words(state)
        self._changed.setText(changed)
        self._changed.setVisible(bool(changed))
        self._body.setVisible(bool(shown.version))
        for party, words in self._signatures.items():
            words.setText(signature_words(shown, party))
        self._noted.setText(f"As noted earlier: {shown.signed}")
        self._noted.setVisible(bool(shown.signed))
        self._sign.setVisible(state.may_be_signed_by(SigningParty.DIRECTOR))
        self._sponsor.setVisible(state.may_be_signed_by(SigningParty.SPONSOR))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._forms.show(state.form)

    def _show_versions(self, state: CharterState) -> None:
        versions = tuple(version_words(one) for one in state.versions)
        if versions != self._versions:
            self._versions = versions
            self._box.clear()
            for one, words in zip(state.versions, versions, strict=True):
                self._box.addItem(words, one.version)
        self._box.setCurrentIndex(self._box.findData(state.shown.version))
        self._box.setVisible(bool(versions))

    def _choose(self, at: int) -> None:
        self.version_chosen.emit(self._box.itemData(at))

    def _lay_out(self) -> None:
        self._said.hide()
        self._body = self._body_part()
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._box)
        top.addWidget(self._print)
        top.addStretch(1)
        top.addWidget(self._edit)
        inside = QWidget()
        inside.setMaximumWidth(px(_READABLE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(24), px(24))
        column.setSpacing(px(12))
        column.addLayout(top)
        for words in (self._written, self._said, self._problem):
            column.addWidget(words)
        column.addWidget(self._body)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _body_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for title, shown in self._parts.items():
            column.addWidget(label(title, "strong"))
            column.addWidget(shown)
            column.addSpacing(px(12))
        column.addWidget(label("Signatures", "strong"))
        for words in (*self._signatures.values(), self._noted):
            column.addWidget(words)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._sign)
        buttons.addWidget(self._sponsor)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(px(12))
        column.addWidget(self._changed)
        return part
