from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.lesson import Lesson

NAMES = ("Dr Amara Okafor", "Dr W. Ward", "Miss Mei-Ling Szeto")
LESSON = Lesson("", "Board rounds", "A bed was empty until noon.", "Ask pharmacy first.", "The round begins at 08:15.")


def test_that_a_lesson_without_names_is_taken() -> None:
    assert LESSON.checked(NAMES) is LESSON
    spoken = replace(LESSON, happened="The ward was short of beds in 2026, twice on 3 Nov.")
    assert spoken.checked(NAMES) is spoken


@pytest.mark.parametrize(
    ("words", "what", "word"),
    [
        ("Then Okafor left", "a clinician's name", 2),
        ("Then OKAFOR left", "a clinician's name", 2),
        ("It was Amara's round", "a clinician's name", 3),
        ("We asked Mei-Ling", "a clinician's name", 3),
        ("On the list of Ward", "a clinician's name", 5),
        ("Patient 943 476 5919 waited", "what looks like a patient's number", 2),
        ("Patient 9434765919 waited", "what looks like a patient's number", 2),
        ("Then RX123456 waited", "what looks like a patient's number", 2),
        ("The patient H-123456 waited", "what looks like a patient's number", 3),
        ("From LS1 3EX by taxi", "what looks like a postcode", 2),
        ("Then Mr Example waited", "what looks like somebody's name", 2),
        ("Then Dr Nobody waited", "what looks like somebody's name", 2),
    ],
)
def test_that_whoever_is_named_is_refused_with_the_place_and_without_the_words(
    words: str, what: str, word: int
) -> None:
    with pytest.raises(RuleBroken, match=f"“What happened” has {what} at word {word}\\.") as refused:
        replace(LESSON, happened=words).checked(NAMES)
    assert refused.value.field == "happened"
    assert words not in str(refused.value)


@pytest.mark.parametrize("field", ["title", "happened", "learned", "changed"])
def test_that_an_empty_part_is_refused(field: str) -> None:
    with pytest.raises(RuleBroken, match="is empty") as refused:
        replace(LESSON, **{field: "  "}).checked(NAMES)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["title", "learned", "changed", "work_stream", "reason"])
def test_that_every_part_is_looked_at(field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        replace(LESSON, **{field: "As Szeto said"}).checked(NAMES)  # type: ignore[arg-type]
    assert refused.value.field == field
