"""Puts together what is shown of a frozen quarter: who stands where, and one clinician's charts with their context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cdconsole.domain.calendar import Period, Quarter, date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import ChallengeNote, MeasureId
from cdconsole.domain.quarter import (
    NOTHING_SPECIAL,
    Cause,
    ComparedMeasure,
    ContextLine,
    FrozenFigures,
    FrozenMeasure,
    FrozenPart,
    Interpretation,
    InterpretedMeasure,
    QuarterFreeze,
    QuarterReading,
    QuarterRow,
    Release,
    Whose,
    lacking,
)
from cdconsole.services.challenge_notes import Notes
from cdconsole.services.quarter_comparison import compared
from cdconsole.storage import interpretations, quarters
from cdconsole.storage.section_file import Reading

WHOLE = "The quarter as a whole"
_Written = Mapping[tuple[Whose, MeasureId | None], Interpretation]


@dataclass(frozen=True)
class QuarterStand:
    """What was written of a frozen quarter, what was released of it, and the challenges as they are now."""

    freeze: QuarterFreeze
    written: _Written
    releases: tuple[Release, ...]
    notes: Notes

    @classmethod
    def read(cls, reading: Reading, freeze: QuarterFreeze, notes: Notes) -> QuarterStand:
        """Return it as it is stored."""
        found = interpretations.of_quarter(reading, freeze.quarter)
        written = {(one.whose, one.measure): one for one in found}
        return cls(freeze, written, quarters.releases(reading, freeze.id), notes)

    @property
    def rows(self) -> tuple[QuarterRow, ...]:
        """Return a row for each part: clinicians by name, then the team."""
        return tuple(self.row(part) for part in self.freeze.parts)

    def row(self, part: FrozenPart) -> QuarterRow:
        """Return where one clinician's quarter, or the team's, stands."""
        released = [one for one in self.releases if one.whose == part.whose]
        return QuarterRow(
            whose=part.whose,
            name=part.name,
            has_figures=True,
            missing=self._missing(part),
            release=released[-1] if released else None,
            is_disputed=any(self.disputes(part.whose, measure) for measure in self._challenged(part.whose)),
        )

    def part(self, whose: Whose) -> FrozenPart:
        """Return somebody's part of the freeze. Raises UserFacingError for who has none."""
        for one in self.freeze.parts:
            if one.whose == whose:
                return one
        raise UserFacingError("Nothing was frozen of this clinician.", "Choose another, or freeze the quarter again.")

    def of(self, whose: Whose) -> tuple[Interpretation, ...]:
        """Return what was written of somebody's quarter."""
        return tuple(one for one in self.written.values() if one.whose == whose)

    def disputes(self, whose: Whose, measure: MeasureId) -> tuple[ChallengeNote, ...]:
        """Return the open challenges that are about months of the quarter."""
        notes = self.notes.get((whose, measure), ())
        return tuple(note for note in notes if note.is_open and _meets(note.period, self.freeze.quarter.period))

    def _challenged(self, whose: Whose) -> Iterable[MeasureId]:
        return [measure for who, measure in self.notes if who == whose]

    def _missing(self, part: FrozenPart) -> tuple[str, ...]:
        if not part.special:
            whole = self.written.get((part.whose, None))
            return tuple(f"{WHOLE}: {one}" for one in lacking(whole, part.figures, is_whole=True))
        each = ((one, self.written.get((part.whose, one.measure))) for one in part.special)
        lacks = ((one.title, lacking(found, one.figures, is_whole=False)) for one, found in each)
        return tuple(f"{title}: {', '.join(found)}" for title, found in lacks if found)


def reading_of(reading: Reading, stand: QuarterStand, part: FrozenPart) -> QuarterReading:
    """Return one clinician's quarter, or the team's, set beside the one frozen before it.

    Raises UserFacingError, DamagedSection.
    """
    figures = quarters.figures_of(reading, stand.freeze.id, part.whose)
    before = _before(quarters.everything(reading), stand.freeze.quarter, part.whose)
    lines: tuple[ComparedMeasure, ...] = ()
    if before is not None:
        earlier = quarters.figures_of(reading, before.id, part.whose)
        lines = compared((before.quarter, earlier), (stand.freeze.quarter, figures))
    return QuarterReading(
        freeze=stand.freeze,
        row=stand.row(part),
        figures=figures,
        measures=(*(_measure(stand, part, figures, one) for one in figures.measures), _whole(stand, part)),
        releases=tuple(one for one in stand.releases if one.whose == part.whose),
        before=before,
        compared=lines,
    )


def _before(known: Iterable[QuarterFreeze], quarter: Quarter, whose: Whose) -> QuarterFreeze | None:
    """Return the newest freeze of the newest earlier quarter in which somebody has figures."""
    earlier = (one for one in known if one.quarter < quarter)
    return next((one for one in earlier if any(part.whose == whose for part in one.parts)), None)


def _measure(
    stand: QuarterStand, part: FrozenPart, figures: FrozenFigures, frozen: FrozenMeasure
) -> InterpretedMeasure:
    measure = frozen.chart.measure.id
    found = stand.written.get((part.whose, measure))
    is_needed = any(one.measure == measure for one in part.special)
    return InterpretedMeasure(
        title=frozen.chart.measure.title,
        frozen=frozen,
        context=_context(stand, part, figures, frozen),
        interpretation=found,
        is_needed=is_needed,
        missing=lacking(found, frozen.sha256, is_whole=False) if is_needed else (),
        is_outdated=found is not None and found.figures != frozen.sha256,
        is_disputed=bool(stand.disputes(part.whose, measure)),
    )


def _whole(stand: QuarterStand, part: FrozenPart) -> InterpretedMeasure:
    found = stand.written.get((part.whose, None))
    is_needed = not part.special
    return InterpretedMeasure(
        title=WHOLE,
        frozen=None,
        context=(),
        interpretation=found,
        is_needed=is_needed,
        missing=lacking(found, part.figures, is_whole=True) if is_needed else (),
        is_outdated=found is not None and found.figures != part.figures,
        is_disputed=False,
        suggestion=NOTHING_SPECIAL if is_needed else "",
    )


def _context(
    stand: QuarterStand, part: FrozenPart, figures: FrozenFigures, frozen: FrozenMeasure
) -> tuple[ContextLine, ...]:
    """Return what the department knows that bears on one chart, by the cause it bears on."""
    chart, months = frozen.chart, stand.freeze.quarter.period
    inside = [one for one in figures.exposures if one.first <= months.last.last and one.last >= months.first.first]
    own, everybodys = ([one for one in inside if (one.clinician_id is None) is whole] for whole in (False, True))
    notes = [f"{note.month}: {note.text}" for note in chart.notes if note.month.first in months]
    disputes = stand.disputes(part.whose, chart.measure.id)
    said = (
        (Cause.CASE_MIX, "Expected", frozen.case_mix),
        (Cause.ROLE, "Job plan", figures.job_plan.partition("\n")[0]),
        (Cause.ROLE, "Exposure log", _exposures(own) if part.whose is not None else ""),
        (Cause.SYSTEM, "Whole department", _exposures(everybodys)),
        (Cause.SYSTEM, "Notes on the chart", "; ".join(notes) or "none on these months"),
        (Cause.DATA, "Data quality", " ".join([f"{chart.quality}.", *chart.quality_reasons]) if chart.quality else ""),
        (Cause.DATA, "Challenges", "; ".join(map(str, disputes)) or "none open on these months"),
        (Cause.DATA, "Records", figures.votes_text),
        (Cause.CHANCE, "Chart", " ".join([*chart.chart.notes, chart.chart.limits_text, figures.chance])),
    )
    return tuple(ContextLine(cause, label, text.strip()) for cause, label, text in said if text.strip())


def _exposures(found: Iterable[Exposure]) -> str:
    return "; ".join(map(_exposure, found)) or "nothing entered for these months"


def _exposure(one: Exposure) -> str:
    days = date_text(one.first) if one.first == one.last else f"{date_text(one.first)} - {date_text(one.last)}"
    return f"{one.kind.value}, {days}"


def _meets(one: Period, other: Period) -> bool:
    return one.first.index <= other.last.index and other.first.index <= one.last.index
