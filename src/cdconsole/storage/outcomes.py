"""Store the outcome trees of work streams: outcomes with the measures below them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.identity import WorkStreamId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.work_stream import SetAside
from cdconsole.storage import work_streams
from cdconsole.storage.measure_names import as_written
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = (
    *("id", "position", "title", "why", "owner", "review_on", "revision", "stream", "direction"),
    *("parked_reason", "parked_by", "parked_at", "retired_reason", "retired_by", "retired_at"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM outcome"


def pursued(reading: Reading, stream: WorkStreamId | None = None) -> tuple[SuccessCriticalOutcome, ...]:
    """Return the outcomes of a work stream, or of all that are open, in their order; retired ones are left out."""
    found = tuple(one for one in _everything(reading) if one.retired is None)
    if stream is not None:
        return tuple(one for one in found if one.stream == stream)
    closed = {one.id for one in work_streams.everything(reading) if one.closed}
    return tuple(one for one in found if one.stream not in closed)


def retired(reading: Reading, stream: WorkStreamId) -> tuple[SuccessCriticalOutcome, ...]:
    """Return the outcomes of a work stream that are not pursued any more."""
    return tuple(one for one in _everything(reading) if one.stream == stream and one.retired is not None)


def by_id(reading: Reading, outcome: str) -> SuccessCriticalOutcome | None:
    """Return one outcome, retired or not."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (outcome,))
    return None if row is None else _outcome(reading, row)


def save(work: Work, edited: SuccessCriticalOutcome, action: str = "saved") -> SuccessCriticalOutcome:
    """Add an outcome (empty id), or change one; its ``revision`` is the one that was edited. Raises StaleEdit."""
    if edited.id:
        before = by_id(work, edited.id)
        check_revision(None if before is None else before.revision, edited.revision, "The outcome")
        after = replace(edited, revision=edited.revision + 1)
    else:
        before, after = None, replace(edited, id=new_id(), revision=1)
    _store(work, after)
    work.keep_history("outcome", after.id, after.revision, None if before is None else asdict(before), asdict(after))
    work.audit(action, f"success critical outcome “{after.title}”")
    work.changed(Topic.FRAMEWORK)
    return after


def _store(work: Work, outcome: SuccessCriticalOutcome) -> None:
    names = [name for name in _COLUMNS if name != "position"]
    changing = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("id", "stream"))
    work.execute(
        f"INSERT INTO outcome ({', '.join(names)}, position) VALUES ({', '.join(f':{name}' for name in names)},"
        f" (SELECT count(*) FROM outcome)) ON CONFLICT (id) DO UPDATE SET {changing}",
        {
            "id": outcome.id,
            "title": outcome.title,
            "why": outcome.why,
            "owner": outcome.owner,
            "review_on": None if outcome.review_on is None else outcome.review_on.isoformat(),
            "revision": outcome.revision,
            "stream": outcome.stream,
            "direction": outcome.direction,
            **_aside("parked", outcome.parked),
            **_aside("retired", outcome.retired),
        },
    )
    before = dict(work.rows("SELECT position, measure FROM outcome_measure WHERE outcome_id = ?", (outcome.id,)))
    work.execute("DELETE FROM outcome_measure WHERE outcome_id = ?", (outcome.id,))
    work.execute_many(
        "INSERT INTO outcome_measure (outcome_id, position, measure) VALUES (?, ?, ?)",
        [(outcome.id, at, as_written(before.get(at), measure)) for at, measure in enumerate(outcome.measures)],
    )


def _everything(reading: Reading) -> tuple[SuccessCriticalOutcome, ...]:
    return tuple(_outcome(reading, row) for row in reading.rows(f"{_SELECT} ORDER BY position, id"))


def _outcome(reading: Reading, row: tuple[Any, ...]) -> SuccessCriticalOutcome:
    values = dict(zip(_COLUMNS, row, strict=True))
    measures = reading.rows(
        "SELECT measure FROM outcome_measure WHERE outcome_id = ? ORDER BY position", (values["id"],)
    )
    return SuccessCriticalOutcome(
        id=values["id"],
        title=values["title"],
        why=values["why"],
        owner=values["owner"],
        review_on=None if values["review_on"] is None else date.fromisoformat(values["review_on"]),
        measures=tuple(MeasureId(name) for (name,) in measures),
        revision=values["revision"],
        direction=values["direction"],
        stream=WorkStreamId(values["stream"]),
        parked=_set_aside("parked", values),
        retired=_set_aside("retired", values),
    )


def _aside(how: str, aside: SetAside | None) -> dict[str, str | None]:
    return {
        f"{how}_reason": aside.reason if aside else "",
        f"{how}_by": aside.person if aside else "",
        f"{how}_at": aside.at.isoformat() if aside else None,
    }


def _set_aside(how: str, values: dict[str, Any]) -> SetAside | None:
    at = values[f"{how}_at"]
    if at is None:
        return None
    return SetAside(values[f"{how}_reason"], values[f"{how}_by"], datetime.fromisoformat(at))
