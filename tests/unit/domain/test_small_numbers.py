from __future__ import annotations

import pytest

from cdconsole.domain.small_numbers import expected_false_flags, is_too_few, many_looks_words, too_few_words


@pytest.mark.parametrize(
    ("cases", "expected", "few"), [(4, 100.0, True), (5, 10.0, False), (500, 9.99, True), (500, 10.0, False)]
)
def test_that_few_cases_or_few_expected_events_are_too_few(cases: int, expected: float, few: bool) -> None:
    assert is_too_few(cases, expected) is few


def test_that_few_cases_are_named_with_what_cannot_be_said_of_them() -> None:
    assert too_few_words("2 of 9") == "Too few to say better, worse or the same: 2 of 9."


def test_that_many_looks_say_what_chance_alone_would_show() -> None:
    assert expected_false_flags(112) == pytest.approx(5.6)
    assert many_looks_words(112) == (
        "112 comparisons: chance alone would put about 5.6 outside the 95% limits "
        "and about 0.2 outside the 99.8% limits."
    )
    assert many_looks_words(1) == (
        "1 comparison: chance alone would put about 0.1 outside the 95% limits "
        "and fewer than 0.1 outside the 99.8% limits."
    )
