"""Read every text that was written in reviews and beside them, for searching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.review import Domain, NoteKind
from cdconsole.domain.review_search import WrittenIn, WrittenText
from cdconsole.storage.section_file import Reading

_OF_REVIEW = "r.clinician_id, r.clinician_name, r.id"
_HELD = "coalesce(r.held_on, substr(r.started_at, 1, 10))"
_JOINED = "JOIN review AS r ON r.id ="
_NEWEST_NOTE = (
    "NOT EXISTS (SELECT 1 FROM review_note AS newer WHERE newer.review_id = n.review_id AND newer.kind = n.kind"
    " AND newer.domain = n.domain AND newer.revision > n.revision)"
)


@dataclass(frozen=True)
class _Source:
    """Where texts are: ``of`` gives clinician, name and review; ``texts`` are columns read as the lines of one text."""

    written_in: WrittenIn
    of: str
    record: str
    on: str
    texts: tuple[str, ...]
    where: str
    note: str = "NULL, NULL"

    @property
    def sql(self) -> str:
        """Return the query: one row a text."""
        text = " || char(10) || ".join(self.texts)
        return f"SELECT {self.of}, {self.record}, {self.on}, {text}, {self.note} FROM {self.where}"


_SOURCES = (
    _Source(
        *(WrittenIn.NOTE, _OF_REVIEW, "n.id", _HELD, ("n.text",)),
        *(f"review_note AS n {_JOINED} n.review_id WHERE {_NEWEST_NOTE}", "n.kind, n.domain"),
    ),
    _Source(WrittenIn.ADDENDUM, _OF_REVIEW, "a.id", _HELD, ("a.text",), f"addendum AS a {_JOINED} a.review_id"),
    _Source(WrittenIn.COMMENT, _OF_REVIEW, "m.id", _HELD, ("m.comment",), f"agreement_mark AS m {_JOINED} m.review_id"),
    _Source(
        *(WrittenIn.GOAL, _OF_REVIEW, "g.id", _HELD),
        *(("g.text", "g.action", "g.support", "g.no_measure_reason", "g.outcome"), f"goal AS g {_JOINED} g.review_id"),
    ),
    _Source(
        *(WrittenIn.CYCLE, _OF_REVIEW, "g.id", "c.started", ("c.plan", "c.prediction", "c.do", "c.study")),
        f"pdsa_cycle AS c JOIN goal AS g ON g.id = c.goal_id {_JOINED} g.review_id",
    ),
    _Source(
        *(WrittenIn.THANKS, "t.clinician_id, t.clinician_name, NULL", "t.id", "substr(t.given_at, 1, 10)"),
        *(("t.text",), "recognition AS t"),
    ),
)
"""Another kind of record is one more line here, and a name in ``WrittenIn``."""


def written_texts(reading: Reading) -> Iterator[WrittenText]:
    """Yield every text that is not empty, as it is now."""
    for source in _SOURCES:
        for row in reading.rows(source.sql):
            text = _text(source.written_in, row)
            if text.text.strip():
                yield text


def _text(written_in: WrittenIn, row: tuple[Any, ...]) -> WrittenText:
    clinician, name, review, record, on, text, kind, domain = row
    return WrittenText(
        written_in=written_in,
        clinician_id=ClinicianId(clinician),
        clinician=name,
        review=None if review is None else ReviewId(review),
        record=record,
        on=date.fromisoformat(on),
        text=text,
        note=None if kind is None else (NoteKind[kind], Domain[domain] if domain else None),
    )
