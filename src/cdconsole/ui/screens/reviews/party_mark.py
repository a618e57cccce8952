"""One person's mark on the record: asked for, shown, or taken back because the record changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.review import Agreement, AgreementMark, Party
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_CHOICES = (Agreement.AGREED, Agreement.AGREED_WITH_COMMENT, Agreement.NOT_AGREED)
_SHORT = {Agreement.AGREED_WITH_COMMENT: "With comment"}


class PartyMark(QWidget):
    """``marked`` carries the party, the agreement and the comment; ``comment_typed`` the party and the words."""

    marked = Signal(object, object, str)
    comment_typed = Signal(object, str)
    entered = Signal()

    def __init__(self, party: Party) -> None:
        super().__init__()
        self._party = party
        self._mark: AgreementMark | None = None
        self._is_changing = False
        self._name, self._said = label("", "strong"), label("")
        self._how = label("", "caption")
        self._comment_said = label("", "secondary")
        self._cleared, self._problem = label("", "warning"), label("", "warning")
        self._choices = QButtonGroup(self)
        self._comment = TextEdit(1, "Comment")
        self._enter = button("Mark")
        self._change = button("Mark anew", "link")
        self._form = QWidget()
        self._lay_out()
        self._choices.idClicked.connect(self._choose)
        self._comment.typed.connect(self._type)
        self._comment.entered.connect(self.entered)
        self._enter.clicked.connect(self._give)
        self._change.clicked.connect(self._begin_changing)

    def show_mark(self, name: str, mark: AgreementMark, problem: str, *, is_locked: bool) -> None:
        """Show how the person marked the record, or ask."""
        if mark != self._mark:
            self._mark = mark
            self._is_changing = False
            self._fill(mark)
        is_marked = mark.at is not None
        self._name.setText(f"{name}, {self._party.value.lower()}")
        self._said.setText(f"{mark.agreement.value}, {moment_text(mark.at)}" if mark.at is not None else "Not marked")
        self._said.setVisible(is_marked or is_locked)
        self._how.setText(mark.how)
        self._how.setVisible(bool(mark.how))
        self._comment_said.setText(f"“{mark.comment}”")
        self._comment_said.setVisible(bool(mark.comment) and (is_marked or is_locked))
        self._cleared.setText(f"Taken back: {mark.cleared}. Mark it anew.")
        self._cleared.setVisible(bool(mark.cleared) and not is_marked and not is_locked)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._change.setVisible(is_marked and not is_locked)
        self._show_form(is_asked=not is_locked and (not is_marked or self._is_changing))
        self._comment.setAccessibleName(f"Comment of {name}")
        self._enter.setAccessibleName(f"Mark for {name}")

    def _show_form(self, *, is_asked: bool) -> None:
        self._form.setVisible(is_asked)
        self._change.setVisible(self._change.isVisibleTo(self) and not is_asked)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(16))
        for at, agreement in enumerate(_CHOICES):
            radio = QRadioButton(_SHORT.get(agreement, agreement.value))
            radio.setAccessibleName(f"{self._party.value}: {agreement.value}")
            self._choices.addButton(radio, at)
            row.addWidget(radio)
        row.addStretch(1)
        typed = QHBoxLayout()
        typed.setSpacing(px(8))
        typed.addWidget(self._comment, 1)
        typed.addWidget(self._enter, 0, Qt.AlignmentFlag.AlignBottom)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, px(4), 0, 0)
        form.setSpacing(px(8))
        form.addLayout(row)
        form.addLayout(typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        for part in (self._name, self._said, self._how, self._comment_said, self._cleared, self._form, self._problem):
            column.addWidget(part)
        column.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)
        self._enter.setEnabled(False)

    def _fill(self, mark: AgreementMark) -> None:
        self._comment.show_text(mark.comment)
        self._choices.setExclusive(False)
        for each in self._choices.buttons():
            each.setChecked(False)
        self._choices.setExclusive(True)
        self._enter.setEnabled(False)

    def _choose(self, _place: int) -> None:
        self._enter.setEnabled(True)
        self.entered.emit()

    def _type(self, text: str) -> None:
        self.comment_typed.emit(self._party, text)

    def _begin_changing(self) -> None:
        self._is_changing = True
        self._show_form(is_asked=True)

    def _give(self) -> None:
        self.marked.emit(self._party, _CHOICES[self._choices.checkedId()], self._comment.toPlainText())
