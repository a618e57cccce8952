"""What is spelt rightly in British English, in hospitals, and in this department."""

from __future__ import annotations

import time

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import SaveClinician
from cdconsole.domain.spelling import CheckedWords, words_to_check
from cdconsole.domain.spelling_requests import AddWord, CheckWords, SuggestWords, TakeOutWord
from cdconsole.services.lexicon import hospital_words
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians
from unit.services.conftest import CLINICIANS, Unlock


def check(session: Session, *words: str) -> CheckedWords:
    return answer(session, CheckWords(frozenset(words)), Task())


@pytest.mark.parametrize(
    "word", ["colour", "organisation", "haemoglobin", "clinician's", "don’t", "paediatric", "driver"]
)
def test_that_british_english_is_right(session: Session, word: str) -> None:
    assert check(session, word).misspelt == frozenset()


@pytest.mark.parametrize("word", ["color", "recieve", "hemoglobin", "definately", "colonoscopyy", "labor"])
def test_that_what_is_not_british_english_is_wrong(session: Session, word: str) -> None:
    assert check(session, word).misspelt == {word}


def test_that_words_of_hospitals_are_right_in_any_case_and_as_somebodys(session: Session) -> None:
    assert check(session, "specialty", "Polypectomy", "VARICEAL", "Rockwood's").misspelt == frozenset()


def test_that_no_word_of_the_hospitals_list_comes_twice() -> None:
    assert len(hospital_words()) > 150
    assert check_for_doubles() == []


def check_for_doubles() -> list[str]:
    from cdconsole.domain.resources import resource_text

    lines = [line for line in resource_text("words/hospital_words.txt").splitlines() if not line.startswith("#")]
    words = [word.casefold() for line in lines for word in line.split()]
    return sorted({word for word in words if words.count(word) > 1} - {"clostridioides"})


def test_that_names_of_clinicians_and_of_the_departments_people_are_right(session: Session) -> None:
    ann = CLINICIANS[0]
    assert check(session, "Okonjo", "Clerk").misspelt == {"Okonjo"}
    with session.snapshot(Section.RECORDS) as snapshot:
        kept = clinicians.known(snapshot, ann.id)
    from dataclasses import replace

    answer(session, SaveClinician(replace(kept, name="Dr Ann Okonjo")), Task())
    assert check(session, "Okonjo", "Okonjo's").misspelt == frozenset()


def test_that_suggestions_start_with_what_was_meant(session: Session) -> None:
    for wrong, right in (("recieve", "receive"), ("Endoscpy", "Endoscopy"), ("polypectmy", "polypectomy")):
        assert answer(session, SuggestWords(wrong), Task())[0] == right
    assert len(answer(session, SuggestWords("discusion"), Task())) <= 5


def test_that_an_added_word_is_right_until_it_is_taken_out(session: Session) -> None:
    answer(session, AddWord("Zwibble"), Task())
    answer(session, AddWord("zwibble"), Task())
    assert session.take_changes().topics == {Topic.DICTIONARY}
    checked = check(session, "Zwibble", "zwibble", "zwibblee")
    assert (checked.misspelt, checked.added) == ({"zwibblee"}, {"Zwibble", "zwibble"})
    answer(session, TakeOutWord("zwibble"), Task())
    assert check(session, "Zwibble").misspelt == {"Zwibble"}


def test_that_an_added_word_is_kept_and_only_the_deed_is_in_the_audit_trail(unlock: Unlock) -> None:
    answer(unlock(Role.DIRECTOR), AddWord("Zwibble"), Task())
    session = unlock(Role.DIRECTOR)
    assert check(session, "Zwibble").added == {"Zwibble"}
    with session.snapshot(Section.REVIEW) as snapshot:
        events = snapshot.rows("SELECT action, subject FROM audit_event")
    assert ("added", "a word of the dictionary") in events
    assert "Zwibble" not in str(events)


def test_that_an_administrator_has_the_check_but_not_the_words_of_those_who_write_reviews(unlock: Unlock) -> None:
    answer(unlock(Role.DIRECTOR), AddWord("Zwibble"), Task())
    session = unlock(Role.ADMINISTRATOR)
    assert check(session, "Zwibble", "recieve", "colour").misspelt == {"Zwibble", "recieve"}
    with pytest.raises(NotEntitled):
        answer(session, AddWord("Zwibble"), Task())


@pytest.mark.parametrize("text", ["", "two words", "x2", "a@b", "CT"])
def test_that_only_a_word_can_be_added(session: Session, text: str) -> None:
    with pytest.raises(RuleBroken, match="single words"):
        answer(session, AddWord(text), Task())


def test_that_abbreviations_codes_addresses_and_numbers_are_not_looked_up() -> None:
    text = "The CT, 3 PAs and B12 at 09:15; see a.b@nhs.net or www.nhs.uk, well-known don’t naïve _x_"
    assert [word for _, word in words_to_check(text)] == [
        "The",
        "and",
        "at",
        "see",
        "or",
        "well",
        "known",
        "don’t",
        "naïve",
    ]


def test_that_places_of_words_are_those_in_the_text() -> None:
    text = "No 😀 recieve"
    assert [(text[at : at + len(word)], word) for at, word in words_to_check(text)] == [
        ("No", "No"),
        ("recieve", "recieve"),
    ]


def test_that_words_are_no_part_of_what_requests_show_of_themselves() -> None:
    for request in (
        CheckWords(frozenset({"secret"})),
        SuggestWords("secret"),
        AddWord("secret"),
        TakeOutWord("secret"),
    ):
        assert "secret" not in repr(request)


def test_that_the_dictionary_is_read_fast_enough_for_a_note_that_waits_behind_it(session: Session) -> None:
    began = time.perf_counter()
    check(session, "colour")
    assert time.perf_counter() - began < 2.0  # a tenth of a second on an idle machine; spylls' own reading takes nine
