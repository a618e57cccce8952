"""The records behind one point of a clinician's chart, each with what it counted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Vote
from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month, Period, clinical_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Attribution, Calculation, Counting, Source
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.measure import Measure, MonthlyValue, PointRecords, SpellRecord
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowPointRecords
from cdconsole.services.charts import monthly_values
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.figures import n_text, value_sentence
from cdconsole.services.monthly_values import over_period
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.spell_counting import threshold
from cdconsole.services.spell_records import SpellRecords
from cdconsole.services.tasks import Task
from cdconsole.storage import attribution, batches, episode_attribution
from cdconsole.storage.section_file import Reading
from cdconsole.storage.spell_coding import in_order

_SAID: Final = {
    Calculation.DAY_CASES: ("day case", "stayed"),
    Calculation.READMISSIONS: ("readmitted", "not readmitted"),
}
"""What a record that is an event of a share counted as, and one that is not."""


@dataclass(frozen=True)
class _Behind:
    """The spells behind a point: the clinician's own, those they call not theirs, and those colleagues share."""

    own: tuple[Spell, ...]
    not_mine: frozenset[str]
    shared: tuple[Spell, ...]
    votes: Mapping[str, AttributionVote]
    batches: Mapping[BatchId, str]
    can_be_voted_on: bool = True


@handles(ShowPointRecords)
def point_records(session: Session, request: ShowPointRecords, _task: Task) -> PointRecords:
    """Return the records behind one point, newest first, each with what it counted for."""
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician, measure = data.clinician(request.clinician), definition(session, request.measure)
    looked(session, Looking.RECORDS, clinician.id)
    if measure.counting.source is not Source.SPELLS:
        return of_other_source(data, clinician, measure, request.month)
    months = Period(request.month, request.month)
    with session.snapshot(Section.RECORDS) as snapshot:
        behind = _behind(snapshot, clinician.id, months, measure.counting, as_recorded=request.as_recorded)
    records = (
        *_own_records(data.spells, behind, measure.counting, months),
        *_shared_records(data.spells, behind, measure.counting, months),
    )
    value = _value(data.spells, behind, measure.counting, months)
    summary = f"{clinician.name}: {value_sentence(measure, value)}"
    return PointRecords(f"{measure.title}, {request.month}", summary, records, data.colleagues(clinician.id))


def of_other_source(data: DepartmentData, clinician: Clinician, measure: Measure, month: Month) -> PointRecords:
    """Return what is behind a point of a measure that is not of spells: nobody votes on it."""
    months = Period(month, month)
    source, values = data.source(measure), monthly_values(data, clinician.id, measure, months)
    n = source.n_text(clinician.id, measure, months, n_text(measure, values))
    summary = f"{clinician.name}: {measure.value_text(values[0].value)}; {n}."
    return PointRecords(f"{measure.title}, {month}", summary, (), (), source.shown(clinician.id, measure, months))


def _behind(
    reading: Reading, clinician: ClinicianId, months: Period, counting: Counting, *, as_recorded: bool
) -> _Behind:
    """Read the spells; votes say something of the records of the discharging clinician only."""
    present = counting.calculation is Calculation.LONG_STAYS
    rule = counting.attribution
    own = episode_attribution.behind(reading, clinician, months, rule, present=present)
    names = {batch.id: batch.file_name for batch in batches.list_batches(reading)}
    if rule is not Attribution.DISCHARGING:
        return _Behind(own, frozenset(), (), {}, names, can_be_voted_on=False)
    votes = attribution.votes_of(reading, clinician)
    if as_recorded:
        return _Behind(own, frozenset(), (), votes, names)
    not_mine = frozenset(key for key, vote in votes.items() if vote.vote is Vote.NOT_MINE)
    return _Behind(own, not_mine, attribution.shared_with(reading, clinician, months, present=present), votes, names)


def _own_records(records: SpellRecords, behind: _Behind, counting: Counting, months: Period) -> list[SpellRecord]:
    found = []
    for spell, counted in zip(behind.own, counted_as(records, behind.own, counting, months), strict=True):
        said = "not counted: not mine" if spell.source_key in behind.not_mine else counted
        if said:
            record = _record(spell, said, behind.batches)
            key = spell.source_key if behind.can_be_voted_on else ""
            found.append(replace(record, key=key, vote=behind.votes.get(key)))
    return found


def _shared_records(records: SpellRecords, behind: _Behind, counting: Counting, months: Period) -> list[SpellRecord]:
    said = counted_as(records, behind.shared, counting, months)
    both = zip(behind.shared, said, strict=True)
    return [_record(spell, f"{counted}, shared", behind.batches) for spell, counted in both if counted]


def _value(records: SpellRecords, behind: _Behind, counting: Counting, months: Period) -> MonthlyValue:
    counting_spells = [spell for spell in behind.own if spell.source_key not in behind.not_mine]
    columns = in_order([*counting_spells, *behind.shared])
    return over_period(records.counted_of(columns, counting), counting.form, months)


def counted_as(records: SpellRecords, spells: Sequence[Spell], counting: Counting, months: Period) -> list[str]:
    """Return what each spell counted for in a measure; nothing where the measure leaves it out."""
    said = [""] * len(spells)
    counted = records.counted_of(in_order(spells), counting)
    words = _words(counting)
    inside = (counted.day >= months.first.first.toordinal()) & (counted.day <= months.last.last.toordinal())
    for at in np.flatnonzero(inside).tolist():
        numerator = counted.numerator[at]
        if counting.calculation is Calculation.LONG_STAYS and counted.denominator is not None:
            text = f"{int(numerator):,} of {int(counted.denominator[at]):,} inpatient-days after a long stay"
        else:
            text = "counted" if words is None else words[0 if numerator else 1]
        said[int(counted.place[at])] = text
    return said


def _words(counting: Counting) -> tuple[str, str] | None:
    """Return what an event counted as, and what is none; None where every record is one."""
    if counting.calculation is not Calculation.BEFORE_MIDDAY:
        return _SAID.get(counting.calculation)
    minutes = round(threshold(counting) * 60)
    hour = "midday" if minutes == 12 * 60 else f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"before {hour}", f"{hour} or later"


def _record(spell: Spell, counted: str, batch_names: Mapping[BatchId, str]) -> SpellRecord:
    discharged = spell.discharged
    return SpellRecord(
        pseudonym=spell.pseudonym[:8],
        admitted=clinical_text(spell.admitted, has_times=spell.has_times),
        discharged="" if discharged is None else clinical_text(discharged, has_times=spell.has_times),
        length_of_stay_days=spell.length_of_stay_days,
        patient_class=spell.patient_class.value,
        admission_method=spell.admission.value,
        ward=spell.ward,
        counted=counted,
        batch="" if spell.batch_id is None else batch_names.get(spell.batch_id, ""),
        age_band=spell.age_band,
        hrg=spell.hrg,
    )
