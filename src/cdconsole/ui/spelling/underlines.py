"""Underlines words of a document that are spelt wrongly, but for the one being typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor

from cdconsole.domain.spelling import words_to_check
from cdconsole.ui.follow_up.text_edit import TextEdit, utf16_length
from cdconsole.ui.spelling.speller import Speller
from cdconsole.ui.theme.theme import colours


@dataclass(frozen=True)
class PlacedWord:
    """A word and where it is in its document, in Qt's units of text."""

    word: str
    first: int
    end: int


class Underlines(QSyntaxHighlighter):
    """Marks are painted over the text: they are no part of it, and of no undo."""

    def __init__(self, box: TextEdit, speller: Speller) -> None:
        super().__init__(box.document())
        self._box = box
        self._speller = speller
        self._spared: QTextBlock | None = None
        speller.learned.connect(self.rehighlight)
        box.cursorPositionChanged.connect(self._caret_moved)
        box.left.connect(self._caret_moved)

    def highlightBlock(self, _text: str) -> None:
        """Mark a paragraph's words."""
        mark = QTextCharFormat()
        mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.setUnderlineColor(QColor(colours().warning))
        block = self.currentBlock()
        caret = self._box.textCursor().position() if self._box.hasFocus() else -1
        for placed in words_of(block):
            if placed.end == caret:
                self._spared = block
            elif self._speller.is_misspelt(placed.word):
                self.setFormat(placed.first - block.position(), placed.end - placed.first, mark)

    def _caret_moved(self) -> None:
        """Mark the word that was being typed, once the caret has left it."""
        if self._spared is not None:
            block, self._spared = self._spared, None
            if block.isValid():
                self.rehighlightBlock(block)


def words_of(block: QTextBlock) -> Iterator[PlacedWord]:
    """Yield the words of a paragraph that are looked up."""
    text = block.text()
    for at, word in words_to_check(text):
        first = block.position() + utf16_length(text[:at])
        yield PlacedWord(word, first, first + utf16_length(word))


def selected(box: TextEdit, placed: PlacedWord) -> QTextCursor:
    """Return a cursor that has a word selected."""
    cursor = QTextCursor(box.document())
    cursor.setPosition(placed.first)
    cursor.setPosition(placed.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor
