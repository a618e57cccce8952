"""A work stream's outcome tree and stage board as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cdconsole.domain.framework import ChecklistItem, Framework, Stage, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.exporting.csv_file import write_csv

OUTCOME_HEADING = (
    *("work_stream", "outcome", "why", "direction", "owner", "review_on", "state", "reason"),
    *("measure", "measure_title"),
)
BOARD_HEADING = ("work_stream", "stage", "title", "done_when", "item", "state", "ticked_by", "ticked_at", "ticked_as")


def write_outcomes(path: Path, frameworks: Iterable[Framework], titles: Mapping[MeasureId, str]) -> int:
    """Write a row for each measure of each outcome, one for an outcome without any; return how many.

    Raises ExportRefused.
    """
    rows = [
        row
        for one in frameworks
        for outcome in (*one.outcomes, *one.retired)
        for row in _outcome_rows(one.stream.title, outcome, titles)
    ]
    write_csv(path, OUTCOME_HEADING, rows)
    return len(rows)


def write_board(path: Path, frameworks: Iterable[Framework]) -> int:
    """Write a row for each item of each checklist, taken-off ones too; return how many. Raises ExportRefused."""
    rows = [
        _item_row(one.stream.title, stage, item, is_on=item in stage.items)
        for one in frameworks
        for stage in one.stages
        for item in (*stage.items, *stage.removed)
    ]
    write_csv(path, BOARD_HEADING, rows)
    return len(rows)


def _outcome_rows(
    stream: str, outcome: SuccessCriticalOutcome, titles: Mapping[MeasureId, str]
) -> Iterator[tuple[str, ...]]:
    state, aside = "pursued", outcome.retired or outcome.parked
    if aside is not None:
        state = "retired" if outcome.retired else "parked"
    own = (
        *(stream, outcome.title, outcome.why, outcome.direction, outcome.owner),
        "" if outcome.review_on is None else outcome.review_on.isoformat(),
        *(state, "" if aside is None else aside.reason),
    )
    for measure in outcome.measures:
        yield (*own, measure, titles.get(measure, ""))
    if not outcome.measures:
        yield (*own, "", "")


def _item_row(stream: str, stage: Stage, item: ChecklistItem, *, is_on: bool) -> tuple[str, ...]:
    state = ("ticked" if item.done_at else "open") if is_on else "taken off"
    at = "" if item.done_at is None else item.done_at.isoformat()
    return (
        *(stream, str(stage.number), stage.title, stage.done_when, item.text),
        *(state, item.done_by, at, item.ticked_as),
    )
