"""The application's own charts of generated spells, without storing them first."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cdconsole.demo.absences import absences
from cdconsole.demo.roster import NAMES
from cdconsole.demo.signals import PlantedSignal, planted_signals
from cdconsole.demo.spells import SpellTable, generate_spells
from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.spc import SpcChart, SpecialCause
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import MEASURES
from cdconsole.services.monthly_values import by_month
from cdconsole.services.spell_counting import counted_spells
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, SpellColumns

PERIOD = Period.ending(Month(2026, 10), 36)
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_ENDINGS = {1: DischargeKind.HOME, 2: DischargeKind.SELF, 4: DischargeKind.DIED}


def generated(seed: int, signals: tuple[PlantedSignal, ...] = (), spells: int = 40_000) -> SpellTable:
    """Return the spells of a seed, as the demonstration draws them; without signals nobody is away either."""
    away = absences(PERIOD, np.random.default_rng([seed, 1])) if signals else ()
    return generate_spells(PERIOD, spells, signals, away, np.random.default_rng([seed, 2]))


def days(moments: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return moments.astype("datetime64[D]").astype(np.int64)


def minutes(moments: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return moments.astype("datetime64[m]").astype(np.int64) - days(moments) * 24 * 60


def columns(table: SpellTable, clinician: int) -> SpellColumns:
    own = table.clinician == clinician
    endings = np.zeros(max(_ENDINGS) + 1, dtype=np.uint8)
    for code, kind in _ENDINGS.items():
        endings[code] = DISCHARGE_CODES[kind]
    elective, emergency = ADMISSION_CODES[AdmissionKind.ELECTIVE], ADMISSION_CODES[AdmissionKind.EMERGENCY]
    day_case, ordinary = CLASS_CODES[PatientClass.DAY_CASE], CLASS_CODES[PatientClass.ORDINARY]
    return SpellColumns(
        admitted_day=(days(table.admitted[own]) + _EPOCH).astype(np.int32),
        discharged_day=(days(table.discharged[own]) + _EPOCH).astype(np.int32),
        discharged_minute=minutes(table.discharged[own]).astype(np.int16),
        patient_class=np.where(table.is_day_case[own], day_case, ordinary).astype(np.uint8),
        admission=np.where(table.is_elective[own], elective, emergency).astype(np.uint8),
        discharge=endings[table.ending[own]],
        has_times=np.ones(own.sum(), dtype=np.bool_),
    )


def charts(table: SpellTable) -> Iterator[tuple[str, MeasureId, SpcChart]]:
    """Yield every clinician's chart of every measure."""
    for place, name in enumerate(NAMES):
        own = columns(table, place)
        for measure in MEASURES:
            counted = counted_spells(own, measure.counting)
            yield name, measure.id, spc_chart(measure, by_month(counted, measure.counting.form, PERIOD).values(PERIOD))


def flagged(chart: SpcChart) -> bool:
    return any(point.special_cause is not SpecialCause.NONE for point in chart.points)


def shows(chart: SpcChart, signal: PlantedSignal) -> bool:
    """Return whether a chart shows a planted signal as its entry says."""
    found = [
        point for point in chart.points if point.on in signal.period and point.special_cause is not SpecialCause.NONE
    ]
    return len(found) >= signal.at_least and all(
        point.direction is signal.direction and point.special_cause in signal.causes for point in found
    )


def judged(seed: int) -> tuple[list[PlantedSignal], list[tuple[str, MeasureId]]]:
    """Return the signals planted in spells that a seed's charts do not show, and the other charts that flag some."""
    in_spells = {measure.id for measure in MEASURES}
    planted = {(one.clinician, one.measure): one for one in planted_signals(PERIOD) if one.measure in in_spells}
    unseen, others = [], []
    for name, measure, chart in charts(generated(seed, tuple(planted.values()))):
        signal = planted.get((name, measure))
        if signal is None:
            others += [(name, measure)] if flagged(chart) else []
        elif not shows(chart, signal):
            unseen.append(signal)
    return unseen, others
