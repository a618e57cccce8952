from __future__ import annotations

from datetime import date

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.support import CauseCount, Rung, SupportCause, SupportStep, check_without_figures, step_lines

TODAY = date(2026, 11, 23)


def step(rung: Rung = Rung.CONVERSATION, basis: str = "A handover was missed", support: str = "Time") -> SupportStep:
    return SupportStep(
        "", ClinicianId("ann"), "Dr Ann Example", rung, basis, SupportCause.SYSTEM, support, date(2026, 12, 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Late on 3 Nov 2026 and again on the 4th of November",
        "Late on 2026-11-03, on 3/11/2026 and 03.11.26",
        "Since November 2026, and all through 2025",
        "The round at 08:15, or at 9 am, or 2.30 pm",
        "On 3rd Nov., and in Nov 2026 twice",
        "Two lists, half a morning",
        "",
    ],
)
def test_that_dates_and_times_of_day_are_no_figures(text: str) -> None:
    check_without_figures(text, "basis")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Stays are 42% longer", 3),
        ("Stays are forty per cent longer", 4),
        ("Stays are forty percent longer", 4),
        ("A median of 5.2 days since 3 Nov 2026", 4),
        ("On 3 Nov 2026 there were 12 patients", 7),
        ("7", 1),
        ("a rise of % only", 4),
    ],
)
def test_that_a_figure_is_refused_with_its_place(text: str, word: int) -> None:
    with pytest.raises(RuleBroken, match=f"Word {word} is a figure") as refused:
        check_without_figures(text, "basis")
    assert refused.value.field == "basis"
    assert "42" not in str(refused.value)


def test_that_the_formal_process_takes_no_words() -> None:
    assert step(Rung.FORMAL, "", "").checked(TODAY).rung is Rung.FORMAL
    for words, field in ((("A letter", ""), "basis"), (("", "Leave"), "agreed_support")):
        with pytest.raises(RuleBroken, match="Nothing of a formal process is kept here") as refused:
            step(Rung.FORMAL, *words).checked(TODAY)
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (step(basis=" "), "basis"),
        (step(support=" "), "agreed_support"),
        (step(support="3 sessions"), "agreed_support"),
        (SupportStep("", ClinicianId("ann"), "", Rung.GUIDED, "Seen", None, "Time", TODAY), "review_on"),
    ],
)
def test_that_a_step_lacking_something_is_refused_at_its_field(given: SupportStep, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        given.checked(TODAY)
    assert refused.value.field == field


def test_that_the_end_of_support_needs_a_basis_only() -> None:
    ended = SupportStep("", ClinicianId("ann"), "", Rung.CONVERSATION, "All is well", None, "", None, is_end=True)
    assert ended.checked(TODAY).title == "Support ended"


def test_that_a_step_says_what_it_has() -> None:
    assert step_lines(step()) == (
        ("Basis", "A handover was missed"),
        ("Cause considered", "System: how the work is arranged"),
        ("Agreed support", "Time"),
        ("To be looked at again", "1 Dec 2026"),
    )
    assert [rung.number for rung in Rung] == [1, 2, 3, 4]


def test_that_a_small_count_of_causes_is_not_said() -> None:
    said = [CauseCount(SupportCause.SKILL, number).text for number in (0, 1, 4, 5)]
    assert said == ["none", "fewer than 5", "fewer than 5", "5"]
