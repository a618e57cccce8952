"""The dialog that shows a sealed file's passphrase, once."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.extract_proposal import SealedExtract
from cdconsole.ui.forms import Field, beside, button, label
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px

_ONCE = "Shown only here and only now; stored nowhere. Tell it to the recipient by another way than the file."


class SealedDialog(QDialog):
    """Closing it forgets the words."""

    def __init__(self, parent: QWidget, sealed: SealedExtract, clipboard: Clipboard) -> None:
        super().__init__(parent)
        self.setWindowTitle("The extract is sealed")
        self._clipboard = clipboard
        self._words = QLineEdit(sealed.passphrase)
        self._words.setReadOnly(True)
        self._words.setCursorPosition(0)
        self._copy, self._done = button("Copy"), button("I have noted it", "primary")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(f"Written: {sealed.receipt.path}"))
        column.addWidget(Field("The words that open it", beside(self._words, self._copy), _ONCE))
        column.addLayout(buttons)
        self.setFixedWidth(px(520))
        self._copy.clicked.connect(self._put)
        self._done.clicked.connect(self.accept)

    def _put(self) -> None:
        self._clipboard.put(self._words.text(), is_secret=True)
