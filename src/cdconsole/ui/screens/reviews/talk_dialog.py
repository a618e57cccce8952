"""The dialog in which a conversation beside the quarterly review is begun: what kind it is and what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.review import Conversation
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.reviews.state import TalkForm
from cdconsole.ui.theme.fonts import px

_TOPIC = "topic"
_KEPT = "Kept as it stands with the record. The next quarterly review stays on its day unless you say otherwise."


class TalkDialog(QDialog):
    """``entered`` carries the Conversation and the topic."""

    entered = Signal(object, str)

    def __init__(self, parent: QWidget, form: TalkForm) -> None:
        super().__init__(parent)
        self.setWindowTitle("Begin a conversation")
        self._kind, self._topic = QComboBox(), TextEdit(lines=3)
        for kind in (Conversation.ASKED_FOR, Conversation.OTHER):
            self._kind.addItem(kind.value, kind)
        self._kind.setCurrentIndex(self._kind.findData(form.kind))
        self._field = Field("What it is about, in their own words", self._topic, _KEPT)
        self._notice = label("", "warning")
        self._begin, self._cancel = button("Begin", "primary"), button("Cancel")
        self._lay_out(form.name)
        self._begin.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self._topic.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_form(form)

    def show_form(self, form: TalkForm) -> None:
        """Show what is wrong; what is typed stays."""
        self._field.say(form.problem if form.is_about_topic else "")
        self._notice.setText("" if form.is_about_topic else form.problem)
        self._notice.setVisible(bool(self._notice.text()))
        self._begin.setEnabled(not form.is_busy)

    def _lay_out(self, name: str) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(16))
        column.addWidget(label(f"With {name}", "heading"))
        column.addWidget(Field("Kind", self._kind))
        column.addWidget(self._field, 1)
        column.addWidget(self._notice)
        column.addLayout(buttons)
        self.setFixedWidth(px(480))

    def _enter(self) -> None:
        self.entered.emit(self._kind.currentData(), self._topic.toPlainText())
