from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from cdconsole.domain.activity import AdmissionKind, DischargeKind, Episode, PatientClass, Spell
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId, SpellId, new_id
from cdconsole.domain.people import Person
from cdconsole.storage import spell_columns, spells
from cdconsole.storage.section_file import SectionFile
from cdconsole.storage.spell_coding import of_spells, patient_numbers
from cdconsole.storage.spell_columns import SpellColumns

Pair = tuple[Clinician, Clinician]
ASH = ClinicianId("a" * 32)


def spell(admitted: str, discharged: str | None, clinician: ClinicianId = ASH, **fields: object) -> Spell:
    return Spell(
        id=SpellId(new_id()),
        clinician_id=clinician,
        batch_id=None,
        pseudonym="p1",
        source_key=new_id(),
        admitted=datetime.fromisoformat(admitted),
        discharged=None if discharged is None else datetime.fromisoformat(discharged),
        has_times=True,
        **fields,  # type: ignore[arg-type]
    )


def store(file: SectionFile, director: Person, added: Sequence[Spell], episodes: Sequence[Episode] = ()) -> None:
    with file.unit_of_work(director) as work:
        spells.add_spells(work, added, episodes)
        work.commit()


def same(one: SpellColumns, other: SpellColumns) -> bool:
    """Return whether two sets of spells say the same, as far as the first goes."""
    return all(np.array_equal(values, vars(other)[name]) for name, values in vars(one).items())


@pytest.fixture
def three(records: SectionFile, director: Person, two_clinicians: Pair) -> tuple[Spell, ...]:
    stored = (
        spell("2026-10-30T23:00", "2026-11-01T00:00", patient_class=PatientClass.DAY_CASE, ward="W1", hrg="FD01"),
        spell("2026-11-01T08:00", "2026-11-30T23:59", admission=AdmissionKind.EMERGENCY, age_band="60-69", sex="F"),
        spell("2026-11-20T08:00", None, discharge=DischargeKind.UNKNOWN, specialty="301"),
    )
    store(records, director, stored)
    return stored


def test_that_the_records_behind_a_point_come_newest_first_and_whole(
    records: SectionFile, three: tuple[Spell, ...]
) -> None:
    first, second, _ = three
    with records.snapshot() as snapshot:
        assert spells.discharged_between(snapshot, ASH, Period(Month(2026, 11), Month(2026, 11))) == (second, first)
        assert spells.discharged_between(snapshot, ASH, Period(Month(2026, 10), Month(2026, 10))) == ()
        assert (
            spells.discharged_between(snapshot, ClinicianId("b" * 32), Period(Month(2026, 11), Month(2026, 11))) == ()
        )
        assert spells.source_keys(snapshot) == {stored.source_key for stored in three}


def test_that_columns_hold_days_minutes_and_codes_undischarged_first(
    records: SectionFile, three: tuple[Spell, ...]
) -> None:
    with records.snapshot() as snapshot:
        columns = spells.columns(snapshot, ASH)
        assert set(spells.stored_columns(snapshot).columns) == {ASH}
    day = date(2026, 11, 1).toordinal()
    assert columns.admitted_day.tolist() == [day + 19, day - 2, day]
    assert columns.discharged_day.tolist() == [-1, day, day + 29]
    assert columns.discharged_minute.tolist() == [-1, 0, 23 * 60 + 59]
    assert columns.los_days.tolist() == [-1, 2, 29]
    assert columns.patient_class[1] == spell_columns.CLASS_CODES[PatientClass.DAY_CASE]
    assert columns.admission[2] == spell_columns.ADMISSION_CODES[AdmissionKind.EMERGENCY]
    assert columns.has_times.all()
    with pytest.raises(ValueError, match="read-only"):
        columns.admitted_day[0] = 1


def test_that_midnight_is_no_time_of_day_where_the_source_gave_dates_only() -> None:
    stored = spell("2026-11-01T00:00", "2026-11-03T00:00")
    dates_only = Spell(**{**vars(stored), "has_times": False})
    assert of_spells([dates_only]).discharged_minute.tolist() == [-1]


def test_that_a_later_import_joins_the_columns_of_an_earlier_one(
    records: SectionFile, director: Person, three: tuple[Spell, ...]
) -> None:
    later = (spell("2026-10-01T08:00", "2026-10-02T12:00"), spell("2026-10-01T08:00", None, ClinicianId("b" * 32)))
    with records.unit_of_work(director) as work:
        spells.add_spells(work, later)
        changes = work.commit()
    assert changes.topics == {Topic.SPELL}
    assert changes.clinicians == {ASH, "b" * 32}
    with records.snapshot() as snapshot:
        assert same(spells.columns(snapshot, ASH), of_spells([*three, later[0]]))
        assert spells.count_problems(snapshot) == ()


def test_that_columns_of_another_layout_are_made_again_from_the_rows(
    records: SectionFile, director: Person, three: tuple[Spell, ...]
) -> None:
    with records.unit_of_work(director) as work:
        work.execute("UPDATE spell_columns SET layout = 'older', packed = x'00'")
        work.commit()
    with records.snapshot() as snapshot:
        assert same(spells.columns(snapshot, ASH), of_spells(three))
    added = spell("2026-10-01T08:00", "2026-10-02T12:00")
    store(records, director, [added])
    with records.snapshot() as snapshot:
        assert same(spells.stored_columns(snapshot).columns[ASH], of_spells([*three, added]))
        assert snapshot.row("SELECT layout FROM spell_columns") == (spell_columns.LAYOUT,)


def test_that_a_spell_stored_already_is_refused_with_everything_beside_it(
    records: SectionFile, director: Person, three: tuple[Spell, ...]
) -> None:
    fresh = spell("2026-10-01T08:00", "2026-10-02T12:00")
    again = Spell(**{**vars(three[0]), "id": new_id()})
    with pytest.raises(dbapi2.IntegrityError):
        store(records, director, [fresh, again])
    with records.snapshot() as snapshot:
        assert len(spells.columns(snapshot, ASH)) == 3
        assert fresh.source_key not in spells.source_keys(snapshot)


def test_that_a_discharge_before_admission_never_reaches_the_file(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        store(records, director, [spell("2026-11-02T08:00", "2026-11-01T12:00")])


def test_that_episodes_come_back_in_order(records: SectionFile, director: Person, two_clinicians: Pair) -> None:
    parent = spell("2026-11-01T08:00", "2026-11-03T12:00")
    start, middle = datetime.fromisoformat("2026-11-01T08:00"), datetime.fromisoformat("2026-11-02T09:00")
    first = Episode(new_id(), parent.id, ASH, 1, start, middle, "e1")
    second = Episode(new_id(), parent.id, ClinicianId("b" * 32), 2, middle, None, "e2")
    store(records, director, [parent], [second, first])
    with records.snapshot() as snapshot:
        assert spells.episodes_of(snapshot, parent.id) == (first, second)


def test_that_a_clinician_without_spells_has_empty_columns(records: SectionFile) -> None:
    with records.snapshot() as snapshot:
        assert len(spells.columns(snapshot, ASH)) == 0
        assert spells.stored_columns(snapshot).columns == {}


def test_that_a_blob_with_another_number_of_spells_is_not_believed() -> None:
    packed = spell_columns.pack(of_spells([spell("2026-11-01T08:00", None)]))
    with pytest.raises(ValueError, match="as many spells"):
        spell_columns.unpack(packed, 2)


def test_that_every_clinicians_columns_load_fast(records: SectionFile, director: Person, two_clinicians: Pair) -> None:
    start = datetime.fromisoformat("2024-01-01")
    many = [
        spell((start + timedelta(hours=n)).isoformat(), (start + timedelta(hours=n + 60)).isoformat())
        for n in range(3000)
    ]
    store(records, director, many)
    with records.snapshot() as snapshot:
        spells.stored_columns(snapshot)
        started = perf_counter()
        loaded = spells.stored_columns(snapshot).columns
        seconds = perf_counter() - started
    assert len(loaded[ASH]) == 3000
    assert seconds < 0.015


moments = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01"))
any_spell = st.builds(
    Spell,
    id=st.just(SpellId("s")),
    clinician_id=st.just(ASH),
    batch_id=st.none(),
    pseudonym=st.sampled_from(["", "p", "0123456789abcdef" * 2, "F" * 32]),
    source_key=st.just("k"),
    admitted=moments,
    discharged=st.none() | moments,
    has_times=st.booleans(),
    patient_class=st.sampled_from(PatientClass),
    admission=st.sampled_from(AdmissionKind),
    discharge=st.sampled_from(DischargeKind),
    specialty=st.sampled_from(["", "301", "300"]),
    ward=st.text(max_size=3),
    age_band=st.sampled_from(["60-64", "90+"]),
    hrg=st.sampled_from(["", "FD02H", "FD02A"]),
)


@settings(max_examples=50)
@given(st.lists(any_spell, max_size=5), st.lists(any_spell, max_size=5))
def test_that_columns_survive_packing_and_joining(one: list[Spell], other: list[Spell]) -> None:
    whole = of_spells([*one, *other])
    joined = spell_columns.joined(of_spells(one), of_spells(other))
    assert same(whole, joined)
    back = spell_columns.unpack(spell_columns.pack(whole), len(whole))
    assert same(back, whole)
    assert all(values.dtype == vars(whole)[name].dtype for name, values in vars(back).items())
    assert same(whole, spell_columns.unpack_cases(spell_columns.pack_cases(whole), len(whole)))
    expected = sorted(
        (s.discharged.toordinal() if s.discharged else -1, s.admitted.toordinal()) for s in [*one, *other]
    )
    assert list(zip(whole.discharged_day.tolist(), whole.admitted_day.tolist(), strict=True)) == expected


@settings(max_examples=50)
@given(st.lists(any_spell, max_size=5), st.lists(any_spell, max_size=3), st.lists(any_spell, max_size=3))
def test_that_as_many_spells_of_each_are_taken_out_as_are_gone(
    kept: list[Spell], gone: list[Spell], absent: list[Spell]
) -> None:
    others = [replace(one, ward="of nobody") for one in absent]
    left = spell_columns.without(of_spells([*gone, *kept]), of_spells([*others, *gone]))
    assert same(left, of_spells(kept))
    assert same(of_spells(kept), left)


def test_that_the_same_patient_has_the_same_number_beside_whomever_they_stand() -> None:
    keyed, upper, word = "0123456789abcdef" * 2, "ABCDEF0123456789" * 2, "p1"
    alone = [patient_numbers([one])[0] for one in (keyed, upper, word, "")]
    assert patient_numbers([keyed, upper, word, ""]).tolist() == alone
    assert patient_numbers([keyed, upper]).tolist() == alone[:2]
    spaced = "01 23456789abcde" * 2
    assert patient_numbers([keyed, spaced])[0] == alone[0]
    assert patient_numbers([keyed, spaced])[1] == patient_numbers([spaced])[0]
    assert (alone[0], alone[3]) == (0x0123456789ABCDEF, 0)
    assert len(set(alone)) == 4


def test_that_columns_another_version_packed_are_packed_again_once(
    records: SectionFile, director: Person, three: tuple[Spell, ...]
) -> None:
    with records.unit_of_work(director) as work:
        work.execute("DELETE FROM spell_case")
        work.commit()
    with records.snapshot() as snapshot:
        assert not spells.are_up_to_date(snapshot)
        assert same(spells.all_cases(snapshot)[ASH], of_spells(three))
    with records.unit_of_work(director) as work:
        assert spells.bring_up_to_date(work) == 1
        work.commit()
    with records.snapshot() as snapshot:
        assert spells.are_up_to_date(snapshot)
        assert same(spells.cases(snapshot, ASH), of_spells(three))


def test_that_an_import_onto_columns_of_another_version_counts_every_spell_once(
    records: SectionFile, director: Person, three: tuple[Spell, ...]
) -> None:
    added = spell("2026-10-01T08:00", "2026-10-02T12:00")
    with records.unit_of_work(director) as work:
        work.execute("UPDATE spell_case SET layout = 'older', packed = x'00'")
        store = spells.SpellStore(work)
        store.store([spells.incoming(added)])
        store.finish()
        work.commit()
    with records.snapshot() as snapshot:
        assert same(spells.cases(snapshot, ASH), of_spells([*three, added]))
        assert same(spells.columns(snapshot, ASH), of_spells([*three, added]))
