"""Endoscopy as a source of measures: colonoscopies are known by the words of the procedure, lists by their session."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.services.monthly_values import Flags, Floats
from cdconsole.services.record_source import Asked, Line, Recipe, Rule, reach_of
from cdconsole.services.tallies import Grouped, Lacking, Tally, Units, grouped
from cdconsole.storage import record_columns
from cdconsole.storage.record_columns import RecordColumns
from cdconsole.storage.section_file import Reading

_FIELDS = (
    *(Field.SESSION_DATE, Field.SESSION_KEY, Field.SESSION_START, Field.LOCATION, Field.CANCELLED, Field.PROCEDURE),
    *(Field.POINTS, Field.COMPLETE, Field.ADENOMA, Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED),
    *(Field.WITHDRAWAL_MINUTES, Field.BOWEL_PREPARATION),
)
_OPCS_COLONOSCOPY = re.compile(r"H2[0-2](\.?\d)?\b", re.IGNORECASE)
ADEQUATE = frozenset({"excellent", "very good", "good", "fair", "adequate", "satisfactory"})
INADEQUATE = frozenset({"poor", "inadequate", "not adequate", "unsatisfactory", "very poor", "failed"})
_BOSTON_ADEQUATE, _BOSTON_MOST = 6, 9


def is_colonoscopy(procedure: str) -> bool:
    """Return whether a procedure is a colonoscopy by its words, or by its OPCS-4 code (H20 to H22).

    A flexible sigmoidoscopy is none, nor is a procedure that is called by both names.
    """
    words = procedure.casefold()
    return ("colonoscop" in words and "sigmoid" not in words) or bool(_OPCS_COLONOSCOPY.match(procedure.strip()))


def is_adequate(preparation: str) -> bool | None:
    """Return whether bowel preparation was adequate; None for words that are not known.

    A number is the sum of the Boston scale, adequate from 6 of 9.
    """
    words = " ".join(preparation.casefold().split())
    if words in ADEQUATE | INADEQUATE:
        return words in ADEQUATE
    return int(words) >= _BOSTON_ADEQUATE if words.isdecimal() and int(words) <= _BOSTON_MOST else None


@dataclass(frozen=True, eq=False)
class _Procedures:
    """Procedures of endoscopy lists; ``done`` are those that were not cancelled. [procedures] each."""

    rows: RecordColumns

    @cached_property
    def units(self) -> Units:
        return Units.of_records(self.rows.days[Field.SESSION_DATE], self.rows.whose)

    @cached_property
    def done(self) -> Flags:
        done: Flags = ~(self.rows.numbers[Field.CANCELLED] > 0)
        return done

    @cached_property
    def colonoscopies(self) -> Flags:
        return self.done & self.rows.texts[Field.PROCEDURE].where(is_colonoscopy)

    @cached_property
    def lists(self) -> Grouped:
        apart = (self.rows.moments[Field.SESSION_START], self.rows.texts[Field.LOCATION].codes)
        return grouped(self.rows, self.rows.days[Field.SESSION_DATE], self.rows.texts[Field.SESSION_KEY], apart)


def _read(reading: Reading, asked: Asked) -> _Procedures:
    return _Procedures(
        record_columns.read(reading, ExtractKind.ENDOSCOPY, _FIELDS, asked.period, with_patients=asked.with_patients)
    )


_Tallying = Callable[[_Procedures, Counting], Tally]


def _flagged(field: Field, what: str) -> _Tallying:
    """Return the colonoscopies of which a field says yes, of those of which it says yes or no."""

    def tally(procedures: _Procedures, _: Counting) -> Tally:
        value = procedures.rows.numbers[field]
        return _of_colonoscopies(procedures, ~np.isnan(value), value > 0, what)

    return tally


def _of_colonoscopies(
    procedures: _Procedures, is_known: Flags, numerator: Floats | Flags, what: str, denominator: Floats | None = None
) -> Tally:
    asked = procedures.colonoscopies
    lacking = Lacking(what, "colonoscopies", asked & ~is_known)
    return Tally(procedures.units, asked & is_known, numerator, denominator, lacking)


def _withdrawal(procedures: _Procedures, _: Counting) -> Tally:
    """Return the minutes of withdrawal over the colonoscopies in which no polyp was found: the rest take longer."""
    numbers = procedures.rows.numbers
    negative = procedures.colonoscopies & (numbers[Field.POLYPS_FOUND] == 0)
    minutes = numbers[Field.WITHDRAWAL_MINUTES]
    lacking = Lacking("a withdrawal time", "colonoscopies without a polyp", negative & np.isnan(minutes))
    return Tally(procedures.units, negative & ~np.isnan(minutes), np.nan_to_num(minutes), None, lacking)


def _retrieved(procedures: _Procedures, _: Counting) -> Tally:
    """Return the polyps retrieved of those found."""
    found, kept = (procedures.rows.numbers[field] for field in (Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED))
    positive = procedures.colonoscopies & (found > 0)
    lacking = Lacking("a count of polyps retrieved", "colonoscopies with a polyp", positive & np.isnan(kept))
    counts = positive & ~np.isnan(kept)
    return Tally(procedures.units, counts, np.nan_to_num(kept), np.nan_to_num(found), lacking)


def _preparation(procedures: _Procedures, _: Counting) -> Tally:
    words = procedures.rows.texts[Field.BOWEL_PREPARATION]
    is_known = words.where(lambda one: is_adequate(one) is not None)
    return _of_colonoscopies(
        procedures, is_known, words.where(lambda one: is_adequate(one) is True), "a known bowel preparation"
    )


def _colonoscopies(procedures: _Procedures, _: Counting) -> Tally:
    nameless = procedures.done & procedures.rows.texts[Field.PROCEDURE].among("")
    lacking = Lacking("a procedure", "records", nameless)
    return Tally(procedures.units, procedures.colonoscopies, procedures.colonoscopies, None, lacking)


def _points(procedures: _Procedures, _: Counting) -> Tally:
    """Return the points of the lists delivered; a list on which no procedure has points is left out."""
    lists, points = procedures.lists, procedures.rows.numbers[Field.POINTS]
    delivered, has_points = lists.any(procedures.done), lists.any(procedures.done & ~np.isnan(points))
    total = lists.total(np.where(procedures.done, points, 0.0))
    return Tally(
        lists.units,
        delivered & has_points,
        total,
        None,
        Lacking("a number of points", "lists", delivered & ~has_points),
    )


def _line(procedures: _Procedures, calculation: Calculation, place: int) -> Line:
    rows = procedures.rows
    if calculation is not Calculation.POINTS_PER_LIST:
        return Line(rows.patient[place], rows.texts[Field.PROCEDURE][place], rows.batch[place])
    of_list = np.flatnonzero(procedures.lists.unit == place)
    number = f"{of_list.size} procedure{'' if of_list.size == 1 else 's'}"
    where = rows.texts[Field.LOCATION][int(of_list[0])] or "List"
    return Line("", f"{where}, {number}", rows.batch[int(of_list[0])])


ENDOSCOPY: Final = Recipe(
    "endoscopy lists",
    frozenset({Topic.SESSION, Topic.IMPORT}),
    reach_of(ExtractKind.ENDOSCOPY),
    _read,
    {
        Calculation.COMPLETE_COLONOSCOPIES: Rule(
            _flagged(Field.COMPLETE, "a completeness entry"), "complete", "incomplete"
        ),
        Calculation.ADENOMA_DETECTION: Rule(_flagged(Field.ADENOMA, "an adenoma entry"), "adenoma", "no adenoma"),
        Calculation.WITHDRAWAL_MINUTES: Rule(_withdrawal, "{n} minutes"),
        Calculation.POLYPS_RETRIEVED: Rule(_retrieved, "{n} of {d} polyps"),
        Calculation.BOWEL_PREPARATION: Rule(_preparation, "adequate", "inadequate"),
        Calculation.COLONOSCOPIES: Rule(_colonoscopies, "counted"),
        Calculation.POINTS_PER_LIST: Rule(_points, "{n} points"),
    },
    _line,
)
