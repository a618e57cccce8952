"""Let marks and locks on a review fall where the text they were given to was joined with another's.

The same rule holds without a merge, see ``services.reviews.clear_marks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.review import Agreement, AgreementMark, Party
from cdconsole.storage.merging.appended import AuditTrail
from cdconsole.storage.merging.kept import MergeTerms
from cdconsole.storage.merging.replay import Place
from cdconsole.storage.merging.twins import Twins

_ONLY_THERE = "(SELECT * FROM {schema}.{table} EXCEPT SELECT * FROM base.{table} EXCEPT SELECT * FROM {other}.{table})"


@dataclass(frozen=True)
class Agreements:
    """Which reviews' texts each side changed since the base, and which marks stood on their side before the merge."""

    our_texts: frozenset[str]
    their_texts: frozenset[str]
    their_marks: frozenset[tuple[str, str]]  # id of the mark, when it was given

    @classmethod
    def of(cls, connection: Connection, twins: Twins) -> Agreements:
        """Look at both sides; ``main`` is still theirs alone."""
        ours = {
            twins.of.get(("review", (review,)), (review,))[0] for review in _changed_texts(connection, "ours", "main")
        }
        marks = connection.execute("SELECT id, marked_at FROM main.agreement_mark WHERE marked_at IS NOT NULL")
        return cls(frozenset(ours), frozenset(_changed_texts(connection, "main", "ours")), frozenset(marks.fetchall()))

    def locks_that_fall(self, connection: Connection) -> set[Place]:
        """Return our changes that would lock a text which theirs changed meanwhile."""
        locked = connection.execute(
            "SELECT o.id, f.id FROM ours.review AS o JOIN base.review AS b ON b.id = o.id AND b.status <> o.status"
            " LEFT JOIN ours.frozen_part AS f ON f.review_id = o.id AND f.part = 'goals' WHERE o.status = 'LOCKED'"
        ).fetchall()
        fallen = [(review, part) for review, part in locked if review in self.their_texts]
        return {("review", (review,)) for review, _ in fallen} | {("frozen_part", (part,)) for _, part in fallen}

    def let_marks_fall(self, connection: Connection, trail: AuditTrail, terms: MergeTerms) -> None:
        """Take back each mark in an open review that was given to one side's text while the other changed it."""
        found = connection.execute(
            "SELECT m.id, m.review_id, r.clinician_id, m.party, m.agreement, m.comment, m.marked_at, m.revision"
            " FROM main.agreement_mark AS m JOIN main.review AS r ON r.id = m.review_id AND r.status = 'PREPARING'"
            " WHERE m.marked_at IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM base.agreement_mark AS b WHERE b.id = m.id AND b.marked_at IS m.marked_at)"
        )
        for mark, review, clinician, *values in found.fetchall():
            is_theirs = (mark, values[3]) in self.their_marks
            if review in (self.our_texts if is_theirs else self.their_texts):
                _fall(connection, mark, values, terms)
                trail.add(terms, "Cleared a mark on a review, because its record changed", clinician)


def _fall(connection: Connection, row_id: str, values: list[str], terms: MergeTerms) -> None:
    party, agreement, comment, at, revision = values
    mark = AgreementMark(Party[party], Agreement[agreement], comment, datetime.fromisoformat(at))
    connection.execute(
        "UPDATE main.agreement_mark SET agreement = ?, marked_at = NULL, cleared = ?, channel = 'IN_PERSON',"
        " person = '', reply = '', content = '', revision = revision + 1 WHERE id = ?",
        (Agreement.NOT_MARKED.name, mark.fallen().cleared, row_id),
    )
    connection.execute(
        "INSERT INTO main.history (table_name, row_id, revision, at, person_id, person, reason, before, after)"
        " VALUES ('agreement_mark', ?, ?, ?, ?, ?, '', json_object('agreement', ?), json_object('agreement', ?))",
        (
            *(row_id, int(revision) + 1, terms.at.isoformat(), terms.person.id, terms.person.name),
            *(agreement, Agreement.NOT_MARKED.name),
        ),
    )


def _changed_texts(connection: Connection, schema: str, other: str) -> set[str]:
    """Return the reviews in which one side wrote notes or goals that neither the base nor the other side has."""
    notes, goals, cycles = (
        _ONLY_THERE.format(schema=schema, other=other, table=table) for table in ("review_note", "goal", "pdsa_cycle")
    )
    found = connection.execute(
        f"SELECT review_id FROM {notes} UNION SELECT r.id FROM {schema}.review AS r WHERE r.id NOT IN"
        f" (SELECT id FROM base.review WHERE status = 'LOCKED') AND r.clinician_id IN"
        f" (SELECT clinician_id FROM {goals} UNION SELECT g.clinician_id FROM {cycles} AS c"
        f" JOIN {schema}.goal AS g ON g.id = c.goal_id)"
    )
    return {review for (review,) in found.fetchall()}
