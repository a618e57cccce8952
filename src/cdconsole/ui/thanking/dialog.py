"""The dialog in which somebody is thanked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.thanking.state import ThankForm
from cdconsole.ui.theme.fonts import px

_WHO, _TEXT, _MEASURE = "clinician", "text", "measure"
_NO_MEASURE = "Nothing measured: the words say it"
_FROZEN = "Its last three months, with n and denominator, are kept beside the words as they are now."
_KEPT = "Kept as it stands, under your name. Nothing is sent: say it to them too."


class ThankDialog(QDialog):
    """``entered`` carries the clinician's id, the words, and a measure's id or nothing.

    ``people`` and ``measures`` are ids and what they are called; without measures none is asked for.
    """

    entered = Signal(str, str, str)

    def __init__(
        self,
        parent: QWidget,
        form: ThankForm,
        people: Sequence[tuple[str, str]],
        measures: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Say thank you")
        self._who, self._text, self._measure = QComboBox(), TextEdit(lines=4), QComboBox()
        for person, name in people:
            self._who.addItem(name, person)
        for measure, title in (("", _NO_MEASURE), *measures):
            self._measure.addItem(title, measure)
        self._who.setCurrentIndex(self._who.findData(form.clinician))
        self._fields = {
            _WHO: Field("To", self._who),
            _TEXT: Field("What for, and what it did for patients or colleagues", self._text, _KEPT),
            _MEASURE: Field("What was measured", self._measure, _FROZEN),
        }
        if not measures:
            self._fields[_MEASURE].hide()  # never shown here: without a parent yet it would open as a window of its own
        self._notice = label("", "warning")
        self._thank, self._cancel = button("Say thank you", "primary"), button("Cancel")
        self._lay_out()
        self._thank.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_form(form)

    def show_form(self, form: ThankForm) -> None:
        """Show what is wrong, at its field; what is typed stays."""
        for name, field in self._fields.items():
            field.say(form.problems.get(name, ""))
        self._notice.setText(form.notice)
        self._notice.setVisible(bool(form.notice))
        self._thank.setEnabled(not form.is_busy)
        if _TEXT in form.problems:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._thank)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(16))
        column.addWidget(self._fields[_WHO])
        column.addWidget(self._fields[_TEXT], 1)
        column.addWidget(self._fields[_MEASURE])
        column.addWidget(self._notice)
        column.addLayout(buttons)
        self.setFixedWidth(px(480))

    def _enter(self) -> None:
        self.entered.emit(self._who.currentData(), self._text.toPlainText(), self._measure.currentData())
