"""Every version of every definition as CSV, a row a version and a column a field."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cdconsole.domain.definition import Definition, DefinitionVersion
from cdconsole.exporting.csv_file import write_csv

HEADING = (
    *("measure", "version", "in_use", "is_newest", "title", "question", "outcome", "numerator", "denominator"),
    *(
        "denominator_noun",
        "exclusions",
        "attribution",
        "source_of_records",
        "way_of_counting",
        "threshold",
        "credited_to",
    ),
    *("left_out_besides", "specialties", "wards_left_out", "count_of", "unit", "direction", "target", "target_origin"),
    *("minimum_n", "lag_days", "balancing", "controllable", "weaknesses", "chart", "source", "owner", "settings"),
    *("needs_times", "reason", "person", "at"),
)


def write_definitions(path: Path, definitions: Iterable[Definition]) -> int:
    """Write one row a version, oldest first, and return how many. Raises ExportRefused.

    Targets are numbers in the measure's unit, percent as fractions 0-1; several words in one cell have semicolons.
    """
    rows = [
        _cells(version, is_newest=version is one.newest) for one in definitions for version in reversed(one.versions)
    ]
    write_csv(path, HEADING, rows)
    return len(rows)


def _cells(version: DefinitionVersion, *, is_newest: bool) -> tuple[str, ...]:
    measure, counting = version.measure, version.measure.counting
    return (
        *(measure.id, str(measure.version), _yes_or_no(not version.is_retired), _yes_or_no(is_newest)),
        *(measure.title, measure.question, measure.outcome, measure.numerator, measure.denominator),
        *(measure.denominator_noun, measure.exclusions, measure.attribution),
        *(counting.source.value, counting.calculation.value, _number(counting.threshold), counting.attribution.value),
        "; ".join(one.value for one in counting.exclusions),
        *("; ".join(counting.specialties), "; ".join(counting.wards_left_out), counting.count_of),
        *(measure.unit.value, measure.improvement.value, _number(measure.target), measure.target_origin),
        *(str(measure.minimum_n), str(measure.lag_days), measure.balancing, measure.controllable.value),
        *(measure.weaknesses, measure.chart.value, measure.source, measure.owner),
        *("; ".join(one.value for one in measure.settings), _yes_or_no(measure.needs_times)),
        *(version.reason, version.person, "" if version.at is None else version.at.isoformat()),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _yes_or_no(answer: bool) -> str:
    return "yes" if answer else "no"
