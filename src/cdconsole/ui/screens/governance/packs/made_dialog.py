"""The dialog that shows a new pack's words, once."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import MadePack
from cdconsole.ui.forms import Field, beside, button, label
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px

_ONCE = "Shown only here and only now; stored nowhere. Hand them over by another way than the file."


class MadeDialog(QDialog):
    """Closing it forgets the words."""

    def __init__(self, parent: QWidget, made: MadePack, clipboard: Clipboard) -> None:
        super().__init__(parent)
        self.setWindowTitle("The pack is made")
        self._clipboard = clipboard
        self._words = QLineEdit(made.passphrase)
        self._words.setReadOnly(True)
        self._words.setCursorPosition(0)
        copy, done = button("Copy"), button("I have noted them", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(f"Written: {made.path}"))
        column.addWidget(Field("The five words that open it", beside(self._words, copy), _ONCE))
        compare = f"The pack shows these six words of your key, to compare by telephone: {made.fingerprint}"
        column.addWidget(label(compare, "secondary"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(done)
        column.addLayout(buttons)
        self.setFixedWidth(px(520))
        copy.clicked.connect(self._put)
        done.clicked.connect(self.accept)

    def _put(self) -> None:
        self._clipboard.put(self._words.text(), is_secret=True)
