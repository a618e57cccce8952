from __future__ import annotations

from collections.abc import Callable

import pytest

from cdconsole.domain.extract import DateOrder, ExtractKind, ExtractPreview, NumberStyle
from cdconsole.domain.extract_fields import Field

Look = Callable[..., ExtractPreview]

SPELLS = """spell id,nhs number,consultant,admission date,discharge date,specialty,notes,postcode
1,9434765919,C1,2026-01-01,2026-01-03,301,Mr Jones fell at home and was brought in,LS1 3EX
2,9434765919,C2,2026-01-02 10:30,2026-01-03,300,,LS1 3EY
"""


def test_that_identifying_columns_are_masked_everywhere(look: Look) -> None:
    preview = look(SPELLS)
    text = str(preview)
    for secret in ("9434765919", "Jones", "LS1"):
        assert secret not in text
    examples = {column.heading: column.examples for column in preview.columns}
    assert examples["nhs number"] == ("•••• (hidden, 1 form)",)
    assert examples["consultant"] == ("C1", "C2")
    assert preview.sample[0] == ("••••", "••••", "C1", "2026-01-01", "2026-01-03", "301", "••••", "••••")


def test_that_columns_kind_order_and_specialties_are_proposed(look: Look) -> None:
    preview = look(SPELLS)
    assert preview.rows == 2
    assert preview.proposed.kind is ExtractKind.SPELLS
    assert preview.proposed.columns[Field.PATIENT] == "nhs number"
    assert preview.proposed.date_order is DateOrder.ISO
    assert preview.specialties == ("300", "301")
    assert preview.questions == ()
    assert not preview.already_imported


def test_that_dates_only_and_no_clinician_are_said(look: Look) -> None:
    questions = look("patient,admitted,discharged\n1,2026-01-01 00:00,2026-01-02\n").questions
    assert questions == (
        'There is no clinician column: should every row belong to one clinician called "Unattributed"?',
        "No times: time-of-day measures will not be available.",
    )


def test_that_an_ambiguous_order_is_asked(look: Look) -> None:
    text = "patient,consultant,admitted,discharged\n1,C1,05/04/2026 10:00,06/04/2026\n"
    preview = look(text)
    assert preview.questions == tuple(
        f"Every date in {heading} has a day of 12 or less: is it day first (23/11/2026)?"
        for heading in ("admitted", "discharged")
    )
    assert preview.proposed.date_order is DateOrder.AUTOMATIC
    assert [column.asks_order for column in preview.columns] == [False, False, True, True]
    answered = look(text, DateOrder.DAY_FIRST)
    assert answered.questions == ()
    assert answered.proposed.date_order is DateOrder.DAY_FIRST


def test_that_columns_of_different_orders_are_each_read_in_their_own(look: Look) -> None:
    preview = look("patient,consultant,admitted,discharged\n1,C1,23/04/2026 10:00,04/25/2026\n")
    orders = {"admitted": DateOrder.DAY_FIRST, "discharged": DateOrder.MONTH_FIRST}
    assert preview.questions == ()
    assert preview.proposed.date_orders == orders
    assert {column.heading: column.order for column in preview.columns if column.order} == orders


def test_that_how_numbers_are_written_is_shown(look: Look) -> None:
    preview = look("patient;admitted;los;weight\nP1;2026-01-01;1,5;1.234\n")
    styles = {column.heading: (column.style, column.asks_style) for column in preview.columns}
    assert styles["los"] == (NumberStyle.COMMA, False)
    assert styles["weight"] == (None, True)


def test_that_missing_columns_are_asked_for(look: Look) -> None:
    assert look("colour,consultant\nred,C1\n").questions == (
        "Which column is: Admission date (and time)?",
        "Which column is: Discharge date (and time)?",
        "Which column is: Spell or episode identifier, or Patient identifier?",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("patient,spell,admitted,EPIORDER\n1,7,2026-01-01,1\n", ExtractKind.EPISODES),
        ("patient,spell,admitted\n1,7,2026-01-01\n1,7,2026-01-01\n", ExtractKind.EPISODES),
        ("patient,spell,admitted\n1,7,2026-01-01\n1,8,2026-02-01\n", ExtractKind.SPELLS),
        ("spell,admitted\n7,2026-01-01\n7,2026-01-01\n", ExtractKind.SPELLS),
    ],
)
def test_that_episodes_are_told_by_their_columns_or_repeated_spells(look: Look, text: str, kind: ExtractKind) -> None:
    assert look(text).proposed.kind is kind


def test_that_empty_columns_without_heading_are_not_shown(look: Look) -> None:
    preview = look("patient,,admitted,,\n1,x,2026-01-01,,\n")
    assert [column.heading for column in preview.columns] == ["patient", "(no heading, column 2)", "admitted"]


def test_that_a_specialty_column_of_too_many_values_is_not_offered(look: Look) -> None:
    rows = "".join(f"{n},S{n},2026-01-01\n" for n in range(201))
    assert look("patient,specialty,admitted\n" + rows).specialties == ()
