from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Attribution, Calculation, Counting, Exclusion
from cdconsole.domain.errors import DamagedSection, UserFacingError
from cdconsole.domain.measure import Measure, MeasureChart, Setting, Unit
from cdconsole.domain.review import Agreement, FrozenCharts
from cdconsole.domain.spc import (
    AssuranceIcon,
    ChartKind,
    Improvement,
    RuleProfile,
    SpcChart,
    SpcPoint,
    SpecialCause,
    SpecialDirection,
    VariationIcon,
)
from cdconsole.services.definitions import BY_ID
from cdconsole.storage.frozen_json import freeze, thaw


@dataclass(frozen=True)
class Small:
    """A value with one field of each sort."""

    name: str
    count: int
    share: float | None
    on: date
    at: datetime
    agreement: Agreement
    months: tuple[Month, ...]
    is_open: bool = True


SMALL = Small(
    "Ægir “quoted”",
    3,
    0.1,
    date(2026, 11, 23),
    datetime(2026, 11, 23, 10, 42, tzinfo=UTC),
    Agreement.NOT_AGREED,
    (Month(2026, 10),),
)


def written(value: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(zstandard.ZstdDecompressor().decompress(freeze(value)))
    return document


def rewritten(document: dict[str, Any]) -> bytes:
    return zstandard.ZstdCompressor().compress(json.dumps(document).encode())


numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
measures = st.builds(
    Measure,
    *(st.sampled_from(tuple(BY_ID)), st.integers(1, 9), texts, texts, texts, texts, texts, texts, texts),
    *(st.sampled_from(Unit), st.sampled_from(Improvement), st.booleans(), texts, texts, texts),
    counting=st.builds(
        Counting,
        *(st.sampled_from(Calculation), st.sampled_from(Attribution), st.none() | numbers),
        st.lists(st.sampled_from(Exclusion), max_size=2).map(tuple),
        *(st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple), texts),
    ),
    chart=st.sampled_from(ChartKind),
    target=st.none() | numbers,
    settings=st.lists(st.sampled_from(Setting), max_size=2).map(tuple),
)
points = st.builds(
    SpcPoint,
    on=st.dates(),
    value=st.none() | numbers,
    phase=st.integers(1, 9),
    centre=st.none() | numbers,
    lower=st.none() | numbers,
    upper=st.none() | numbers,
    special_cause=st.sampled_from(SpecialCause),
    direction=st.sampled_from(SpecialDirection),
    numerator=st.none() | numbers,
    denominator=st.none() | numbers,
)
charts = st.builds(
    SpcChart,
    points=st.lists(points, max_size=4).map(tuple),
    profile=st.sampled_from(RuleProfile),
    improvement=st.sampled_from(Improvement),
    icon=st.sampled_from(VariationIcon),
    assurance=st.sampled_from(AssuranceIcon),
    target=st.none() | numbers,
    is_trial=st.booleans(),
    notes=st.lists(texts, max_size=2).map(tuple),
)
measure_charts = st.builds(
    MeasureChart,
    measures,
    charts,
    reading=texts,
    n_text=texts,
    team=st.lists(st.none() | numbers, max_size=4).map(tuple),
    team_note=texts,
    quality=texts,
    unavailable=texts,
)
frozen_charts = st.builds(
    FrozenCharts,
    frozen_at=st.datetimes(timezones=st.just(UTC)),
    period=st.builds(Period, months, months),
    charts=st.lists(measure_charts, max_size=2).map(tuple),
    job_plan=texts,
    data_to=texts,
    votes_text=texts,
)


@settings(max_examples=40, deadline=None)
@given(frozen_charts)
def test_that_frozen_charts_come_back_exactly_as_they_went_in(charts: FrozenCharts) -> None:
    assert thaw(freeze(charts), FrozenCharts) == charts


def test_that_every_sort_of_field_comes_back_with_its_type() -> None:
    back = thaw(freeze(SMALL), Small)
    assert back == SMALL
    assert [type(entry) for entry in vars(back).values()] == [type(entry) for entry in vars(SMALL).values()]


def test_that_the_stored_form_is_the_one_later_versions_must_read() -> None:
    assert written(SMALL) == {
        "format": 1,
        "type": "Small",
        "value": {
            "name": "Ægir “quoted”",
            "count": 3,
            "share": 0.1,
            "on": "2026-11-23",
            "at": "2026-11-23T10:42:00+00:00",
            "agreement": "NOT_AGREED",
            "months": [{"year": 2026, "month": 10}],
            "is_open": True,
        },
    }


def test_that_a_field_added_since_reads_as_its_default() -> None:
    document = written(SMALL)
    del document["value"]["is_open"]
    assert thaw(rewritten(document), Small) == SMALL


@pytest.mark.parametrize(
    ("field", "plain"),
    [
        ("count", "3"),
        ("count", True),
        ("count", 3.0),
        ("name", None),
        ("share", "0.1"),
        ("on", "2026-02-30"),
        ("on", 7),
        ("agreement", "Not agreed"),
        ("agreement", []),
        ("months", {}),
        ("months", [[2026, 10]]),
        ("months", [{"year": 2026}]),
        ("unheard_of", 1),
    ],
)
def test_that_a_field_of_another_type_is_refused(field: str, plain: object) -> None:
    document = written(SMALL)
    document["value"][field] = plain
    with pytest.raises(DamagedSection):
        thaw(rewritten(document), Small)


@pytest.mark.parametrize("body", [b"", b"not compressed", rewritten({}), rewritten({"format": "1", "type": "Small"})])
def test_that_what_was_not_frozen_is_refused(body: bytes) -> None:
    with pytest.raises(DamagedSection):
        thaw(body, Small)


def test_that_another_kind_of_value_is_refused() -> None:
    with pytest.raises(DamagedSection):
        thaw(freeze(SMALL), FrozenCharts)


def test_that_a_later_format_is_refused_politely() -> None:
    with pytest.raises(UserFacingError, match="later version"):
        thaw(rewritten(written(SMALL) | {"format": 2}), Small)


@pytest.mark.parametrize("share", [float("nan"), float("inf")])
def test_that_a_number_json_has_no_word_for_is_not_frozen(share: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        freeze(Month(share, 1))  # type: ignore[arg-type]


def test_that_a_value_without_a_stored_form_is_not_frozen() -> None:
    with pytest.raises(TypeError, match="set"):
        freeze(Month({2026}, 1))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ambiguous:
    """A value that could be read in two ways."""

    either: int | str


@dataclass(frozen=True)
class Pair:
    """A tuple of fixed length."""

    both: tuple[int, int]


@dataclass(frozen=True)
class Loose:
    """A type the codec does not know."""

    kept: dict[str, int]


@pytest.mark.parametrize("kind", [Ambiguous, Pair, Loose])
def test_that_a_declaration_that_cannot_be_read_strictly_has_no_reader(kind: type) -> None:
    with pytest.raises(TypeError):
        thaw(b"", kind)
