"""The few pieces every form is made of: plain labels, a field with its problem under it, a passphrase field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from cdconsole.ui.theme.fonts import px


def label(text: str, role: str = "", *, wraps: bool = True) -> QLabel:
    """Return a label of plain text; roles are those of the style sheet (title, heading, secondary, warning ...)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    return made


def button(text: str, role: str = "") -> QPushButton:
    """Return a button; ``primary`` and ``link`` are the style sheet's roles."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


def beside(editor: QWidget, action: QWidget) -> QWidget:
    """Return an editor with a button at its right, as one widget that a Field can hold."""
    pair = QWidget()
    pair.setFocusProxy(editor)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    row.addWidget(editor, 1)
    row.addWidget(action)
    return pair


class Field(QWidget):
    """A label above an editor, with a hint below that gives way to what is wrong."""

    def __init__(self, title: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self._editor = editor
        self._hint = hint
        name = label(title, "strong")
        name.setBuddy(editor)
        editor.setAccessibleName(title)
        self._below = label(hint, "caption")
        self._below.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for part in (name, editor, self._below):
            column.addWidget(part)

    def say(self, problem: str) -> None:
        """Show what is wrong with the field, or its hint again where nothing is."""
        self._below.setText(problem or self._hint)
        self._below.setVisible(bool(problem or self._hint))
        self._editor.setAccessibleDescription(problem)
        _set_role(self._below, "warning" if problem else "caption")
        _set_role(self._editor, "wrong" if problem else "")


class PassphraseEdit(QWidget):
    """Takes a passphrase; shows it on request, and says when Caps Lock seems to be on."""

    def __init__(self, *, is_shown: bool = False) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=True)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._toggle = QToolButton()
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._show_text)
        self._toggle.setChecked(is_shown)
        self._show_text(is_shown)
        self._caps = label("Caps Lock seems to be on.", "warning")
        self._caps.hide()
        self._lay_out()

    def setAccessibleName(self, name: str) -> None:
        """Name the line itself: it is what takes the focus."""
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the line itself."""
        self.line.setAccessibleDescription(description)

    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each letter typed: upper case without Shift means Caps Lock."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.text().isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(event.text().isupper() is not has_shift)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._caps)

    def _show_text(self, is_shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._toggle.setText("Hide" if is_shown else "Show")
        self._toggle.setAccessibleName("Hide the passphrase" if is_shown else "Show the passphrase")


def _set_role(widget: QWidget, role: str) -> None:
    target = widget.line if isinstance(widget, PassphraseEdit) else widget
    if target.property("role") != role:
        target.setProperty("role", role)
        target.style().polish(target)
