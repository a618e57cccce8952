"""What leaves the director's desk of a quarter: a document, the clinician's pack, a line on the chart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from cdconsole.domain.calendar import Quarter, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Block, Facts, Heading, Paragraph, Printed, PrintedChart, PrintedKind, PrintedTable
from cdconsole.domain.quarter import (
    Cause,
    FrozenFigures,
    FrozenMeasure,
    Interpretation,
    QuarterReading,
    Release,
    ReleasedLine,
    ReleasedQuarter,
    ReleaseMode,
    Whose,
    months_text,
)
from cdconsole.domain.quarter_requests import PrintQuarterReading
from cdconsole.services.challenge_notes import challenge_notes
from cdconsole.services.quarter_comparison import icon_words
from cdconsole.services.quarter_reading import WHOLE, QuarterStand, reading_of
from cdconsole.services.quarter_release import check_release
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import interpretations, quarters
from cdconsole.storage.section_file import Reading

_QUARTERS_GIVEN = 4
_Lines = Mapping[tuple[Whose, MeasureId], str]


@handles(PrintQuarterReading)
def print_reading(session: Session, request: PrintQuarterReading, _task: Task) -> Printed:
    """Return one clinician's quarter, or the team's, as a document: figures, charts, and what was made of them.

    Raises RuleBroken as a release does, where it is not interpreted yet or the team's would come before a clinician's.
    """
    notes = challenge_notes(session)
    with session.snapshot(Section.REVIEW) as snapshot:
        stand = QuarterStand.read(snapshot, quarters.by_id(snapshot, request.freeze), notes)
        part = stand.part(request.whose)
        check_release(stand, stand.row(part))
        found = reading_of(snapshot, stand, part)
    written = [one.interpretation for one in found.measures if one.interpretation is not None]
    disputed = [one.measure for one in found.measures if one.is_disputed]
    blocks: list[Block] = [Paragraph(stand.freeze.words, is_quiet=True)]
    for frozen, line in _lines((found.figures, stand.freeze.quarter), written, disputed):
        blocks += _printed(frozen, line, found)
    return Printed(
        *(PrintedKind.QUARTER_READING, part.name, months_text(stand.freeze.quarter)),
        (*blocks, *_beside(found)),
        "" if request.whose is None else "One clinician's own figures, given to them.",
    )


def released_to(session: Session, clinician: ClinicianId) -> tuple[ReleasedQuarter, ...]:
    """Return what was released to a clinician of the newest quarters, newest first, as it stood at each release."""
    with session.snapshot(Section.REVIEW) as snapshot:
        newest = list(_newest_releases(snapshot, clinician))[:_QUARTERS_GIVEN]
        return tuple(_released(snapshot, release) for release in newest)


def with_interpretations(session: Session, whose: Whose, charts: Iterable[MeasureChart]) -> tuple[MeasureChart, ...]:
    """Return somebody's charts with what was made of each in the newest quarter that was released to them."""
    lines = session.keep("interpretations on charts", frozenset({Topic.QUARTER}), lambda: _chart_lines(session))
    return tuple(replace(one, interpreted=lines.get((whose, one.measure.id), "")) if lines else one for one in charts)


def _chart_lines(session: Session) -> _Lines:
    lines: dict[tuple[Whose, MeasureId], str] = {}
    with session.snapshot(Section.REVIEW) as snapshot:
        people = dict.fromkeys(part.whose for freeze in quarters.everything(snapshot) for part in freeze.parts)
        for whose in people:
            for release in _newest_releases(snapshot, whose):
                quarter = quarters.by_id(snapshot, release.freeze).quarter
                for one in interpretations.released(snapshot, release):
                    if one.measure is not None and one.words.conclusion.strip():
                        words = f"Interpreted for {months_text(quarter)} by {one.author}: {one.words.conclusion}"
                        lines[whose, one.measure] = words
                break
    return lines


def _newest_releases(reading: Reading, whose: Whose) -> Iterator[Release]:
    """Yield what was released to somebody: of each quarter the newest, the newest quarter first."""
    done = set()
    for freeze in quarters.everything(reading):
        releases = [one for one in quarters.releases(reading, freeze.id) if one.whose == whose]
        if freeze.quarter not in done and releases and releases[-1].mode is not ReleaseMode.NOT_RELEASED:
            done.add(freeze.quarter)
            yield releases[-1]


def _released(reading: Reading, release: Release) -> ReleasedQuarter:
    freeze = quarters.by_id(reading, release.freeze)
    figures = quarters.figures_of(reading, release.freeze, release.whose)
    written = interpretations.released(reading, release)
    lines = tuple(line for _, line in _lines((figures, freeze.quarter), written, ()))
    return ReleasedQuarter(months_text(freeze.quarter), release.by, release.words, lines)


def _lines(
    frozen_quarter: tuple[FrozenFigures, Quarter],
    written: Iterable[Interpretation],
    disputed: Collection[MeasureId | None],
) -> Iterator[tuple[FrozenMeasure | None, ReleasedLine]]:
    """Yield a line for each chart, and one for the quarter as a whole where something was written of it."""
    figures, quarter = frozen_quarter
    known = {one.measure: one for one in written if one.words.conclusion.strip()}
    for frozen in figures.measures:
        if frozen.figure is not None:
            measure = frozen.chart.measure
            line = ReleasedLine(measure.title, frozen.figure.words, icon_words(frozen, quarter.period))
            yield frozen, _with_words(line, known.get(measure.id), is_disputed=measure.id in disputed)
    if None in known:
        yield None, _with_words(ReleasedLine(WHOLE, "", ""), known[None], is_disputed=False)


def _with_words(line: ReleasedLine, found: Interpretation | None, *, is_disputed: bool) -> ReleasedLine:
    if found is None:
        return replace(line, is_disputed=is_disputed)
    causes = zip(Cause, found.words.causes, strict=True)
    return replace(
        line,
        conclusion=found.words.conclusion,
        considered=tuple(f"{cause.value}: {one.note or 'considered'}" for cause, one in causes if one.is_considered),
        written=f"{found.author}, {date_text(found.at.astimezone().date())}",
        is_disputed=is_disputed,
    )


def _printed(frozen: FrozenMeasure | None, line: ReleasedLine, found: QuarterReading) -> Iterator[Block]:
    if frozen is None:
        yield Heading(line.title, 2)
    else:
        chart = frozen.chart if found.row.whose is None else replace(frozen.chart, team=(), team_note="", notes=())
        yield PrintedChart(chart, found.figures.period)
    said = (("Quarter", line.figure), ("Variation", line.icon), ("Disputed", "yes" if line.is_disputed else ""))
    facts = tuple((label, text) for label, text in said if text)
    if facts:
        yield Facts(facts)
    if line.conclusion:
        yield Paragraph(line.conclusion)
        yield Paragraph("\n".join((*line.considered, f"Interpretation: {line.written}")), is_quiet=True)


def _beside(found: QuarterReading) -> Iterator[Block]:
    if found.before is not None:
        header = ("Measure", months_text(found.before.quarter), months_text(found.freeze.quarter), "Special cause")
        yield Heading("Beside the quarter before", 2)
        yield PrintedTable(header, tuple((one.title, one.before, one.now, one.change) for one in found.compared))
