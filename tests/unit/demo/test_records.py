"""The files of every kind but spells: what a hospital's systems would send, drawn from the seed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from cdconsole.demo.extract_file import ExtractFile
from cdconsole.demo.material import SPELLS, Material
from cdconsole.demo.roster import ROSTER
from cdconsole.domain.ward import ReasonCode

TODAY = date(2026, 11, 23)
CODES = {person.code: person.name for person in ROSTER}


@pytest.fixture(scope="module")
def material() -> Material:
    return Material.draw(7, TODAY, SPELLS)


def rows(material: Material, name: str) -> list[dict[str, str]]:
    [file] = [file for file in material.extracts if file.name == name]
    return list(csv.DictReader(io.StringIO(file.text(material.days.period))))


def every(material: Material) -> Iterator[ExtractFile]:
    yield from (*material.extracts, material.counts, material.exposure)


def test_that_the_same_seed_gives_the_same_files_and_another_seed_others(material: Material) -> None:
    again, other = Material.draw(7, TODAY, SPELLS), Material.draw(8, TODAY, SPELLS)
    assert [file.rows for file in every(again)] == [file.rows for file in every(material)]
    assert not any(one.rows == two.rows for one, two in zip(every(other), every(material), strict=True))
    assert again.stays() == material.stays() != other.stays()


def test_that_a_file_is_split_by_period_without_loss(material: Material) -> None:
    days = material.days
    for file in every(material):
        parts = [len(file.text(period).splitlines()) - 1 for period in (days.early, days.late)]
        assert sum(parts) == len(file.rows) == len(file.text(days.period).splitlines()) - 1
        assert min(parts) > 0


def test_that_a_small_department_has_as_many_sessions_with_fewer_patients(material: Material) -> None:
    small = Material.draw(7, TODAY, SPELLS // 20)
    for name, key in (("clinics", "clinic id"), ("endoscopy", "list id")):
        few, usual = rows(small, name), rows(material, name)
        assert {row[key] for row in few} == {row[key] for row in usual}
        assert len(few) < len(usual) / 2


def test_that_a_session_is_held_or_cancelled_as_a_whole(material: Material) -> None:
    for name, key in (("clinics", "clinic id"), ("endoscopy", "list id")):
        found: dict[str, set[str]] = {}
        for row in rows(material, name):
            if row["cancelled reason"] != "Patient did not attend":
                found.setdefault(row[key], set()).add(row["cancelled"])
        assert {len(said) for said in found.values()} == {1}


def test_that_only_colonoscopies_have_findings_and_one_row_contradicts_itself(material: Material) -> None:
    done = [row for row in rows(material, "endoscopy") if row["cancelled"] == "no"]
    assert {row["procedure"] for row in done if row["adenoma found"]} == {"Colonoscopy"}
    found = [(int(row["polyps found"]), int(row["polyps retrieved"])) for row in done if row["polyps found"]]
    assert sum(kept > polyps for polyps, kept in found) == 1
    assert all(polyps for row, (polyps, _) in zip([row for row in done if row["polyps found"]], found, strict=True)
               if row["adenoma found"] == "Yes")  # fmt: skip


def test_that_the_cases_of_a_list_follow_each_other(material: Material) -> None:
    last: dict[str, str] = {}
    for row in rows(material, "theatre"):
        if row["cancelled"] == "no":
            times = row["session start"], row["anaesthetic start"], row["into theatre"], row["out of theatre"]
            assert list(times) == sorted(times)
            assert row["anaesthetic start"] > last.get(row["list id"], "")
            last[row["list id"]] = row["out of theatre"]
    assert len(last) > 500


def test_that_every_emergency_but_some_of_the_newest_month_is_reviewed_by_whoever_had_the_take(
    material: Material,
) -> None:
    reviews = rows(material, "take-reviews")
    spells = {row["spell number"] for row in reviews} - {""}
    newest = material.days.period.last.first
    missed = [
        row
        for row in material.rows
        if row[6] in ("21", "22", "28") and row[3] >= material.days.period.first.iso() and row[0] not in spells
    ]
    assert 10 < len(missed) < 80
    assert all(row[3][:10] >= newest.isoformat() for row in missed)
    by_day: dict[str, set[str]] = {}
    for row in reviews:
        assert row["arrived"] < row["reviewed"]
        assert "08:00" <= row["reviewed"][11:] <= "19:50"
        by_day.setdefault(row["reviewed"][:10], set()).add(row["reviewing consultant"])
    assert all(len(people) == 1 for people in by_day.values())
    assert len(by_day) == (material.days.period.last.last - material.days.period.first.first).days + 1


def test_that_as_many_are_reviewed_in_the_newest_month_as_before(material: Material) -> None:
    months: dict[str, list[str]] = {}
    for row in rows(material, "take-reviews"):
        months.setdefault(row["reviewed"][:7], []).append(row["decision"])
    *before, newest = (len(found) / 30 for found in months.values())
    assert newest == pytest.approx(sum(before) / len(before), rel=0.2)
    admitted = [decision == "Admitted" for found in months.values() for decision in found]
    assert 0.58 < sum(admitted) / len(admitted) < 0.66


def test_that_nothing_is_reported_for_somebody_who_was_away_for_the_month(material: Material) -> None:
    counts = list(csv.DictReader(io.StringIO(material.counts.text(material.days.period))))
    months = {row["period"] for row in counts if row["clinician"] == "Dr Niamh Corrigan"}
    assert {row["period"] for row in counts} - months == {"2025-02", "2025-03", "2025-04"}
    assert all(int(row["numerator"]) <= int(row["denominator"]) for row in counts)


def test_that_stays_on_the_ward_list_are_spells_and_dates_are_predicted_within_them(material: Material) -> None:
    spells = {(row[3], row[4], CODES[row[2]]) for row in material.rows}
    stays = material.stays()
    assert 600 < len(stays) < 1_500
    assert len({stay.hospital_number for stay in stays}) == len(stays)
    for stay in stays:
        written = tuple(at.isoformat(" ", "minutes") for at in (stay.admitted, stay.left))
        assert (*written, stay.clinician) in spells
        moments = [stay.admitted, *(made.at for made in stay.predictions), stay.left]
        assert moments == sorted(moments)
        assert all(made.on >= made.at.date() for made in stay.predictions)
    reasons = {made.reason for stay in stays for made in stay.predictions}
    assert {ReasonCode.FIRST, ReasonCode.IMPORTED, ReasonCode.SOCIAL_CARE} <= reasons


def test_that_most_stays_have_a_date_within_a_day_and_about_the_right_one(material: Material) -> None:
    first = [(stay, stay.predictions[0]) for stay in material.stays() if stay.predictions]
    in_time = [made.at - stay.admitted <= timedelta(hours=24) for stay, made in first]
    right = [abs((made.on - stay.left.date()).days) <= 1 for stay, made in first]
    assert 0.8 < sum(in_time) / len(in_time) < 0.97
    assert 0.6 < sum(right) / len(right) < 0.9
    assert min(stay.admitted for stay, _ in first) >= datetime(2025, 8, 1)  # noqa: DTZ001 - the ward's own clock
