"""What the page's dialogs are made of: what follows from agreeing, the fields, two buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.people.access.state import Dialog
from cdconsole.ui.theme.fonts import px

_WIDTH = 560


class AccessDialog(QDialog):
    """``entered`` carries what was typed or agreed to. While it is being done the dialog can't be closed."""

    entered = Signal(object)
    suggest_requested = Signal()

    def __init__(self, parent: QWidget, title: str, agree: str, doing: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._doing = doing
        self._is_busy = False
        self.fields: dict[str, Field] = {}
        self.agree, self.cancel = button(agree, "primary"), button("Cancel")
        self._busy = label("", "secondary")
        self._problem = label("", "warning")
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.agree)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(16))
        column.addLayout(self.body)
        column.addStretch(1)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        self.setFixedWidth(px(_WIDTH))
        self.agree.clicked.connect(self.enter)
        self.cancel.clicked.connect(self.reject)

    def show_state(self, dialog: Dialog) -> None:
        """Show what is wrong, and whether it is being done."""
        for name, field in self.fields.items():
            field.say(dialog.problems.get(name, ""))
        self._problem.setText(dialog.problems.get("", ""))
        self._problem.setVisible("" in dialog.problems)
        self._busy.setText(self._doing if dialog.is_busy else "")
        self._is_busy = dialog.is_busy
        for part in (self.agree, self.cancel):
            part.setEnabled(not dialog.is_busy)
        self._fit()

    def enter(self) -> None:
        """Emit what was typed or agreed to."""
        raise NotImplementedError

    def forget(self) -> None:
        """Empty every field; the dialog is not shown again."""

    def reject(self) -> None:
        """Close, unless the work is on its way: a code that nobody would see could be used by nobody."""
        if not self._is_busy:
            super().reject()

    def event(self, event: QEvent) -> bool:
        """Follow a part that needs another height."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return is_handled

    def _fit(self) -> None:
        """Take the height that what is shown needs at this width; Qt's own adjustSize reckons with another width."""
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))


def points(lines: Sequence[str]) -> QWidget:
    """Return plain sentences one below the other, each with a bullet."""
    listed = QWidget()
    grid = QGridLayout(listed)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(6))
    grid.setColumnStretch(1, 1)
    for at, line in enumerate(lines):
        grid.addWidget(label("•", wraps=False), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(line), at, 1)
    return listed


class SecretText(QLabel):
    """A code or key in large fixed-width type. Screen readers read it; it can't be selected and so not be copied."""

    def __init__(self, name: str, size: int, lines: int = 1) -> None:
        super().__init__("\n" * (lines - 1))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        face = fixed_font()
        self.setStyleSheet(f"font-family: '{face.family()}'; font-size: {px(size)}px; padding: {px(12)}px;")
        self.ensurePolished()
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 2 * px(12))

    def show_text(self, text: str) -> None:
        """Show it, over several lines where it has them."""
        self.setText(text)
        self.setAccessibleDescription(" ".join(text.split()))


def fixed_font() -> QFont:
    """Return the computer's fixed-width typeface, in which 0 and O, 1 and I can be told apart."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
