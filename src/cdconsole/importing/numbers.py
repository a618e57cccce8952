"""Reads numbers with a decimal point or a decimal comma, and works out from a whole column which of the two it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from cdconsole.domain.extract import NumberStyle

_SPACES = r" \u00a0\u202f'\u2019"
_PATTERNS: Final = {
    style: re.compile(
        rf"[-+\u2212]?(?:\d+|[1-9]\d{{0,2}}(?:[{thousands}{_SPACES}]\d{{3}})(?:[{thousands}{_SPACES}]\d{{3}})*)"
        rf"(?:{decimal}\d+)?",
        re.ASCII,
    )
    for style, thousands, decimal in ((NumberStyle.POINT, ",", r"\."), (NumberStyle.COMMA, r"\.", ","))
}
_LONGEST = 40
_MOST = 0.5


class ColumnStyle(NamedTuple):
    """How a column's numbers are written, None while the question is not answered or if it holds no numbers."""

    style: NumberStyle | None
    question: str = ""


def read_number(text: str, style: NumberStyle) -> float | None:
    """Return a number written in a style, with or without signs between the thousands; None for anything else."""
    if len(text) > _LONGEST or _PATTERNS[style].fullmatch(text) is None:
        return None
    kept = "." if style is NumberStyle.POINT else ","
    return float(
        "".join(sign for sign in text.replace("\u2212", "-") if sign.isdigit() or sign in {"-", kept}).replace(",", ".")
    )


def work_out_style(heading: str, cells: Iterable[str], answered: NumberStyle | None = None) -> ColumnStyle:
    """Return how a column writes its numbers, worked out from all its cells, with a question where both styles fit.

    What was answered is kept. A column of which fewer than half can be read as numbers has no style. Whole numbers
    without any sign fit both and need no answer: they are read with a point.
    """
    if answered is not None:
        return ColumnStyle(answered)
    filled = {cell for cell in cells if cell}
    read = {style: {cell: read_number(cell, style) for cell in filled} for style in NumberStyle}
    numbers = [cell for cell in filled if any(read[style][cell] is not None for style in NumberStyle)]
    if len(numbers) <= _MOST * len(filled):
        return ColumnStyle(None)
    only = {
        style: any(read[style][cell] is not None and read[other][cell] is None for cell in numbers)
        for style, other in ((NumberStyle.POINT, NumberStyle.COMMA), (NumberStyle.COMMA, NumberStyle.POINT))
    }
    if all(only.values()):
        return ColumnStyle(None, f"{heading} mixes decimal points and decimal commas: which of the two is meant?")
    if any(only.values()):
        return ColumnStyle(NumberStyle.COMMA if only[NumberStyle.COMMA] else NumberStyle.POINT)
    differing = [cell for cell in numbers if read[NumberStyle.POINT][cell] != read[NumberStyle.COMMA][cell]]
    if differing:
        return ColumnStyle(None, f"Numbers in {heading} can be read two ways: is 1,234 one thousand or just over one?")
    return ColumnStyle(NumberStyle.POINT)
