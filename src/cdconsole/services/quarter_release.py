"""Release a quarter: only what somebody interpreted, and the clinician first. Each release is kept with its hash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.people import Section
from cdconsole.domain.quarter import Cause, FrozenPart, Interpretation, QuarterRow, Release, ReleaseMode, months_text
from cdconsole.domain.quarter_requests import ReleaseQuarter
from cdconsole.services.challenge_notes import challenge_notes
from cdconsole.services.quarter_reading import QuarterStand
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import interpretations, quarters
from cdconsole.storage.section_file import Reading

_MOST_NAMED = 3


@handles(ReleaseQuarter)
def release_quarter(session: Session, request: ReleaseQuarter, _task: Task) -> Release:
    """Record a release, or why there is none; what is disputed may be released, and is marked so.

    Raises RuleBroken that names what lacks: an interpretation (``interpretation``), the reason of a statement that
    there was no release (``reason``), or clinicians who come before the team (``order``).
    """
    notes, reason = challenge_notes(session), request.reason.strip()
    with session.unit_of_work(Section.REVIEW, reason=reason) as work:
        stand = QuarterStand.read(work, quarters.by_id(work, request.freeze), notes)
        part = stand.part(request.whose)
        written = stand.of(request.whose)
        row = stand.row(part)
        is_release = request.mode is not ReleaseMode.NOT_RELEASED
        if is_release:
            check_release(stand, row)
        elif not reason:
            raise RuleBroken("Why it is not released has to be kept.", "Say why, as “on long leave”.", "reason")
        release = Release(
            freeze=request.freeze,
            whose=request.whose,
            mode=request.mode,
            released_to=part.name if is_release else "",
            by=work.actor.name,
            at=work.at,
            sha256=released_digest(part, written),
            is_disputed=is_release and row.is_disputed,
            reason="" if is_release else reason,
            interpretations=tuple(one.id for one in written),
        )
        quarters.add_release(work, release)
        said = "released the quarter of" if is_release else "stated why the quarter is not released of"
        work.audit(said, request.whose or "the team")
        work.commit()
    return release


def check_release(stand: QuarterStand, row: QuarterRow) -> None:
    """Raise RuleBroken that names what lacks before somebody's quarter, or the team's, may be released."""
    if row.missing:
        raise RuleBroken(
            f"{row.name}, {months_text(stand.freeze.quarter)}, is not interpreted yet. {'. '.join(row.missing)}.",
            "Write what is missing; then release it.",
            "interpretation",
        )
    if row.whose is not None:
        return
    waiting = [one.name for one in stand.rows if one.whose is not None and one.release is None]
    if waiting:
        more = f" and {len(waiting) - _MOST_NAMED} more" if len(waiting) > _MOST_NAMED else ""
        raise RuleBroken(
            f"Each clinician sees their own figures before the team's go out. Not yet: "
            f"{', '.join(waiting[:_MOST_NAMED])}{more}.",
            "Release theirs first, or state why not, as “on long leave”.",
            "order",
        )


def released_digest(part: FrozenPart, written: Iterable[Interpretation]) -> str:
    """Return the SHA-256 of what is released: of the frozen part, and of every interpretation's words."""
    words = sorted(
        [
            one.measure or "",
            one.author,
            one.at.isoformat(),
            one.words.conclusion,
            *(
                f"{cause.name} {said.is_considered} {said.note}"
                for cause, said in zip(Cause, one.words.causes, strict=True)
            ),
        ]
        for one in written
    )
    return sha256(json.dumps([part.sha256, words], ensure_ascii=False).encode()).hexdigest()


def is_as_released(reading: Reading, release: Release) -> bool:
    """Return whether what is stored is still what was released, by its hash."""
    freeze = quarters.by_id(reading, release.freeze)
    part = next(one for one in freeze.parts if one.whose == release.whose)
    quarters.body_of(reading, release.freeze, release.whose)
    return released_digest(part, interpretations.released(reading, release)) == release.sha256
