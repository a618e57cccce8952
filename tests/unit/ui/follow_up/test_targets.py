from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import MeasureId, Unit
from cdconsole.services.definitions import BY_ID
from cdconsole.ui.follow_up.targets import read_target, target_text, target_unit, typed_target


@pytest.mark.parametrize(
    ("typed", "unit", "target"),
    [
        ("50", Unit.PERCENT, 0.5),
        (" 47.5 % ", Unit.PERCENT, 0.475),
        ("5 days", Unit.DAYS, 5.0),
        ("1 day", Unit.DAYS, 1.0),
        ("1,200", Unit.COUNT, 1200.0),
        ("  ", Unit.COUNT, None),
    ],
)
def test_that_a_target_is_read_as_people_type_it(typed: str, unit: Unit, target: float | None) -> None:
    assert read_target(typed, unit) == target


@pytest.mark.parametrize("typed", ["half", "-5", "5 to 6", "5 weeks"])
def test_that_anything_else_is_refused_and_the_field_named(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_target(typed, Unit.DAYS)
    assert refused.value.field == "target"
    assert "in days" in refused.value.what_to_do


@given(st.integers(0, 1000), st.sampled_from(Unit))
def test_that_a_stored_target_is_shown_as_it_would_be_typed(tenths: int, unit: Unit) -> None:
    target = read_target(f"{tenths / 10}", unit)
    assert target is not None
    assert read_target(typed_target(target, unit), unit) == pytest.approx(target)


def test_that_a_target_is_said_in_its_unit_and_its_absence_too() -> None:
    measure = BY_ID[MeasureId.BEFORE_MIDDAY]
    assert target_text(0.5, measure) == "50.0%"
    assert target_text(None, measure) == "no figure agreed"
    assert target_text(0.5, None) == ""
    assert target_unit(measure) == "in per cent"
    assert typed_target(None, Unit.DAYS) == ""
