"""Check spelling, suggest what may have been meant, and keep the department's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.people import Section
from cdconsole.domain.spelling import CheckedWords, is_word, words_to_check
from cdconsole.domain.spelling_requests import AddWord, CheckWords, SuggestWords, TakeOutWord
from cdconsole.services.lexicon import Lexicon, Words
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, department_words


@dataclass(frozen=True)
class _Beside:
    """What counts beside dictionary and hospital words: what the department added, and all with people's names."""

    added: Words
    known: Words


@handles(CheckWords)
def check_words(session: Session, request: CheckWords, task: Task) -> CheckedWords:
    """Return which words are spelt wrongly, and which are right because the department added them."""
    lexicon, beside = _lexicon(session), _beside(session)
    misspelt, added = set(), set()
    for word in request.words:
        task.checkpoint()
        if word.casefold() in beside.added:
            added.add(word)
        elif not lexicon.knows(word, beside.known):
            misspelt.add(word)
    return CheckedWords(frozenset(misspelt), frozenset(added))


@handles(SuggestWords)
def suggest_words(session: Session, request: SuggestWords, _task: Task) -> tuple[str, ...]:
    """Return what may have been meant by a word that is spelt wrongly."""
    return _lexicon(session).suggest(request.word, _beside(session).known)


@handles(AddWord)
def add_word(session: Session, request: AddWord, _task: Task) -> None:
    """Store a word of the department; one that was added before is left alone. Raises RuleBroken for no single word."""
    word = request.word.strip().replace("’", "'")
    if not is_word(word):
        raise RuleBroken("Only single words can be added to the dictionary.", "Add its words one by one.", "word")
    with session.unit_of_work(Section.REVIEW) as work:
        if word.casefold() not in {known.casefold() for known in department_words.holding(work)}:
            department_words.add(work, word)
            work.audit("added", "a word of the dictionary")
            work.commit()


@handles(TakeOutWord)
def take_out_word(session: Session, request: TakeOutWord, _task: Task) -> None:
    """Withdraw a word of the department, however its letters' case was written."""
    plain = request.word.strip().replace("’", "'").casefold()
    with session.unit_of_work(Section.REVIEW) as work:
        written = frozenset(word for word in department_words.holding(work) if word.casefold() == plain)
        if written:
            department_words.withdraw(work, written)
            work.audit("took out", "a word of the dictionary")
            work.commit()


def _lexicon(session: Session) -> Lexicon:
    return session.keep("lexicon", frozenset(), Lexicon)


def _beside(session: Session) -> _Beside:
    topics = frozenset({Topic.CLINICIAN, Topic.PEOPLE, Topic.DICTIONARY})
    return session.keep("words beside the lexicon", topics, lambda: _read(session))


def _read(session: Session) -> _Beside:
    """Return the words as they are now; who can't read the department's own does without."""
    added: Words = {}
    if Section.REVIEW in session.person.role.sections:
        with session.snapshot(Section.REVIEW) as snapshot:
            added = _by_form(department_words.holding(snapshot))
    with session.snapshot(Section.RECORDS) as snapshot:
        names = [clinician.name for clinician in clinicians.all_clinicians(snapshot)]
    names += [person.name for person in session.file.vault.locked.people]
    return _Beside(added, {**_by_form(word for name in names for _, word in words_to_check(name)), **added})


def _by_form(words: Iterable[str]) -> Words:
    return {word.casefold(): word for word in words}
