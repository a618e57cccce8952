from __future__ import annotations

import pytest

from cdconsole.importing.identifying import (
    CodeShape,
    clinician_code_shape,
    could_identify,
    is_default_consultant_code,
    is_nhs_number,
    masked,
    shown_code,
    shown_value,
)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("9434765919", True),
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("943476591", False),
        ("1000000000", False),
    ],
)
def test_that_nhs_numbers_are_told_by_their_check_digit(text: str, is_one: bool) -> None:
    assert is_nhs_number(text) is is_one


@pytest.mark.parametrize(
    "heading", ["NHS Number", "Patient Name", "person_family_name", "Postcode of Usual Address", "DOB", "Date of Birth",
                "MRN", "PSEUDO_HESID", "E-mail", "Telephone no", "Birth Date (Mother)"],
)  # fmt: skip
def test_that_identifying_headings_are_recognised(heading: str) -> None:
    assert could_identify(heading, [])


@pytest.mark.parametrize(
    "cells",
    [
        ["9434765919", "", "9434765919"],
        ["LS1 3EX", "M1 1AE", "n/a"],
        ["Smith, John", "O'Neil, Mary Ann"],
        ["Mrs J Smith", "Mr Patel"],
        ["seen in clinic with her daughter who says that she fell"],
        [f"{year}-03-01" for year in range(1930, 2010)],
        [f"RXH{number:06}" for number in range(40)],
    ],
)
def test_that_identifying_values_are_recognised_under_any_heading(cells: list[str]) -> None:
    assert could_identify("x", cells)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", ""],
        ["Consultant 1", "Consultant 2"] * 20,
        [f"2019-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 28)],
        ["301", "300"] * 20,
        ["Elective", "Emergency"],
    ],
)
def test_that_ordinary_columns_are_not_hidden(cells: list[str]) -> None:
    assert not could_identify("x", cells)


def test_that_a_mask_says_how_many_shapes_there_are() -> None:
    assert masked(["AB12", "XY99", "A1", ""]) == "•••• (hidden, 2 forms)"
    assert masked(["12", "34"]) == "•••• (hidden, 1 form)"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("30/02/2019", "30/02/2019"), ("31 Feb 2019", "31 Feb 2019"), ("19.0", "19.0"), ("Smith, John", ""),
        ("943 476 5919", ""), ("see notes of 3 May", ""), ("1" * 40, ""),
    ],
)  # fmt: skip
def test_that_only_what_looks_like_a_date_or_number_is_shown(value: str, shown: str) -> None:
    assert shown_value(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("7Q", "7Q"), ("9434765919", ""), ("LS1 3EX", ""), ("Smith, John", ""), ("x" * 41, "")]
)
def test_that_only_what_looks_like_a_code_is_shown(value: str, shown: str) -> None:
    assert shown_code(value) == shown


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("1234567", CodeShape.GMC_NUMBER),
        ("C1234567", CodeShape.CONSULTANT_CODE),
        ("c1234567", CodeShape.CONSULTANT_CODE),
        ("C12345678", CodeShape.OTHER),
        ("123456", CodeShape.OTHER),
        ("Consultant 1", CodeShape.OTHER),
        ("Smith, Jane", CodeShape.NAME),
        ("C9999998", CodeShape.DEFAULT),
        ("", CodeShape.OTHER),
    ],
)
def test_that_the_shape_of_a_clinicians_code_is_told(code: str, shape: CodeShape) -> None:
    assert clinician_code_shape(code) is shape


@pytest.mark.parametrize(
    "code", ["C9999998", "CD999998", "D9999998", "H9999998", "M9999998", "N9999998", "9999998", "R9999981", "c9999998"]
)
def test_that_a_code_for_nobody_is_recognised(code: str) -> None:
    assert is_default_consultant_code(code)
    assert not is_default_consultant_code(code[:-1] + "7")
