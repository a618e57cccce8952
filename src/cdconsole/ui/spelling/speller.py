"""What this window knows of words: the worker is asked once for each, and never waited for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.spelling import CheckedWords
from cdconsole.domain.spelling_requests import AddWord, CheckWords, SuggestWords, TakeOutWord
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.change_feed import ChangeFeed

_WAIT_MS = 150
_CHANGING = frozenset({Topic.DICTIONARY, Topic.CLINICIAN, Topic.PEOPLE})


class Speller(QObject):
    """``learned`` says that words are known that were not, or judged otherwise: boxes look again.

    ``may_add`` is whether the acting person may write the department's dictionary.
    """

    learned = Signal()

    def __init__(self, scope: TaskScope, feed: ChangeFeed, *, may_add: bool) -> None:
        super().__init__()
        self.may_add = may_add
        self._scope = scope
        self._feed = feed
        self._misspelt: dict[str, bool] = {}
        self._added: set[str] = set()
        self._ignored: set[str] = set()
        self._unknown: set[str] = set()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._ask)
        feed.changed.connect(self._changed)

    def is_misspelt(self, word: str) -> bool:
        """Return whether a word is known to be spelt wrongly; one never seen is asked about, and counts as right."""
        if word in self._ignored:
            return False
        if word not in self._misspelt and word not in self._unknown:
            self._unknown.add(word)
            self._wait.start()
        return self._misspelt.get(word, False)

    def is_added(self, word: str) -> bool:
        """Return whether a word is right because the department added it."""
        return word in self._added

    def suggest(self, word: str, done: Callable[[tuple[str, ...]], None]) -> None:
        """Ask what may have been meant; a question asked before is forgotten."""
        self._scope.latest("suggest", SuggestWords(word), done)

    def ignore(self, word: str) -> None:
        """Let a word pass until the department is locked."""
        self._ignored.add(word)
        self.learned.emit()

    def add(self, word: str) -> None:
        """Add a word to the department's dictionary; the write that follows has everything looked up again."""
        self._scope.run(AddWord(word), _stored)

    def take_out(self, word: str) -> None:
        """Take a word out of it again."""
        self._scope.run(TakeOutWord(word), _stored)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._wait.stop()
        self._feed.changed.disconnect(self._changed)
        self._scope.close()

    def _ask(self) -> None:
        words = frozenset(self._unknown)
        self._unknown.clear()
        self._misspelt |= dict.fromkeys(words, False)  # until the answer comes
        self._scope.run(CheckWords(words), self._learn)

    def _learn(self, checked: CheckedWords) -> None:
        self._misspelt |= dict.fromkeys(checked.misspelt, True)
        self._added |= checked.added
        if checked.misspelt or checked.added:
            self.learned.emit()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches(_CHANGING):
            self._misspelt.clear()
            self._added.clear()
            self.learned.emit()


def _stored(_nothing: None) -> None:
    """Wait for the write to be told of."""
