"""The records behind one point of a clinician's chart, each with what it counted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import Vote
from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month, Period, clinical_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Calculation, Source
from cdconsole.domain.identity import BatchId
from cdconsole.domain.measure import Measure, PointRecords, SpellRecord
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowPointRecords
from cdconsole.services.charts import known, monthly_values
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.figures import n_text, value_sentence
from cdconsole.services.monthly_values import over_period
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.spell_counting import counted_spells
from cdconsole.services.tasks import Task
from cdconsole.storage import attribution, batches, spells
from cdconsole.storage.spell_columns import of_spells

_SAID: Final = {
    Calculation.BEFORE_MIDDAY: ("before midday", "midday or later"),
    Calculation.DAY_CASES: ("day case", "stayed"),
}
"""What a record that is an event of a share counted as, and one that is not."""


@handles(ShowPointRecords)
def point_records(session: Session, request: ShowPointRecords, _task: Task) -> PointRecords:
    """Return the records behind one point, newest first, each with what it counted for."""
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician, measure = known(data, request.clinician), definition(session, request.measure)
    looked(session, Looking.RECORDS, clinician.id)
    if measure.counting.source is not Source.SPELLS:
        return of_other_source(data, clinician, measure, request.month)
    months = Period(request.month, request.month)
    with session.snapshot(Section.RECORDS) as snapshot:
        discharged = spells.discharged_between(snapshot, clinician.id, months)
        votes = attribution.votes_of(snapshot, clinician.id)
        given = () if request.as_recorded else attribution.shared_with(snapshot, clinician.id, months)
        names = {batch.id: batch.file_name for batch in batches.list_batches(snapshot)}
    taken = set() if request.as_recorded else {key for key, vote in votes.items() if vote.vote is Vote.NOT_MINE}
    records = tuple(
        replace(_record(spell, counted, names), key=spell.source_key, vote=votes.get(spell.source_key))
        for spell in discharged
        if (counted := "not counted: not mine" if spell.source_key in taken else _counted_as(measure, spell))
    ) + tuple(
        _record(spell, f"{counted}, shared", names) for spell in given if (counted := _counted_as(measure, spell))
    )
    counting = [*(spell for spell in discharged if spell.source_key not in taken), *given]
    value = over_period(counted_spells(of_spells(counting), measure.counting), measure.counting.form, months)
    summary = f"{clinician.name}: {value_sentence(measure, value)}"
    return PointRecords(f"{measure.title}, {request.month}", summary, records, data.colleagues(clinician.id))


def of_other_source(data: DepartmentData, clinician: Clinician, measure: Measure, month: Month) -> PointRecords:
    """Return what is behind a point of a measure that is not of spells: nobody votes on it."""
    months = Period(month, month)
    source, values = data.source(measure), monthly_values(data, clinician.id, measure, months)
    n = source.n_text(clinician.id, measure, months, n_text(measure, values))
    summary = f"{clinician.name}: {measure.value_text(values[0].value)}; {n}."
    return PointRecords(f"{measure.title}, {month}", summary, (), (), source.shown(clinician.id, measure, months))


def _counted_as(measure: Measure, spell: Spell) -> str:
    """Return what a spell counted for in a measure; nothing where the measure leaves it out."""
    counted = counted_spells(of_spells([spell]), measure.counting)
    if not len(counted):
        return ""
    said = _SAID.get(measure.counting.calculation)
    return "counted" if said is None else said[0 if counted.numerator[0] else 1]


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
