from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import DateOrder
from cdconsole.importing.dates import (
    DateReader,
    combined,
    common_order,
    looks_dated,
    order_evidence,
    settled_orders,
    work_out_orders,
)

at = datetime.fromisoformat

TODAY = date(2026, 11, 23)
DAY, MONTH, ISO, AUTO = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.ISO, DateOrder.AUTOMATIC


def read(text: str, order: DateOrder = DAY) -> tuple[datetime | None, bool, str]:
    return DateReader(order, TODAY)[text]


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2019-04-15", ISO, at("2019-04-15")),
        ("2019-04-15 03:56", ISO, at("2019-04-15 03:56")),
        ("2019-04-15T03:56:07.000", ISO, at("2019-04-15 03:56:07")),
        ("20190415", ISO, at("2019-04-15")),
        ("2019/04/15", DAY, at("2019-04-15")),
        ("15/4/2019", DAY, at("2019-04-15")),
        ("5.4.2019 9:05", DAY, at("2019-04-05 09:05")),
        ("5/4/2019", MONTH, at("2019-05-04")),
        ("15-Apr-2019", MONTH, at("2019-04-15")),
        ("15 April 2019 23:59", ISO, at("2019-04-15 23:59")),
        ("29/02/2024", DAY, at("2024-02-29")),
        ("24/11/2026", DAY, at("2026-11-24")),
    ],
)
def test_that_dates_are_read_as_hospitals_write_them(text: str, order: DateOrder, expected: datetime) -> None:
    assert read(text, order)[0] == expected


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("30/02/2019", DAY, "no such date"),
        ("2019-02-30", ISO, "no such date"),
        ("2019-02-03 24:00", ISO, "no such date or time"),
        ("13/13/2019", DAY, "no such date"),
        ("1801-01-01", ISO, "not known"),
        ("01/01/1800", DAY, "not known"),
        ("1899-12-31", ISO, "before 1948"),
        ("01/01/1900", DAY, "before 1948"),
        ("25/11/2026", DAY, "in the future"),
        ("15/04/19", DAY, "two digits"),
        ("15/04/2019", ISO, "not written year first"),
        ("15 Foo 2019", DAY, "cannot be read"),
        ("soon", DAY, "cannot be read"),
        ("43570", DAY, "cannot be read"),
        ("2019-04-15 03:5", ISO, "cannot be read"),
        ("٢٠١٩-٠٤-١٥", ISO, "cannot be read"),
    ],
)
def test_that_what_is_no_date_is_refused_with_its_reason(text: str, order: DateOrder, reason: str) -> None:
    found, is_timed, said = read(text, order)
    assert found is None
    assert not is_timed
    assert reason in said


def test_that_an_empty_cell_is_no_date_and_no_fault() -> None:
    assert read("") == (None, False, "")


def test_that_a_written_time_is_told_from_a_date() -> None:
    assert read("2019-04-15 00:00")[1]
    assert not read("2019-04-15")[1]


@given(st.datetimes(at("1948-01-01"), at("2026-11-24")))
def test_that_every_date_is_read_back_in_each_order(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    assert read(f"{moment:%Y-%m-%d %H:%M}", ISO)[0] == moment
    assert read(f"{moment:%d/%m/%Y %H:%M}", DAY)[0] == moment
    assert read(f"{moment:%m/%d/%Y %H:%M}", MONTH)[0] == moment


@given(st.text(max_size=40))
def test_that_any_text_is_read_or_refused(text: str) -> None:
    found, _, reason = read(text)
    assert (found is None) == bool(reason) or text == ""


@pytest.mark.parametrize(
    ("cells", "evidence"),
    [
        (["05/04/2019", "23/04/2019"], (True, True, False)),
        (["05/04/2019", "04/23/2019"], (True, False, True)),
        (["05/04/2019", "13/13/2019"], (True, False, False)),
        (["2019-04-23", "23 Apr 2019", ""], (False, False, False)),
    ],
)
def test_that_a_number_above_twelve_shows_the_order(cells: list[str], evidence: tuple[bool, bool, bool]) -> None:
    assert order_evidence(cells) == evidence


@pytest.mark.parametrize(
    ("cells", "order"),
    [(["2019-04-15"], ISO), (["05/04/2019", "23/04/2019"], DAY), (["04/23/2019", ""], MONTH), ([], ISO)],
)
def test_that_a_column_that_is_clear_settles_its_own_order(cells: list[str], order: DateOrder) -> None:
    assert work_out_orders({"a": cells}, AUTO) == {"a": (order, "")}


def test_that_one_column_says_nothing_of_another() -> None:
    orders = work_out_orders({"a": ["23/04/2019"], "b": ["04/23/2019"], "c": ["05/04/2019"], "d": ["2019-04-05"]}, AUTO)
    assert [found.order for found in orders.values()] == [DAY, MONTH, AUTO, ISO]
    assert orders["c"].question == "Every date in c has a day of 12 or less: is it day first (23/11/2026)?"


def test_that_an_answer_for_a_column_comes_before_one_for_the_file() -> None:
    columns = {"a": ["05/04/2019"], "b": ["05/04/2019"]}
    assert settled_orders(columns, MONTH, {"a": DAY}) == {"a": DAY, "b": MONTH}
    assert settled_orders({"a": ["04/23/2019"]}, DAY) == {"a": DAY}


def test_that_an_ambiguous_order_is_asked_and_refused_until_answered() -> None:
    columns = {"ADMIDATE": ["05/04/2019", "06/04/2019"]}
    with pytest.raises(ImportRefused, match="Every date in ADMIDATE"):
        settled_orders(columns, AUTO)
    assert settled_orders(columns, MONTH) == {"ADMIDATE": MONTH}


def test_that_a_column_of_mixed_orders_is_refused_plainly() -> None:
    with pytest.raises(ImportRefused, match="a mixes day-first and month-first"):
        settled_orders({"a": ["23/04/2019", "04/23/2019"]}, AUTO)


@pytest.mark.parametrize(
    ("orders", "common"),
    [([], ISO), ([ISO, DAY], DAY), ([DAY, MONTH], AUTO), ([DAY, AUTO], AUTO), ([ISO, ISO], ISO)],
)
def test_that_columns_share_an_order_if_all_can_be_read_in_it(orders: list[DateOrder], common: DateOrder) -> None:
    assert common_order(orders) is common


@pytest.mark.parametrize(
    ("cells", "is_dated"),
    [(["2019-04-15", "x", "15 Apr 2019"], True), (["1", "2"], False), ([], False), (["05/04/2019", ""], True)],
)
def test_that_a_column_of_dates_is_told_by_most_of_its_cells(cells: list[str], is_dated: bool) -> None:
    assert looks_dated(cells) is is_dated


@pytest.mark.parametrize(
    ("day", "clock", "text"),
    [
        ("2026-01-02", "14:05", "2026-01-02 14:05:00"),
        ("02/01/2026", "1405", "02/01/2026 14:05:00"),
        ("02/01/2026", "905", "02/01/2026 09:05:00"),
        ("02/01/2026", "14:05:59", "02/01/2026 14:05:59"),
        ("02/01/2026", "2:05 PM", "02/01/2026 14:05:00"),
        ("02/01/2026", "12:05 a.m.", "02/01/2026 00:05:00"),
        ("02/01/2026", "14.05", "02/01/2026 14:05:00"),
        ("2026-01-02 00:00:00", "1899-12-31 14:05:00", "2026-01-02 14:05:00"),
        ("2026-01-02", "", "2026-01-02"),
        ("", "14:05", ""),
        ("2026-01-02", "soon", "2026-01-02 soon"),
    ],
)
def test_that_a_date_and_a_time_of_two_columns_are_put_together(day: str, clock: str, text: str) -> None:
    assert combined(day, clock) == text
