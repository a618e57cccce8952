"""The measures of spells once more, slowly and one spell at a time: what the columns must agree with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Month
from cdconsole.domain.identity import ClinicianId, SpellId

CLINICIANS = tuple(map(ClinicianId, ("ann", "bob")))
AWAY = (PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT)
START = date(2026, 1, 28)  # a few days before a month ends


def spell(admitted: str, discharged: str | None, **fields: Any) -> Spell:
    """Return an emergency spell of Dr Ann and patient p1, but for what is given."""
    usual: dict[str, Any] = {
        "id": SpellId(f"{admitted} {discharged} {fields}"),
        "clinician_id": CLINICIANS[0],
        "batch_id": None,
        "pseudonym": "p1",
        "source_key": f"{admitted} {discharged} {fields}",
        "admitted": datetime.fromisoformat(admitted),
        "discharged": None if discharged is None else datetime.fromisoformat(discharged),
        "has_times": True,
        "patient_class": PatientClass.ORDINARY,
        "admission": AdmissionKind.EMERGENCY,
        "discharge": DischargeKind.HOME,
    }
    return Spell(**usual | fields)


@st.composite
def any_spells(draw: st.DrawFn, most: int = 8) -> list[Spell]:
    """Draw spells of few patients on few days, so that they meet."""
    found = []
    for number in range(draw(st.integers(0, most))):
        timed = draw(st.booleans())
        minutes = st.sampled_from([0, 600, 601, 720] if timed else [0])
        came = START + timedelta(days=draw(st.integers(0, 7)))
        went = (
            None if draw(st.integers(0, 9)) == 0 else came + timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 5, 40])))
        )
        admitted = _at(came, draw(minutes))
        discharged = None if went is None else _at(went, draw(minutes))
        fields = {
            "clinician_id": draw(st.sampled_from(CLINICIANS)),
            "pseudonym": draw(st.sampled_from(["p1", "p1", "p2", ""])),
            "has_times": timed,
            "patient_class": draw(st.sampled_from([PatientClass.ORDINARY] * 4 + list(PatientClass))),
            "admission": draw(st.sampled_from([AdmissionKind.EMERGENCY] * 4 + list(AdmissionKind))),
            "discharge": draw(st.sampled_from([DischargeKind.HOME] * 4 + list(DischargeKind))),
            "ward": draw(st.sampled_from(["W1", "w1 ", "W2"])),
            "id": SpellId(f"s{number}"),
            "source_key": f"s{number}",
        }
        found.append(spell(admitted.isoformat(), None if discharged is None else discharged.isoformat(), **fields))
    return found


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)


def days_of_month(spells: Iterable[Spell], month: Month, longer_than: float) -> tuple[int, int]:
    """Return inpatient-days after a long stay, and all, of a month: a census at the end of each of its days."""
    long = every = 0
    for one in spells:
        for step in range((month.last - month.first).days + 1):
            day = month.first + timedelta(days=step)
            there = one.admitted.date() <= day and (one.discharged is None or day < one.discharged.date())
            if there and one.patient_class not in AWAY:
                every += 1
                long += (day - one.admitted.date()).days > longer_than
    return long, every


def can_be_followed(one: Spell) -> bool:
    """Return whether a readmission can follow a spell."""
    return (
        one.discharged is not None
        and one.discharge not in (DischargeKind.DIED, DischargeKind.STILLBIRTH)
        and one.patient_class not in (*AWAY, PatientClass.MATERNITY)
        and one.admission is not AdmissionKind.MATERNITY
        and bool(one.pseudonym)
    )


def has_no_length(one: Spell) -> bool:
    """Return whether a spell began and ended at one moment, as far as can be known."""
    same_day = one.discharged is not None and one.discharged.date() == one.admitted.date()
    return same_day and (not one.has_times or one.discharged <= one.admitted)  # type: ignore[operator]


def began(one: Spell) -> datetime:
    """Return when a spell began: at the end of the day where only the day is known, at noon if it ended on it."""
    if has_no_length(one):
        return ended(one)
    return one.admitted if one.has_times else _at(one.admitted.date(), 24 * 60 - 1)


def ended(one: Spell) -> datetime:
    """Return when a spell ended: at the beginning of the day where only the day is known, at noon if it began on it."""
    assert one.discharged is not None
    if one.has_times:
        return one.discharged
    return _at(one.discharged.date(), 12 * 60 if has_no_length(one) else 0)


def readmitted(spells: Sequence[Spell], within_days: float) -> dict[SpellId, bool]:
    """Return for each spell a readmission can follow whether one did, soon enough."""
    found = {one.id: False for one in spells if can_be_followed(one)}
    for later in spells:
        if later.admission is not AdmissionKind.EMERGENCY or not later.pseudonym:
            continue
        before = [
            one
            for one in spells
            if one.id in found
            and one.pseudonym == later.pseudonym
            and ended(one) <= began(later)
            and not (ended(one) == began(later) and has_no_length(one) and has_no_length(later))
        ]
        if not before:
            continue
        last = max((ended(one), has_no_length(one)) for one in before)
        nearest = [one for one in before if (ended(one), has_no_length(one)) == last]
        newest = max(map(began, nearest))
        for one in nearest:
            assert one.discharged is not None
            days = (later.admitted.date() - one.discharged.date()).days
            found[one.id] |= began(one) == newest and days < within_days
    return found
