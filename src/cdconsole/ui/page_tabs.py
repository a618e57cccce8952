"""The quiet row of tabs beside a screen's title, for a screen of several pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTabBar

from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours


class PageTabs(QTabBar):
    """Words on a line, the chosen one underlined; only the focused one is tinted."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _dress(self) -> None:
        sheet = (
            f"QTabBar::tab {{ color: {colours().text_secondary}; background: transparent; border: none;"
            f" border-bottom: 2px solid transparent; padding: {px(6)}px {px(2)}px; margin-right: {px(20)}px; }}"
            f"QTabBar::tab:selected {{ color: {colours().text}; border-bottom-color: {colours().accent}; }}"
            f"QTabBar::tab:hover {{ color: {colours().accent}; }}"
            f"QTabBar::scroller {{ width: {px(32)}px; }}"
            f"QTabBar::tab:focus {{ background: {colours().accent_soft}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
