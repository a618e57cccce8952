from __future__ import annotations

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.resources import resource_text
from cdconsole.vault import check_own_choice, suggest_passphrase

WORDS = resource_text("words/eff_large_wordlist.txt").split()


def test_that_the_word_list_gives_12_9_bits_a_word() -> None:
    assert len(set(WORDS)) == len(WORDS) == 7776


def test_that_a_suggestion_is_five_words_of_the_list_and_never_refused() -> None:
    suggestions = {suggest_passphrase() for _ in range(300)}
    assert len(suggestions) == 300
    for suggestion in suggestions:
        words = suggestion.split(" ")
        assert len(words) == 5
        assert set(words) <= set(WORDS)
        check_own_choice(suggestion)


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ("", "0 characters"),
        ("thirteen char", "13 characters"),
        ("aaaaaaaaaaaaaaaaaaaa", "different characters"),
        ("abab abab abab abab", "different characters"),
        ("Correct Horse Battery Staple", "well-known"),
        ("correct-horse-battery-staple", "well-known"),
        ("CorrectHorseBatteryStaple2026!", "well-known"),
        ("ﬁrst do no harm", "well-known"),
        ("You'll Never Walk Alone", "well-known"),
        ("poiuytrewqlkjhgf", "keyboard"),
        ("1qaz2wsx3edc4rfv", "keyboard"),
        ("12345678901234567", "keyboard"),
        ("zyxwvutsrqponmlk", "keyboard"),
        ("hospital hospital hospital", "repeat"),
        ("abcde!abcde!abcde!", "repeat"),
        ("hunter2hunter2hun", "repeat"),
        (". , ; : ! ? . , ; : ! ?", "repeat"),
    ],
)
def test_that_a_weak_choice_is_refused_with_the_reason_and_never_repeated(choice: str, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason) as refused:
        check_own_choice(choice)
    assert refused.value.field == "passphrase"
    assert refused.value.what_to_do
    assert len(choice) < 14 or choice not in str(refused.value)


@pytest.mark.parametrize("choice", ["my three-legged heron eats", "Tuesday is soup & 7 spoons", "żółw idzie pod górę"])
def test_that_a_long_choice_of_ones_own_is_taken(choice: str) -> None:
    check_own_choice(choice)
