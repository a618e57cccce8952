from __future__ import annotations

import numpy as np
import pytest

from cdconsole.demo.absences import absences
from cdconsole.demo.roster import NAMES
from cdconsole.demo.signals import planted_signals
from cdconsole.demo.spell_file import HEADINGS, spell_rows, spells_csv
from cdconsole.demo.spells import SpellTable
from cdconsole.domain.job_plan import ExposureKind
from unit.demo.charts import PERIOD, days, generated, minutes


@pytest.fixture(scope="module")
def table() -> SpellTable:
    return generated(7, planted_signals(PERIOD))


@pytest.fixture(scope="module")
def rows(table: SpellTable) -> list[tuple[str, ...]]:
    return spell_rows(table, np.random.default_rng(7))


def test_that_there_are_about_as_many_spells_as_asked_for(table: SpellTable) -> None:
    assert len(table) == pytest.approx(40_000, rel=0.03)
    assert len(generated(7, planted_signals(PERIOD), 4_000)) == pytest.approx(4_000, rel=0.08)


def test_that_the_same_seed_gives_the_same_spells_and_another_seed_others(table: SpellTable) -> None:
    again, other = generated(7, planted_signals(PERIOD)), generated(8, planted_signals(PERIOD))
    assert np.array_equal(again.discharged, table.discharged)
    assert np.array_equal(again.admitted, table.admitted)
    assert not np.array_equal(other.discharged[:1000], table.discharged[:1000])


def test_that_everybody_leaves_after_they_came_and_within_the_period(table: SpellTable) -> None:
    assert (table.discharged > table.admitted).all()
    assert table.discharged.min() >= np.datetime64(PERIOD.first.first)
    assert table.discharged.max() < np.datetime64((PERIOD.last + 1).first)
    assert table.admitted.min() >= np.datetime64(PERIOD.first.first) - np.timedelta64(14, "D")
    assert (np.diff(table.discharged) >= np.timedelta64(0, "m")).all()


def test_that_day_cases_are_elective_and_leave_the_same_day(table: SpellTable) -> None:
    assert table.is_elective[table.is_day_case].all()
    assert (days(table.discharged) == days(table.admitted))[table.is_day_case].all()
    assert 0.35 < table.is_day_case.mean() < 0.6


def test_that_discharges_from_wards_peak_in_the_afternoon(table: SpellTable) -> None:
    hours = np.bincount(minutes(table.discharged[~table.is_day_case]) // 60, minlength=24)
    assert 14 <= int(hours.argmax()) <= 16
    assert 0.20 <= hours[:12].sum() / hours.sum() <= 0.35


def test_that_stays_are_right_skewed(table: SpellTable) -> None:
    stay = (days(table.discharged) - days(table.admitted))[~table.is_day_case]
    assert 5 <= np.median(stay) <= 7
    assert stay.mean() > 1.25 * np.median(stay)


def test_that_wards_discharge_less_at_weekends_and_lists_do_not_run_on_sundays(table: SpellTable) -> None:
    weekday = (days(table.discharged) + 3) % 7
    by_day = np.bincount(weekday[~table.is_day_case], minlength=7)
    assert by_day[5:].max() < by_day[:5].min()
    assert not (table.is_day_case & (weekday == 6)).any()


def test_that_nobody_discharges_while_away(table: SpellTable) -> None:
    away = absences(PERIOD, np.random.default_rng([7, 1]))
    out = table.discharged.astype("datetime64[D]")
    own = [absence for absence in away if absence.clinician is not None]
    assert len(own) > 100
    for absence in own:
        inside = (out >= np.datetime64(absence.first)) & (out <= np.datetime64(absence.last))
        assert not (inside & (table.clinician == NAMES.index(str(absence.clinician)))).any()


def test_that_no_day_case_is_done_while_the_unit_is_closed(table: SpellTable) -> None:
    away = absences(PERIOD, np.random.default_rng([7, 1]))
    [closure] = [absence for absence in away if absence.kind is ExposureKind.CLOSURE]
    out = table.discharged.astype("datetime64[D]")
    inside = (out >= np.datetime64(closure.first)) & (out <= np.datetime64(closure.last))
    assert inside.any()
    assert not (inside & table.is_day_case).any()


def test_that_nobody_is_in_hospital_twice_at_once(rows: list[tuple[str, ...]]) -> None:
    patient, admitted, discharged = (HEADINGS.index(name) for name in ("Patient number", "Admitted", "Discharged"))
    last: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row[admitted]):
        assert row[admitted] > last.get(row[patient], "")
        last[row[patient]] = row[discharged]
    assert 15_000 < len(last) < len(rows)


def test_that_a_patient_keeps_their_age_band_and_sex(rows: list[tuple[str, ...]]) -> None:
    patient, age, sex = (HEADINGS.index(name) for name in ("Patient number", "Age band", "Sex"))
    assert len({(row[patient], row[age], row[sex]) for row in rows}) == len({row[patient] for row in rows})


def test_that_spell_numbers_are_unique_and_the_file_has_one_line_a_spell(rows: list[tuple[str, ...]]) -> None:
    assert len({row[0] for row in rows}) == len(rows)
    assert spells_csv(rows[:10]).splitlines()[0] == ",".join(HEADINGS)
    assert len(spells_csv(rows[:10]).splitlines()) == 11
