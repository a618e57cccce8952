"""Store the words that the spelling check takes for right in this department."""

from __future__ import annotations

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import new_id
from cdconsole.storage.section_file import Reading, Work

TABLE = "department_word"
_HOLDING = f"FROM {TABLE} WHERE withdrawn_at IS NULL"


def holding(reading: Reading) -> tuple[str, ...]:
    """Return every word that counts, as it was written first; two desks may have added the same one."""
    return tuple(word for (word,) in reading.rows(f"SELECT word {_HOLDING} ORDER BY added_at, id"))


def add(work: Work, word: str) -> None:
    """Store a word."""
    id_ = new_id()
    work.execute(
        f"INSERT INTO {TABLE} (id, word, author_id, author, added_at, revision) VALUES (?, ?, ?, ?, ?, 1)",
        (id_, word, work.actor.id, work.actor.name, work.at.isoformat()),
    )
    work.keep_history(TABLE, id_, 1, None, {"word": word})
    work.changed(Topic.DICTIONARY)


def withdraw(work: Work, words: frozenset[str]) -> None:
    """Withdraw some words, as they are written, at each desk's hand."""
    for id_, word, revision in work.rows(f"SELECT id, word, revision {_HOLDING}"):
        if word in words:
            work.execute(
                f"UPDATE {TABLE} SET withdrawn_by = ?, withdrawn_at = ?, revision = ? WHERE id = ?",
                (work.actor.name, work.at.isoformat(), revision + 1, id_),
            )
            work.keep_history(TABLE, id_, revision + 1, {"word": word}, {"word": word, "withdrawn": True})
            work.changed(Topic.DICTIONARY)
