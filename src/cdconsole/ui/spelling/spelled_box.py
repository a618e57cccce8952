"""Joins a box of text to the spelling: what its menu offers for a word, and F7 to the next one that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolTip

from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.spelling.speller import Speller
from cdconsole.ui.spelling.underlines import PlacedWord, Underlines, selected, words_of

_LOOKING, _NOTHING, _ALL_RIGHT = "Looking for suggestions…", "No suggestions", "No misspelt word in this box"


class SpelledBox(QObject):
    """Lives with its box."""

    def __init__(self, box: TextEdit, speller: Speller) -> None:
        super().__init__(box)
        self._box = box
        self._speller = speller
        self._underlines = Underlines(box, speller)
        self._menu: QMenu | None = None
        key = QShortcut(QKeySequence("F7"), box)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.go_to_next)
        box.menu_opened.connect(self._offer)

    def go_to_next(self) -> None:
        """Select the next word that is spelt wrongly, after the last the first, and open its menu."""
        if self._box.isReadOnly():
            return
        wrong = [placed for placed in self._words() if self._speller.is_misspelt(placed.word)]
        if not wrong:
            QToolTip.showText(self._box.mapToGlobal(self._box.cursorRect().bottomLeft()), _ALL_RIGHT, self._box)
            return
        caret = self._box.textCursor().selectionEnd()
        placed = next((placed for placed in wrong if placed.end > caret), wrong[0])
        self._box.setTextCursor(selected(self._box, placed))
        self._box.ensureCursorVisible()
        self._box.open_menu(self._box.cursorRect().bottomLeft())

    def _words(self) -> Iterable[PlacedWord]:
        block = self._box.document().firstBlock()
        while block.isValid():
            yield from words_of(block)
            block = block.next()

    def _offer(self, menu: QMenu, position: int) -> None:
        """Put what can be done about the word at a position on top of the box's menu."""
        block = self._box.document().findBlock(position)
        placed = next((each for each in words_of(block) if each.first <= position <= each.end), None)
        if placed is None or self._box.isReadOnly():
            return
        self._menu = menu
        menu.aboutToHide.connect(self._hidden)
        first = menu.actions()[0]
        if self._speller.is_misspelt(placed.word):
            looking = _WordAction(_LOOKING, menu)
            looking.setEnabled(False)
            ours = [looking, _separator(menu), *self._choices(placed.word, menu), _separator(menu)]
            menu.insertActions(first, ours)
            self._speller.suggest(placed.word, _Suggested(self, placed, looking))
        elif self._speller.is_added(placed.word) and self._speller.may_add:
            words = f"Take “{placed.word}” out of the dictionary"
            menu.insertActions(first, [_Doing(words, self._speller.take_out, placed.word, menu), _separator(menu)])

    def _choices(self, word: str, menu: QMenu) -> list[QAction]:
        ignore = _Doing(f"Ignore “{word}” until locked", self._speller.ignore, word, menu)
        add = _Doing(f"Add “{word}” to the department's dictionary", self._speller.add, word, menu)
        return [add, ignore] if self._speller.may_add else [ignore]

    def show_suggestions(self, placed: PlacedWord, looking: QAction, suggestions: tuple[str, ...]) -> None:
        """Put suggestions where the menu says that they are looked for, if it is still open."""
        menu = self._menu
        if menu is None:
            return
        if not suggestions:
            looking.setText(_NOTHING)
            return
        offered = [_Replacing(self._box, placed, text, menu) for text in suggestions]
        menu.insertActions(looking, offered)
        menu.removeAction(looking)
        menu.setActiveAction(offered[0])

    def _hidden(self) -> None:
        self._menu = None


class _Suggested:
    """Hands suggestions to the menu that asked for them."""

    def __init__(self, box: SpelledBox, placed: PlacedWord, looking: QAction) -> None:
        self._box, self._placed, self._looking = box, placed, looking

    def __call__(self, suggestions: tuple[str, ...]) -> None:
        self._box.show_suggestions(self._placed, self._looking, suggestions)


class _WordAction(QAction):
    """An entry of the menu; an ampersand in a word is no key."""

    def __init__(self, text: str, menu: QMenu) -> None:
        super().__init__(text.replace("&", "&&"), menu)


class _Doing(_WordAction):
    """Does something about a word."""

    def __init__(self, text: str, act: Callable[[str], None], word: str, menu: QMenu) -> None:
        super().__init__(text, menu)
        self._act, self._word = act, word
        self.triggered.connect(self._do)

    def _do(self) -> None:
        self._act(self._word)


class _Replacing(_WordAction):
    """Puts another word in a word's place: one step to undo, typed as by hand."""

    def __init__(self, box: TextEdit, placed: PlacedWord, text: str, menu: QMenu) -> None:
        super().__init__(text, menu)
        self._box, self._placed, self._text = box, placed, text
        self.triggered.connect(self._replace)

    def _replace(self) -> None:
        cursor = selected(self._box, self._placed)
        if cursor.selectedText() == self._placed.word:  # nobody changed it meanwhile
            cursor.insertText(self._text)
            self._box.setTextCursor(cursor)


def _separator(menu: QMenu) -> QAction:
    line = QAction(menu)
    line.setSeparator(True)
    return line
