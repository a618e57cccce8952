"""How the last attempt to write a workbook went: the receipt, or what was wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdconsole.domain.governance import ExportReceipt
from cdconsole.ui.elided import ElidedLabel
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.governance.state import GovernanceState, receipt_words
from cdconsole.ui.theme.fonts import px


class OutcomeBanner(QFrame):
    """Hidden until something was tried."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._folder = ""
        self._refusal = label("", "warning")
        self._path = ElidedLabel("strong", Qt.TextElideMode.ElideMiddle)
        self._held, self._sha256 = label(""), label("", "caption", wraps=False)
        self._sha256.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._show_folder = button("Show in folder")
        self._lay_out()
        self._show_folder.clicked.connect(self._open_folder)
        self.hide()

    def show_state(self, state: GovernanceState) -> None:
        """Show how it went, or nothing."""
        self.setVisible(bool(state.refusal) or state.receipt is not None)
        self._refusal.setVisible(bool(state.refusal))
        self._refusal.setText(state.refusal)
        for part in (self._path, self._held, self._sha256, self._show_folder):
            part.setVisible(state.receipt is not None)
        if state.receipt is not None:
            self._show_receipt(state.receipt)

    def _show_receipt(self, receipt: ExportReceipt) -> None:
        self._folder = str(Path(receipt.path).parent)
        self._path.show_text(f"Written: {receipt.path}")
        self._held.setText(receipt_words(receipt))
        self._sha256.setText(f"SHA-256 {receipt.sha256}")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for part in (self._refusal, self._path, self._held, self._sha256):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(16))
        row.addLayout(words, 1)
        row.addWidget(self._show_folder, 0, Qt.AlignmentFlag.AlignTop)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))
