from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.extract import NumberStyle
from cdconsole.importing.numbers import read_number, work_out_style

POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1,234.56", POINT, 1234.56),
        ("1.234,56", COMMA, 1234.56),
        ("1,5", COMMA, 1.5),
        ("1,5", POINT, None),
        ("1.5", COMMA, None),
        ("1.234", COMMA, 1234),
        ("1.234", POINT, 1.234),
        ("1 234,5", COMMA, 1234.5),
        ("-12", POINT, -12),
        ("\u22123,5", COMMA, -3.5),
        ("0012", POINT, 12),
        ("1,23,456", POINT, None),
        ("12e3", POINT, None),
        ("", POINT, None),
        ("9" * 400, POINT, None),
    ],
)
def test_that_a_number_is_read_in_its_style_only(text: str, style: NumberStyle, number: float | None) -> None:
    assert read_number(text, style) == number


@pytest.mark.parametrize(
    ("cells", "style", "asks"),
    [
        (["1,5", "1.234"], COMMA, ""),
        (["1.5", "1,234"], POINT, ""),
        (["1.234", "2"], None, "two ways"),
        (["0.123"], POINT, ""),
        (["1,5", "1.5"], None, "mixes"),
        (["1", "2", ""], POINT, ""),
        (["Ward 1", "x", "3"], None, ""),
        ([], None, ""),
    ],
)
def test_that_a_column_shows_its_style_or_asks(cells: list[str], style: NumberStyle | None, asks: str) -> None:
    found = work_out_style("LOS", cells)
    assert found.style is style
    assert asks in found.question
    assert bool(found.question) == bool(asks)


def test_that_an_answer_is_kept() -> None:
    assert work_out_style("LOS", ["1.234"], COMMA) == (COMMA, "")


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_that_every_number_is_read_back_in_each_style(whole: int, hundredths: int) -> None:
    text = f"{whole:,}.{hundredths:02}"
    number = float(text.replace(",", ""))
    assert read_number(text, POINT) == number
    assert read_number(text.translate(str.maketrans(",.", ".,")), COMMA) == number
