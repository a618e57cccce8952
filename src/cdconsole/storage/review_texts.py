"""Read every text that was written in reviews and beside them, for searching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.measure import MeasureId
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
_OUTSIDE_REVIEW = "r.clinician_id, r.clinician_name, NULL"
_OF_GROUP = "'', g.name, NULL"
_CYCLE = ("c.plan", "c.prediction", "c.do", "c.study")
_CORRECTED = ("c.should_say", "c.reason", "c.decision_reason")
_QUARTER = "substr(i.first_month, 1, 4) || 'Q' || ((substr(i.first_month, 6, 2) + 2) / 3)"
_WHOSE = "SELECT clinician_id, max(clinician_name) AS name FROM quarter_part GROUP BY clinician_id"
_NEWEST_INTERPRETATION = (
    "i.revision = (SELECT max(revision) FROM interpretation AS o WHERE o.clinician_id = i.clinician_id"
    " AND o.measure = i.measure AND o.first_month = i.first_month AND o.last_month = i.last_month)"
)


def _day(column: str) -> str:
    return f"substr({column}, 1, 10)"


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
    measure: str = "NULL"

    @property
    def sql(self) -> str:
        """Return the query: one row a text."""
        text = " || char(10) || ".join(self.texts)
        return f"SELECT {self.of}, {self.record}, {self.on}, {text}, {self.note}, {self.measure} FROM {self.where}"


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
        *(WrittenIn.CYCLE, _OUTSIDE_REVIEW, "g.id", "c.started", _CYCLE),
        f"pdsa_cycle AS c JOIN goal AS g ON g.id = c.goal_id {_JOINED} g.review_id WHERE NOT c.is_withdrawn",
    ),
    _Source(
        *(WrittenIn.THANKS, "t.clinician_id, t.clinician_name, NULL", "t.id", _day("t.given_at")),
        *(("t.text",), "recognition AS t"),
    ),
    _Source(
        *(WrittenIn.GROUP_GOAL, _OF_GROUP, "g.id", "g.agreed_on"),
        *(("g.text", "g.action", "g.support", "g.no_measure_reason", "g.outcome", "g.owners"), "group_goal AS g"),
    ),
    _Source(
        *(WrittenIn.GROUP_CYCLE, _OF_GROUP, "g.id", "c.started", _CYCLE),
        "group_cycle AS c JOIN group_goal AS g ON g.id = c.goal_id WHERE NOT c.is_withdrawn",
    ),
    _Source(
        *(WrittenIn.LOOK_BACK, _OUTSIDE_REVIEW, "g.id", "s.checked_on", ("s.note",)),
        f"sustain_check AS s JOIN goal AS g ON g.id = s.goal_id {_JOINED} g.review_id WHERE s.checked_on IS NOT NULL",
    ),
    _Source(
        *(WrittenIn.LOOK_BACK, _OF_GROUP, "g.id", "s.checked_on", ("s.note",)),
        "group_sustain_check AS s JOIN group_goal AS g ON g.id = s.goal_id WHERE s.checked_on IS NOT NULL",
    ),
    _Source(
        *(WrittenIn.SUPPORT, "s.clinician_id, s.clinician_name, NULL", "s.id", _day("s.taken_at")),
        *(("s.basis", "s.agreed_support"), "support_step AS s"),
    ),
    _Source(
        *(WrittenIn.LESSON, "'', '', NULL", "l.lesson", _day("l.written_at")),
        ("l.title", "l.happened", "l.text", "l.changed", "l.reason"),
        "lesson AS l WHERE l.revision = (SELECT max(revision) FROM lesson WHERE lesson = l.lesson)",
    ),
    _Source(
        WrittenIn.INTERPRETATION,
        "i.clinician_id, CASE i.clinician_id WHEN '' THEN 'The team' ELSE coalesce(p.name, '') END, NULL",
        *(_QUARTER, _day("i.written_at"), ("i.text", "i.case_mix", "i.role", "i.system", "i.data", "i.chance")),
        f"interpretation AS i LEFT JOIN ({_WHOSE}) AS p USING (clinician_id) WHERE {_NEWEST_INTERPRETATION}",
        measure="nullif(i.measure, '')",
    ),
    _Source(
        *(WrittenIn.CORRECTION, _OF_REVIEW, "c.record_id", _day("c.asked_at"), _CORRECTED),
        f"rectification AS c {_JOINED} c.record_id WHERE c.kind IN ('NOTE', 'ADDENDUM')",
        "CASE c.kind WHEN 'NOTE' THEN substr(c.part, 1, instr(c.part, ':') - 1) END,"
        " substr(c.part, instr(c.part, ':') + 1)",
    ),
    _Source(
        WrittenIn.CORRECTED_THANKS,
        *("t.clinician_id, t.clinician_name, NULL", "c.record_id", _day("c.asked_at"), _CORRECTED),
        "rectification AS c JOIN recognition AS t ON t.id = c.record_id WHERE c.kind = 'RECOGNITION'",
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
    clinician, name, review, record, on, text, kind, domain, measure = row
    return WrittenText(
        written_in=written_in,
        clinician_id=ClinicianId(clinician),
        clinician=name,
        review=None if review is None else ReviewId(review),
        record=record,
        on=date.fromisoformat(on),
        text=text,
        note=None if kind is None else (NoteKind[kind], Domain[domain] if domain else None),
        measure=None if measure is None else MeasureId(measure),
    )
