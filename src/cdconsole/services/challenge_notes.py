"""What challenges do to figures: notes on charts, and months that stay out of what leaves the department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cdconsole.domain.calendar import Month, Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ChallengeNote, MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.services.definitions import in_use, title_of
from cdconsole.services.session import Session
from cdconsole.storage import challenges

Notes = Mapping[tuple[ClinicianId | None, MeasureId], tuple[ChallengeNote, ...]]
"""Notes by whose measure they are about; None is the team's own."""


def challenge_notes(session: Session) -> Notes:
    """Return the notes of all challenges, read again only after a change. Raises NotEntitled."""
    return session.keep("challenge notes", frozenset({Topic.CHALLENGE}), lambda: _read(session))


def with_notes(session: Session, whose: ClinicianId | None, charts: Iterable[MeasureChart]) -> tuple[MeasureChart, ...]:
    """Return somebody's charts, or the team's, with the challenges that concern their months."""
    notes = challenge_notes(session)
    return tuple(_noted(chart, notes.get((whose, chart.measure.id), ())) for chart in charts)


def _noted(chart: MeasureChart, notes: Iterable[ChallengeNote]) -> MeasureChart:
    months = set(chart.months)
    found = tuple(note for note in notes if not months.isdisjoint(note.period))
    return replace(chart, challenges=found) if found else chart


def disputed(notes: Iterable[ChallengeNote]) -> frozenset[Month]:
    """Return the months under an open challenge."""
    return frozenset(month for note in notes if note.is_open for month in note.period)


def left_out_lines(session: Session, period: Period, names: Mapping[ClinicianId, str]) -> tuple[str, ...]:
    """Return a line for each open challenge of a period: what is left out, since when, and whose it is.

    Claims stay in the department.
    """
    return tuple(
        f"{title_of(session, measure)}, {'Team' if who is None else names.get(who, 'a clinician')}, {note.period}:"
        f" left out, under challenge since {date_text(note.since)}."
        for (who, measure), every in challenge_notes(session).items()
        for note in every
        if note.is_open and _meets(note.period, period)
    )


def team_lines(session: Session, period: Period) -> tuple[tuple[str, str], ...]:
    """Return what a team's workbook says of challenges that meet a period, by measure; it names nobody."""
    lines: list[tuple[str, str]] = []
    notes = challenge_notes(session)
    for definition in in_use(session):
        measure, title = definition.id, definition.title
        for note in notes.get((None, measure), ()):
            if not _meets(note.period, period):
                continue
            if note.is_open:
                since = date_text(note.since)
                lines.append(
                    (title, f"Left out: the team's figures are under challenge since {since} ({note.period}).")
                )
            else:
                lines.append(
                    (title, f"A challenge of the team's figures for {note.period} was {note.outcome.lower()}.")
                )
        own = [note for (who, of), every in notes.items() if who is not None and of == measure for note in every]
        if any(note.is_open and _meets(note.period, period) for note in own):
            lines.append((title, "Shown: part of the figures behind the team's is under challenge."))
    return tuple(lines)


def _read(session: Session) -> Notes:
    with session.snapshot(Section.REVIEW) as snapshot:
        found = challenges.everything(snapshot)
    notes: dict[tuple[ClinicianId | None, MeasureId], tuple[ChallengeNote, ...]] = {}
    for challenge in found:
        if challenge.note is not None:
            key = challenge.clinician_id, challenge.measure
            notes[key] = (*notes.get(key, ()), challenge.note)
    return notes


def _meets(one: Period, other: Period) -> bool:
    return one.first.index <= other.last.index and other.first.index <= one.last.index
