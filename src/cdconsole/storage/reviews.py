"""Store reviews: notes as they grow, charts as they were seen, marks, the lock, and addenda."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from cdconsole.domain.attribution import Channel
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, ReviewId, new_id
from cdconsole.domain.review import (
    Agreement,
    AgreementMark,
    Conversation,
    Domain,
    FrozenCharts,
    Goal,
    NoteKind,
    Party,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.storage import goals, rectifications
from cdconsole.storage.frozen_json import freeze, thaw
from cdconsole.storage.section_file import Reading, Work

_CHARTS, _GOALS = "charts", "goals"
_NOTE = "kind, domain, text, author, saved_at, revision, channel"
SITTING = timedelta(minutes=10)


@dataclass(frozen=True)
class FrozenGoals:
    """The goals of a review as they stood when it was locked."""

    goals: tuple[Goal, ...]
    carried_forward: tuple[Goal, ...]


@dataclass(frozen=True)
class ReviewOutline:
    """What a list of reviews needs of one, without its texts and charts."""

    id: ReviewId
    clinician_id: ClinicianId
    status: ReviewStatus
    held_on: date | None
    next_on: date | None
    started: datetime
    kind: Conversation


def by_id(reading: Reading, review: ReviewId, known_charts: FrozenCharts | None = None) -> Review:
    """Return one review, whole; its charts never change, so who has read them can hand them in.

    Raises UserFacingError for an id that is not there.
    """
    written = without_charts(reading, review)
    return replace(written, charts=known_charts or charts(reading, review))


def without_charts(reading: Reading, review: ReviewId) -> Review:
    """Return one review as ``by_id`` does, without its charts, which take longer to read than all the rest."""
    row = reading.row(
        "SELECT clinician_id, clinician_name, started_at, held_on, next_on, status, revision, kind, topic FROM review"
        " WHERE id = ?",
        (review,),
    )
    if row is None:
        raise UserFacingError("This review is no longer in the department.", "Load the list of reviews again.")
    clinician_id, clinician, started, held_on, next_on, status, revision, kind, topic = row
    shown = _goals(reading, review)
    return Review(
        id=review,
        clinician_id=ClinicianId(clinician_id),
        clinician=clinician,
        started=datetime.fromisoformat(started),
        held_on=_date(held_on),
        status=ReviewStatus[status],
        notes=_notes(reading, review),
        charts=None,
        goals=shown.goals,
        carried_forward=shown.carried_forward,
        marks=marks(reading, review),
        addenda=_addenda(reading, review),
        rectifications=rectifications.of_record(reading, review),
        next_on=_date(next_on),
        revision=revision,
        kind=Conversation[kind],
        topic=topic,
    )


def of_clinician(reading: Reading, clinician: ClinicianId) -> tuple[Review, ...]:
    """Return every review of one clinician, newest first."""
    rows = reading.rows(
        "SELECT id FROM review WHERE clinician_id = ? ORDER BY started_at DESC, rowid DESC", (clinician,)
    )
    return tuple(by_id(reading, ReviewId(review)) for (review,) in rows)


def outlines(reading: Reading) -> tuple[ReviewOutline, ...]:
    """Return the outline of every review, newest first."""
    rows = reading.rows(
        "SELECT id, clinician_id, status, held_on, next_on, started_at, kind FROM review"
        " ORDER BY started_at DESC, rowid DESC"
    )
    return tuple(
        ReviewOutline(
            *(ReviewId(id_), ClinicianId(clinician), ReviewStatus[status], _date(held_on), _date(next_on)),
            *(datetime.fromisoformat(started), Conversation[kind]),
        )
        for id_, clinician, status, held_on, next_on, started, kind in rows
    )


def open_ones(reading: Reading, clinician: ClinicianId) -> dict[Conversation, ReviewId]:
    """Return a clinician's conversations in preparation: at most one of a kind."""
    rows = reading.rows("SELECT kind, id FROM review WHERE clinician_id = ? AND status = 'PREPARING'", (clinician,))
    return {Conversation[kind]: ReviewId(review) for kind, review in rows}


def first_open(reading: Reading, clinician: ClinicianId) -> ReviewId | None:
    """Return the quarterly review in preparation, else another conversation that is; None where there is none."""
    found = open_ones(reading, clinician)
    return next((found[kind] for kind in Conversation if kind in found), None)


def clinician_of(reading: Reading, review: ReviewId) -> ClinicianId:
    """Return whose review it is; an empty id where there is no such review."""
    row = reading.row("SELECT clinician_id FROM review WHERE id = ?", (review,))
    return ClinicianId("" if row is None else row[0])


def is_locked(reading: Reading, review: ReviewId) -> bool:
    """Return whether a review is there and locked."""
    return reading.row("SELECT 1 FROM review WHERE id = ? AND status = 'LOCKED'", (review,)) is not None


def last_held(reading: Reading, clinician: ClinicianId) -> date | None:
    """Return the day of a clinician's newest locked quarterly review."""
    row = reading.row(
        "SELECT max(held_on) FROM review WHERE clinician_id = ? AND status = 'LOCKED' AND kind = 'QUARTERLY'",
        (clinician,),
    )
    return None if row is None else _date(row[0])


def agreed_on(reading: Reading, review: ReviewId) -> date:
    """Return the day a review's goals date from: when it was held, or else when it was begun."""
    row = reading.row("SELECT coalesce(held_on, substr(started_at, 1, 10)) FROM review WHERE id = ?", (review,))
    if row is None:
        raise LookupError(review)
    return date.fromisoformat(row[0])


def charts(reading: Reading, review: ReviewId) -> FrozenCharts | None:
    """Return a review's charts exactly as they were frozen."""
    body = _frozen(reading, review, _CHARTS)
    return None if body is None else thaw(body, FrozenCharts)


def marks(reading: Reading, review: ReviewId) -> tuple[AgreementMark, ...]:
    """Return how both people marked a review, the clinical director's first."""
    rows = reading.rows(
        "SELECT party, agreement, comment, marked_at, cleared, channel, person, reply, content FROM agreement_mark"
        " WHERE review_id = ? ORDER BY party = 'CLINICIAN'",
        (review,),
    )
    return tuple(
        AgreementMark(
            *(Party[party], Agreement[agreement], comment, None if at is None else datetime.fromisoformat(at)),
            *(cleared, Channel[channel], *given),
        )
        for party, agreement, comment, at, cleared, channel, *given in rows
    )


def add(work: Work, review: Review) -> None:
    """Store a review in preparation with its frozen charts and what it carries forward; notes and marks follow."""
    work.execute(
        "INSERT INTO review (id, clinician_id, clinician_name, started_at, status, revision, kind, topic)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(review.id, review.clinician_id, review.clinician, review.started.isoformat()),
            *(review.status.name, review.revision, review.kind.name, review.topic),
        ),
    )
    if review.charts is not None:
        _keep_frozen(work, review.id, _CHARTS, freeze(review.charts))
    work.execute_many(
        "INSERT INTO carried_goal (id, review_id, goal_id) VALUES (?, ?, ?)",
        [(new_id(), review.id, goal.id) for goal in review.carried_forward],
    )
    work.keep_history("review", review.id, review.revision, None, _kept(review))


def sitting(work: Work, review: ReviewId, kind: NoteKind, domain: Domain | None) -> str | None:
    """Return the row of a note that the acting person began within the last ten minutes, if it is the newest."""
    row = work.row(
        "SELECT id, author_id, begun_at FROM review_note WHERE review_id = ? AND kind = ? AND domain = ?"
        " ORDER BY revision DESC LIMIT 1",
        (review, kind.name, "" if domain is None else domain.name),
    )
    if row is None or row[1] != work.actor.id:
        return None
    return row[0] if timedelta() <= work.at - datetime.fromisoformat(row[2]) <= SITTING else None


def begin_note(work: Work, review: ReviewId, note: ReviewNote) -> None:
    """Store a note's revision as a new sitting of the acting person; the one before stands for good."""
    _add_note(work, review, replace(note, at=work.at), (new_id(), work.actor.id))


def add_signed_note(work: Work, review: ReviewId, note: ReviewNote, reply: str, clinician: ClinicianId) -> None:
    """Store what a signed reply brought, its SHA-256 given, as a note's next revision, written by the clinician.

    Two desks that take in the same reply write the same row.
    """
    of_domain = "" if note.domain is None else f"-{note.domain.name.lower()}"
    _add_note(work, review, note, (f"{reply[:32]}-{note.kind.name.lower()}{of_domain}", clinician))


def said_in_the_room(
    reading: Reading, review: ReviewId, kind: NoteKind, domain: Domain | None = None
) -> ReviewNote | None:
    """Return a note's newest text that no signed reply brought; without a domain that of the whole review."""
    row = reading.row(
        f"SELECT {_NOTE} FROM review_note WHERE review_id = ? AND kind = ? AND domain = ? AND channel = 'IN_PERSON'"
        " ORDER BY revision DESC LIMIT 1",
        (review, kind.name, domain.name if domain else ""),
    )
    return None if row is None else _note(row)


def grow_note(work: Work, row_id: str, note: ReviewNote) -> None:
    """Store a note's revision in the sitting it belongs to."""
    work.execute(
        "UPDATE review_note SET text = ?, saved_at = ?, revision = ? WHERE id = ?",
        (note.text, work.at.isoformat(), note.revision, row_id),
    )


def set_dates(work: Work, review: Review, held_on: date | None, next_on: date | None) -> None:
    """Store when a review was held and when the next one is."""
    _revise(work, review, replace(review, held_on=held_on, next_on=next_on))


def lock(work: Work, review: Review, held_on: date, next_on: date | None = None) -> None:
    """Lock a review with its days and keep its goals as they stand; from here on only addenda are taken.

    The day of the next one stays as it was set, unless one is given.
    """
    _keep_frozen(work, review.id, _GOALS, freeze(FrozenGoals(review.goals, review.carried_forward)))
    days = replace(review, held_on=held_on, next_on=next_on or review.next_on)
    _revise(work, review, replace(days, status=ReviewStatus.LOCKED))


def set_mark(work: Work, review: ReviewId, mark: AgreementMark) -> None:
    """Store one person's mark; the one before stays in the history."""
    before = next((found for found in marks(work, review) if found.party is mark.party), None)
    row = work.row(
        "SELECT id, revision FROM agreement_mark WHERE review_id = ? AND party = ?", (review, mark.party.name)
    )
    row_id, revision = (new_id(), 1) if row is None else (row[0], row[1] + 1)
    values = {
        "agreement": mark.agreement.name,
        "comment": mark.comment,
        "marked_at": None if mark.at is None else mark.at.isoformat(),
        "cleared": mark.cleared,
        "channel": mark.channel.name,
        "person": mark.person,
        "reply": mark.reply,
        "content": mark.content,
        "revision": revision,
    }
    named = {"id": row_id, "review_id": review, "party": mark.party.name} | values
    work.execute(
        f"INSERT INTO agreement_mark ({', '.join(named)}) VALUES ({', '.join(f':{name}' for name in named)})"
        f" ON CONFLICT (review_id, party) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in values)}",
        named,
    )
    work.keep_history("agreement_mark", row_id, revision, None if before is None else vars(before), vars(mark))


def add_addendum(work: Work, review: Review, text: str) -> None:
    """Add a text to a locked review."""
    work.execute(
        "INSERT INTO addendum (id, review_id, text, author_id, author, added_at, number) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(new_id(), review.id, text, work.actor.id, work.actor.name, work.at.isoformat()),
            len(review.addenda) + 1,
        ),
    )


def _revise(work: Work, before: Review, after: Review) -> None:
    after = replace(after, revision=before.revision + 1)
    work.execute(
        "UPDATE review SET held_on = ?, next_on = ?, status = ?, locked_at = ?, revision = ? WHERE id = ?",
        (
            *(_iso(after.held_on), _iso(after.next_on), after.status.name),
            work.at.isoformat() if after.status is ReviewStatus.LOCKED else None,
            *(after.revision, after.id),
        ),
    )
    work.keep_history("review", after.id, after.revision, _kept(before), _kept(after))


def _kept(review: Review) -> dict[str, Any]:
    """Return what the history keeps of a review; notes and marks keep their own."""
    return {
        "clinician_id": review.clinician_id,
        "held_on": review.held_on,
        "next_on": review.next_on,
        "status": review.status,
        "kind": review.kind,
        "topic": review.topic,
    }


def _notes(reading: Reading, review: ReviewId) -> tuple[ReviewNote, ...]:
    """Return the newest revision of each note, in the order of the screen."""
    rows = reading.rows(
        f"SELECT {_NOTE} FROM review_note AS n"
        " WHERE review_id = ? AND NOT EXISTS (SELECT 1 FROM review_note AS newer WHERE newer.review_id = n.review_id"
        " AND newer.kind = n.kind AND newer.domain = n.domain AND newer.revision > n.revision)",
        (review,),
    )
    found = map(_note, rows)
    domains: list[Domain | None] = [None, *Domain]
    return tuple(sorted(found, key=lambda note: (list(NoteKind).index(note.kind), domains.index(note.domain))))


def _note(row: tuple[Any, ...]) -> ReviewNote:
    kind, domain, text, author, at, revision, channel = row
    whole = Domain[domain] if domain else None
    return ReviewNote(NoteKind[kind], text, author, datetime.fromisoformat(at), revision, whole, Channel[channel])


def _add_note(work: Work, review: ReviewId, note: ReviewNote, ids: tuple[str, str]) -> None:
    """Store a note's revision under the row's id and its author's."""
    row_id, author_id = ids
    work.execute(
        "INSERT INTO review_note (id, review_id, kind, domain, text, author_id, author, begun_at, saved_at, revision,"
        " channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(row_id, review, note.kind.name, "" if note.domain is None else note.domain.name, note.text),
            *(author_id, note.author, note.at.isoformat(), note.at.isoformat(), note.revision, note.channel.name),
        ),
    )


def _addenda(reading: Reading, review: ReviewId) -> tuple[ReviewNote, ...]:
    rows = reading.rows(
        "SELECT text, author, added_at, number FROM addendum WHERE review_id = ? ORDER BY number", (review,)
    )
    return tuple(
        ReviewNote(NoteKind.DIRECTOR_NOTE, text, author, datetime.fromisoformat(at), number)
        for text, author, at, number in rows
    )


def _goals(reading: Reading, review: ReviewId) -> FrozenGoals:
    """Return a locked review's goals as they stood then, an open review's as they are."""
    body = _frozen(reading, review, _GOALS)
    if body is not None:
        return thaw(body, FrozenGoals)
    return FrozenGoals(goals.of_review(reading, review), goals.carried_into(reading, review))


def _frozen(reading: Reading, review: ReviewId, part: str) -> bytes | None:
    row = reading.row("SELECT body FROM frozen_part WHERE review_id = ? AND part = ?", (review, part))
    return None if row is None else row[0]


def _keep_frozen(work: Work, review: ReviewId, part: str, body: bytes) -> None:
    work.execute(
        "INSERT INTO frozen_part (id, review_id, part, body) VALUES (?, ?, ?, ?)", (new_id(), review, part, body)
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
