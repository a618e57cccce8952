"""The mark beside a chart says one word, and every reason there is."""

from datetime import date

import pytest

from cdconsole.domain.quality_mark import Believable, Checked, Delivery, Filled, mark_of

TODAY = date(2026, 11, 23)
FRESH = Delivery("october.csv", 1_000, 10, date(2026, 10, 31), date(2026, 11, 3))
WHOLE = Filled("Admission method", 200, 198)
ALL_CHECKED = Checked(200, 190, date(2026, 11, 2))


def test_that_checked_and_complete_records_are_validated() -> None:
    mark = mark_of([WHOLE], [FRESH], ALL_CHECKED, "", TODAY)
    assert mark.mark is Believable.VALIDATED
    assert mark.reasons == ("The clinician checked 190 of 200 records, last on 2 Nov 2026.",)


def test_that_a_challenge_comes_before_everything_else() -> None:
    mark = mark_of([], [FRESH], None, "Under challenge since 3 Nov 2026.", TODAY)
    assert mark.mark is Believable.DISPUTED
    assert mark.reasons[0].startswith("Under challenge")


@pytest.mark.parametrize("checked", [Checked(200, 0, None), Checked(200, 159, date(2026, 11, 2))])
def test_that_too_few_checked_records_are_not_validated(checked: Checked) -> None:
    assert mark_of([WHOLE], [FRESH], checked, "", TODAY).mark is Believable.NOT_VALIDATED


@pytest.mark.parametrize(
    ("filled", "delivery", "reason"),
    [
        (Filled("Admission method", 200, 150), FRESH, "Admission method is filled in for 150 of 200 records (75%)."),
        (
            WHOLE,
            Delivery("october.csv", 1_000, 21, date(2026, 10, 31), date(2026, 11, 3)),
            "21 of 1,000 rows of october.csv could not be stored.",
        ),
        (
            WHOLE,
            Delivery("august.csv", 1_000, 0, date(2026, 8, 31), date(2026, 9, 3)),
            "The data end on 31 Aug 2026, 84 days ago.",
        ),
    ],
)
def test_that_gaps_refusals_and_age_ask_for_care(filled: Filled, delivery: Delivery, reason: str) -> None:
    mark = mark_of([filled], [delivery], ALL_CHECKED, "", TODAY)
    assert mark.mark is Believable.CARE
    assert mark.reasons[-1] == reason
    assert mark.spoken.splitlines()[0] == "Data quality: Read with care."


def test_that_a_team_has_nobody_to_validate_it() -> None:
    assert mark_of([WHOLE], [FRESH], None, "", TODAY).mark is Believable.TEAM
