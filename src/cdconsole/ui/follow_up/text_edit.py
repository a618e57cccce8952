"""A box for plain text that grows with it: the page scrolls, never the box."""

from __future__ import annotations

import math
from itertools import takewhile

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPlainTextEdit, QSizePolicy, QWidget

from cdconsole.ui.theme.fonts import px

_MOST_LINES = 24


class Surroundings(QWidget):
    """Hears by ``box_shown`` of each box of text that is shown in it, or in a dialog over it, for the first time."""

    box_shown = Signal(QPlainTextEdit)


class TextEdit(QPlainTextEdit):
    """``typed`` carries what a person typed, ``entered`` and ``left`` say that the focus came and went.

    ``menu_opened`` carries the menu about to be shown and the place in the text it is about. Tab goes on to the next
    field. ``lines`` is how high the box begins, ``most_lines`` how far it grows.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    menu_opened = Signal(QMenu, int)

    def __init__(self, lines: int = 2, placeholder: str = "", most_lines: int = _MOST_LINES) -> None:
        super().__init__()
        self._lines, self._most_lines = lines, most_lines
        self._was_shown = False
        self._is_showing = False
        self._text = ""
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._type)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show a text; the cursor stays where it is if it is there already."""
        if text != self.toPlainText():
            self.begin_with(text)

    def begin_with(self, text: str) -> None:
        """Show a text of something else, as if the box was new: nothing from before can be undone into it."""
        self._is_showing = True
        self.setPlainText(text)
        self._is_showing = False

    def take_in(self, text: str) -> None:
        """Show a newer form of the text in the box: the cursor keeps its place, and undo goes on to what was before."""
        before = self.toPlainText()
        if text == before:
            return
        same = _same_length(before, text)
        same_end = _same_length(before[same:][::-1], text[same:][::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16_length(before[:same]))
        cursor.setPosition(utf16_length(before[: len(before) - same_end]), QTextCursor.MoveMode.KeepAnchor)
        self._is_showing = True
        cursor.beginEditBlock()  # a step of its own: undoing it leaves what was typed just before
        cursor.insertText(text[same : len(text) - same_end])
        cursor.endEditBlock()
        self._is_showing = False

    def select(self, start: int, length: int) -> None:
        """Select some of the words and bring them into sight."""
        text = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(text[:start]))
        cursor.setPosition(utf16_length(text[: start + length]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu about the place in the text that was clicked, or where the cursor is."""
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.open_menu(self.cursorRect().bottomLeft() if is_by_key else event.pos(), is_at_cursor=is_by_key)

    def open_menu(self, at: QPoint, *, is_at_cursor: bool = True) -> None:
        """Open the menu at a place of the box, about the text there or at the cursor."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.textCursor() if is_at_cursor else self.cursorForPosition(at)
        self.menu_opened.emit(menu, place.position())
        menu.popup(self.viewport().mapToGlobal(at))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the surroundings, once."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            around = self.parentWidget()
            while around is not None and not isinstance(around, Surroundings):
                around = around.parentWidget()
            if around is not None:
                around.box_shown.emit(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the focus came."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus went."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _type(self) -> None:
        """Say what was typed; a mark under a word is no typing."""
        text = self.toPlainText()
        if text != self._text:
            self._text = text
            if not self._is_showing:
                self.typed.emit(text)

    def _fit(self) -> None:
        # A plain-text document measures its height in lines.
        lines = max(self._lines, min(self._most_lines, math.ceil(self.document().size().height())))
        needed = lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + px(4)
        if needed != self.height():
            self.setFixedHeight(needed)


def select_in(words: QLabel, start: int, length: int) -> None:
    """Select some of the words of a label whose words can be selected."""
    first, end = (utf16_length(words.text()[:at]) for at in (start, start + length))
    words.setSelection(first, end - first)


def utf16_length(text: str) -> int:
    """Return how long a text is to Qt, which counts UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _same_length(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
