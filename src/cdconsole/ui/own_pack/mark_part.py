"""The owner's mark on the review in their pack: asked for, shown, taken back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.pack_review import PackMark
from cdconsole.domain.review import Agreement
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import button, label
from cdconsole.ui.own_pack.words import ASKS_MARK
from cdconsole.ui.theme.fonts import px

_CHOICES = (Agreement.AGREED, Agreement.AGREED_WITH_COMMENT, Agreement.NOT_AGREED)


class MarkPart(QWidget):
    """``marked`` carries the agreement and its comment: NOT_MARKED where the mark is taken back."""

    marked = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._said, self._problem = label(""), label("", "warning")
        self._form, self._given = QWidget(), QWidget()
        self._choices = QButtonGroup(self)
        self._comment = TextEdit(2, "Needed for “agreed with comment”")
        self._comment.setAccessibleName("Comment with my mark")
        self._comment.setObjectName("mark comment")
        self._enter, self._back = button("Mark the record"), button("Take my mark back", "link")
        self._lay_out()
        self._enter.setEnabled(False)
        self._choices.idClicked.connect(self._choose)
        self._enter.clicked.connect(self._give)
        self._back.clicked.connect(self._take_back)

    def show_mark(self, mark: PackMark | None, problem: str) -> None:
        """Show the mark, or ask for it."""
        if mark is not None:
            comment = f": “{mark.comment}”" if mark.comment else ""
            self._said.setText(f"{mark.agreement.value}{comment}")
        self._given.setVisible(mark is not None)
        self._form.setVisible(mark is None)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._comment.setAccessibleDescription(problem)

    def _lay_out(self) -> None:
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(px(6))
        for at, agreement in enumerate(_CHOICES):
            radio = QRadioButton(agreement.value)
            self._choices.addButton(radio, at)
            form.addWidget(radio)
        form.addWidget(self._comment)
        row = QHBoxLayout()
        row.addWidget(self._enter)
        row.addStretch(1)
        form.addLayout(row)
        given = QVBoxLayout(self._given)
        given.setContentsMargins(0, 0, 0, 0)
        given.setSpacing(px(2))
        given.addWidget(self._said)
        given.addWidget(label("It goes out with your reply.", "secondary"))
        back = QHBoxLayout()
        back.addWidget(self._back)
        back.addStretch(1)
        given.addLayout(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(label("My mark on the record", "strong"))
        column.addWidget(label(ASKS_MARK, "secondary"))
        for part in (self._given, self._form, self._problem):
            column.addWidget(part)

    def _choose(self, _place: int) -> None:
        self._enter.setEnabled(True)

    def _take_back(self) -> None:
        self.marked.emit(Agreement.NOT_MARKED, "")

    def _give(self) -> None:
        self.marked.emit(_CHOICES[self._choices.checkedId()], self._comment.toPlainText())
