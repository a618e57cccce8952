"""The charter: what the department is for and what it calls a concern, to read or to write as the next version."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cdconsole.domain.framework import Charter
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.framework.state import WHOLE, Form
from cdconsole.ui.theme.fonts import px

_READABLE, _TEXT_HEIGHT = 760, 112
_NOT_YET = "Not written yet"


class CharterPage(QWidget):
    """Emits the charter as typed; its version is the presenter's affair."""

    edit_requested = Signal()
    save_requested = Signal(object)
    editing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._form: Form[Charter] | None = None
        self._version = label("", "heading", wraps=False)
        self._edit = button("Edit")
        self._shown = {name: label("") for name in ("Aims", "Sponsor", "What we call a concern", "Signed by")}
        self._aims, self._concern = _text_edit(), _text_edit()
        self._sponsor, self._signed = QLineEdit(), QLineEdit()
        self._whole = label("", "warning")
        self._save, self._cancel = button("Save", "primary"), button("Cancel")
        self._reader, self._editor = self._reader_part(), self._editor_part()
        self._lay_out()
        self._edit.clicked.connect(self.edit_requested)
        self._save.clicked.connect(self._ask_save)
        self._cancel.clicked.connect(self.editing_ended)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._editor)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.editing_ended)

    def show_charter(self, charter: Charter, form: Form[Charter] | None) -> None:
        """Show the charter anew, and its form if that is open."""
        self._version.setText(f"Version {charter.version}" if charter.version else "Not written yet")
        self._edit.setText("Edit" if charter.version else "Write the charter")
        words = (charter.aims, charter.sponsor, charter.definition_of_concern, charter.signed)
        for shown, text in zip(self._shown.values(), words, strict=True):
            shown.setText(text or _NOT_YET)
            shown.setEnabled(bool(text))
        was, self._form = self._form, form
        self._reader.setVisible(form is None)
        self._edit.setVisible(form is None)
        self._editor.setVisible(form is not None)
        if form is not None:
            self._show_form(form, is_new=was is None)
        elif was is not None:
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, form: Form[Charter], *, is_new: bool) -> None:
        if is_new:
            self._aims.setPlainText(form.of.aims)
            self._sponsor.setText(form.of.sponsor)
            self._concern.setPlainText(form.of.definition_of_concern)
            self._signed.setText(form.of.signed)
            self._aims.setFocus(Qt.FocusReason.OtherFocusReason)
        self._save.setText(f"Save as version {form.of.version + 1}")
        self._save.setEnabled(not form.is_busy)
        self._whole.setText(form.problems.get(WHOLE, ""))
        self._whole.setVisible(bool(form.problems))

    def _reader_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for name, shown in self._shown.items():
            column.addWidget(label(name, "strong"))
            column.addWidget(shown)
            column.addSpacing(px(16))
        return part

    def _editor_part(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._whole, 1)
        buttons.addStretch(0)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Field("Aims", self._aims))
        column.addWidget(Field("Sponsor", self._sponsor, "Who backs this work above the department."))
        column.addWidget(
            Field("What we call a concern", self._concern, "The department's own words. No number alone is a concern.")
        )
        column.addWidget(Field("Signed by", self._signed, "Names and dates, once clinical director and sponsor agree."))
        column.addLayout(buttons)
        return part

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._version)
        top.addStretch(1)
        top.addWidget(self._edit)
        top.setSpacing(px(12))
        inside = QWidget()
        inside.setMaximumWidth(px(_READABLE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(24), px(24))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self._reader)
        column.addWidget(self._editor)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(inside)

    def _ask_save(self) -> None:
        self.save_requested.emit(
            Charter(
                aims=self._aims.toPlainText().strip(),
                sponsor=self._sponsor.text().strip(),
                definition_of_concern=self._concern.toPlainText().strip(),
                signed=self._signed.text().strip(),
            )
        )


def _text_edit() -> QPlainTextEdit:
    """Return a field of several lines that Tab leaves."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(px(_TEXT_HEIGHT))
    return made
