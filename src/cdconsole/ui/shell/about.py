"""Says which version this is and whose typeface it uses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from cdconsole import __version__


def about_box(parent: QWidget) -> QMessageBox:
    """Return the About dialog."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("About cdconsole")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"cdconsole {__version__}")
    box.setInformativeText(
        "A clinical director's console. It helps two people talk about the work; it decides nothing.\n\n"
        "Built with Qt (LGPL). Typeface: Inter (SIL Open Font Licence)."
    )
    return box
