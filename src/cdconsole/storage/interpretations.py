"""Store what people make of frozen figures: as a review's notes, a row a sitting, and earlier ones stand for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import Cause, CauseConsidered, Interpretation, InterpretationWords, Release, Whose
from cdconsole.storage.section_file import Reading, Work

SITTING = timedelta(minutes=10)
_NOTES = ("case_mix", "role", "system", "data", "chance")
_COLUMNS = (
    *("id", "clinician_id", "measure", *_NOTES, "text", "considered", "author", "written_at", "revision", "figures"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM interpretation"
_OF_QUARTER = "first_month = ? AND last_month = ?"


def of_quarter(reading: Reading, quarter: Quarter) -> tuple[Interpretation, ...]:
    """Return the newest revision of every interpretation of a quarter."""
    rows = reading.rows(f"{_SELECT} WHERE {_OF_QUARTER} ORDER BY revision", _months(quarter))
    return tuple({(one.whose, one.measure): one for one in map(_interpretation, rows)}.values())


def released(reading: Reading, release: Release) -> tuple[Interpretation, ...]:
    """Return the interpretations that were released, as they were."""
    found = (reading.row(f"{_SELECT} WHERE id = ?", (one,)) for one in release.interpretations)
    return tuple(_interpretation(row) for row in found if row is not None)


def revisions(
    reading: Reading, quarter: Quarter, whose: Whose, measure: MeasureId | None
) -> tuple[Interpretation, ...]:
    """Return every sitting's text of one interpretation, oldest first."""
    rows = reading.rows(
        f"{_SELECT} WHERE {_OF_QUARTER} AND clinician_id = ? AND measure = ? ORDER BY revision",
        (*_months(quarter), whose or "", measure or ""),
    )
    return tuple(map(_interpretation, rows))


def save(work: Work, quarter: Quarter, new: Interpretation) -> bool:
    """Store a revision: in the acting person's sitting if it is still open, else as a new row; return whether new."""
    row_id = _sitting(work, quarter, new)
    if row_id is None:
        _begin(work, quarter, new)
    else:
        columns = (*_NOTES, "text", "considered", "written_at", "revision")
        work.execute(
            f"UPDATE interpretation SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?",
            (*_words(new.words), new.at.isoformat(), new.revision, row_id),
        )
    work.changed(Topic.QUARTER, *([] if new.whose is None else [new.whose]))
    return row_id is None


def _begin(work: Work, quarter: Quarter, new: Interpretation) -> None:
    columns = (
        *("id", "clinician_id", "measure", "first_month", "last_month", *_NOTES, "text", "considered", "author_id"),
        *("author", "begun_at", "written_at", "revision", "figures"),
    )
    at = new.at.isoformat()
    work.execute(
        f"INSERT INTO interpretation ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (
            *(new_id(), new.whose or "", new.measure or "", *_months(quarter), *_words(new.words), work.actor.id),
            *(new.author, at, at, new.revision, new.figures),
        ),
    )


def _sitting(work: Work, quarter: Quarter, new: Interpretation) -> str | None:
    """Return the row the acting person began within ten minutes, of these figures, not released since; else None."""
    row = work.row(
        f"SELECT id, author_id, figures, begun_at FROM interpretation WHERE {_OF_QUARTER} AND clinician_id = ?"
        " AND measure = ? ORDER BY revision DESC LIMIT 1",
        (*_months(quarter), new.whose or "", new.measure or ""),
    )
    if row is None or (row[1], row[2]) != (work.actor.id, new.figures):
        return None
    if not timedelta() <= work.at - datetime.fromisoformat(row[3]) <= SITTING:
        return None
    released = work.row(
        "SELECT 1 FROM release_event WHERE clinician_id = ? AND released_at >= ?", (new.whose or "", row[3])
    )
    return row[0] if released is None else None


def _months(quarter: Quarter) -> tuple[str, str]:
    return quarter.period.first.iso(), quarter.period.last.iso()


def _words(words: InterpretationWords) -> tuple[str, ...]:
    considered = " ".join(cause.name for cause, one in zip(Cause, words.causes, strict=True) if one.is_considered)
    return (*(one.note for one in words.causes), words.conclusion, considered)


def _interpretation(row: tuple[Any, ...]) -> Interpretation:
    values = dict(zip(_COLUMNS, row, strict=True))
    ticked = values["considered"].split()
    causes = tuple(
        CauseConsidered(values[column], cause.name in ticked) for cause, column in zip(Cause, _NOTES, strict=True)
    )
    return Interpretation(
        whose=ClinicianId(values["clinician_id"]) if values["clinician_id"] else None,
        measure=MeasureId(values["measure"]) if values["measure"] else None,
        words=InterpretationWords(values["text"], causes),
        author=values["author"],
        at=datetime.fromisoformat(values["written_at"]),
        revision=values["revision"],
        figures=values["figures"],
        id=values["id"],
    )
