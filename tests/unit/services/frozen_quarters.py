"""Ways to freeze, write, release and look, and data of three years in which one month of Dr Ann's is flagged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Month, Quarter
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.identity import BatchId, ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.quarter import (
    Cause,
    CauseConsidered,
    InterpretationWords,
    QuarterFreeze,
    QuarterPage,
    QuarterReading,
    Release,
    ReleaseMode,
    Whose,
)
from cdconsole.domain.quarter_requests import (
    FreezeQuarter,
    ReleaseQuarter,
    SaveInterpretation,
    ShowQuarter,
    ShowQuarterReading,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, spells

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
CONSIDERED = tuple(CauseConsidered(f"{cause.value} was as always", is_considered=True) for cause in Cause)
WRITTEN = InterpretationWords("A new board round at eight, and it shows.", CONSIDERED)
SENTENCE = InterpretationWords("Nothing special.")


def add_years(session: Session, *, flagged: bool = True) -> None:
    """Add two earlier years of spells, and in September 2026 many of Dr Ann's that ended in the morning."""
    with session.unit_of_work(Section.RECORDS) as work:
        batch = BatchId("earlier")
        days = (date(2023, 11, 1), date(2025, 10, 31))
        report = ImportReport(batch, "earlier.csv", None, 480, 480, 480, 0, (), (), (), 0, 0, days, has_times=True)
        batches.add(work, batch, report, "1" * 64)
        every = [
            spell(f"{who}-{step}-{number}", who, Month(2023, 11) + step, number, is_morning=number < 4 + step % 2)
            for step in range(24)
            for who in (ANN, BOB)
            for number in range(10)
        ]
        if flagged:
            every += [spell(f"more-{number}", ANN, Month(2026, 9), number, is_morning=True) for number in range(20)]
        spells.add_spells(work, every)
        work.commit()


def spell(key: str, who: ClinicianId, month: Month, number: int, *, is_morning: bool) -> Spell:
    admitted = datetime.fromisoformat(f"{month.iso()}-{number + 1:02d}T08:00")
    ended = admitted.replace(hour=10 if is_morning else 15) + timedelta(days=1 + number % 5)
    return Spell(
        *(SpellId(key), who, None, key, key, admitted, ended, True),
        *(PatientClass.ORDINARY, AdmissionKind.EMERGENCY, DischargeKind.HOME),
    )


def freeze(session: Session, quarter: Quarter = Q3, reason: str = "") -> QuarterFreeze:
    return answer(session, FreezeQuarter(quarter, reason), Task())


def page(session: Session, quarter: Quarter | None = None, version: int = 0) -> QuarterPage:
    return answer(session, ShowQuarter(quarter, version), Task())


def reading(session: Session, frozen: QuarterFreeze, whose: Whose = ANN) -> QuarterReading:
    return answer(session, ShowQuarterReading(frozen.id, whose), Task())


def write(
    session: Session,
    frozen: QuarterFreeze,
    whose: Whose,
    measure: MeasureId | None,
    words: InterpretationWords = WRITTEN,
    revision: int = 0,
) -> QuarterReading:
    return answer(session, SaveInterpretation(frozen.id, whose, measure, words, revision), Task())


def write_all(session: Session, frozen: QuarterFreeze, *who: Whose) -> None:
    """Write whatever a release of these still waits for."""
    for whose in who:
        for one in reading(session, frozen, whose).measures:
            if one.missing:
                revision = 0 if one.interpretation is None else one.interpretation.revision
                write(session, frozen, whose, one.measure, WRITTEN if one.frozen else SENTENCE, revision)


def release(
    session: Session, frozen: QuarterFreeze, whose: Whose, mode: ReleaseMode = ReleaseMode.IN_PERSON, reason: str = ""
) -> Release:
    return answer(session, ReleaseQuarter(frozen.id, whose, mode, reason), Task())
