"""The few pieces every form is made of: plain labels, a field with its problem under it, a passphrase field.

The window's first page is made of these, and PySide takes 20 ms to make the ``Qt`` namespace when it is first named:
so nothing here names it before somebody types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from cdconsole.ui.theme.fonts import px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_PLAIN_TEXT = 0  # Qt.TextFormat.PlainText


def label(text: str, role: str = "", *, wraps: bool = True) -> QLabel:
    """Return a label of plain text; roles are those of the style sheet (title, heading, secondary, warning ...)."""
    made = QLabel(text)
    made.setProperty("textFormat", _PLAIN_TEXT)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    return made


def button(text: str, role: str = "") -> QPushButton:
    """Return a button; ``primary`` and ``link`` are the style sheet's roles."""
    made = Button(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


class Button(QPushButton):
    """A button that Enter presses as Space does, and that hands the keyboard back when it goes.

    Disabled or hidden while it has the keyboard, Qt would hand it on: behind the last button of a page that is the
    rail, and the next Enter would leave the page.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter too: outside dialogs Qt leaves that to one default button a window."""
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Move the keyboard as Tab does, but back where the button can't be used any more."""
        return super().focusNextPrevChild(is_next and self.isEnabled() and self.isVisible())


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
        # What takes the focus is what a screen reader names.
        self._editor = editor.focusProxy() or editor
        self._hint = hint
        self.setFocusProxy(self._editor)
        self._name = label("", "strong")
        self._name.setBuddy(editor)
        self.set_title(title)
        self._below = label(hint, "caption")
        if not hint:
            self._below.hide()  # never shown here: without a parent yet it would open as a window of its own
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for part in (self._name, editor, self._below):
            column.addWidget(part)
        column.addStretch(1)

    def set_title(self, title: str) -> None:
        """Say what is typed here."""
        self._name.setText(title)
        self._editor.setAccessibleName(title)

    def set_hint(self, hint: str) -> None:
        """Say what helps to type it; shown with the next ``say``."""
        self._hint = hint

    def say(self, problem: str) -> None:
        """Show what is wrong with the field, or its hint again where nothing is."""
        self._below.setText(problem or self._hint)
        self._below.setVisible(bool(problem or self._hint))
        self._editor.setAccessibleDescription(problem)
        _set_role(self._below, "warning" if problem else "caption")
        _set_role(self._editor, "wrong" if problem else "")


class _Line(QLineEdit):
    """A line that tells how each letter was typed: upper case without Shift means Caps Lock."""

    letter_typed = Signal(bool, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the letter, then take it."""
        if event.text().isalpha():
            from PySide6.QtCore import Qt

            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.letter_typed.emit(event.text().isupper(), has_shift)
        super().keyPressEvent(event)


class PassphraseEdit(QWidget):
    """Takes a passphrase; shows it on request, and says when Caps Lock seems to be on.

    A code from paper is typed here too: capitals don't matter in one, so with ``minds_case`` False nothing is said.
    """

    def __init__(self, *, is_shown: bool = False, minds_case: bool = True) -> None:
        super().__init__()
        self.minds_case = minds_case
        self.line = _Line()
        self.line.letter_typed.connect(self._look_at_letter)
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

    def _look_at_letter(self, is_upper: bool, has_shift: bool) -> None:
        self._caps.setVisible(self.minds_case and is_upper is not has_shift)

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
        self._toggle.setAccessibleName("Hide what is typed" if is_shown else "Show what is typed")


def _set_role(widget: QWidget, role: str) -> None:
    if (widget.property("role") or "") != role:
        widget.setProperty("role", role)
        widget.style().polish(widget)
