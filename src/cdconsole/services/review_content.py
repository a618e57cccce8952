"""What a mark of agreement is given to, its fingerprint, and charts as their own clinician may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from cdconsole.domain.attribution import Channel
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.review import CLINICIANS_WORDS, Goal, Review, ReviewContent, ReviewNote
from cdconsole.storage import reviews
from cdconsole.storage.frozen_json import fingerprint
from cdconsole.storage.section_file import Reading

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def content_of(reading: Reading, review: Review) -> ReviewContent:
    """Return what a mark on a review would be given to as it stands now."""
    frozen = review.charts
    return ReviewContent(
        review.id,
        notes=tuple(note for note in _notes(reading, review) if note.text.strip()),
        goals=review.goals,
        carried_forward=review.carried_forward,
        charts=None if frozen is None else replace(frozen, charts=own_charts(frozen.charts)),
    )


def content_fingerprint(content: ReviewContent) -> str:
    """Return what stands for exactly these texts, goals and charts, whoever typed them when: 64 hexadecimal digits."""
    told = replace(
        content,
        notes=tuple(replace(note, author="", at=_NO_MOMENT, revision=0) for note in content.notes),
        goals=_unnumbered(content.goals),
        carried_forward=_unnumbered(content.carried_forward),
    )
    return fingerprint(told)


def own_charts(charts: Iterable[MeasureChart]) -> tuple[MeasureChart, ...]:
    """Return charts without the team's lines, and without the words of what was entered for everybody."""
    return tuple(replace(chart, team=(), team_note="", notes=()) for chart in charts)


def _notes(reading: Reading, review: Review) -> Iterable[ReviewNote]:
    """Yield each note; of the clinician's words those that stood before their signed replies."""
    for note in review.notes:
        if note.kind not in CLINICIANS_WORDS or note.channel is Channel.IN_PERSON:
            yield note
            continue
        before = reviews.said_in_the_room(reading, review.id, note.kind, note.domain)
        if before is not None:
            yield before


def _unnumbered(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(replace(goal, revision=0) for goal in goals)
