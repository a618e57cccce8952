from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Editing, Person, Role, Section
from cdconsole.vault.leases import STALE_AFTER_SECONDS, Leases
from unit.vault.conftest import CLOCK
from unit.vault.lease_racers import RACERS, TAKEOVERS, hold_in_turns, leases_of, take_over


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "lease").iterdir())


def make_stale(folder: Path, name: str = "ward.1") -> None:
    path = folder / "lease" / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    written = path.stat().st_mtime - STALE_AFTER_SECONDS - 1
    os.utime(path, (written, written))


def test_that_the_second_is_told_who_edits_where_and_since_when(tmp_path: Path) -> None:
    assert leases_of(tmp_path, "A").take(Section.WARD) is None
    since = CLOCK.now().replace(microsecond=0)
    expected = Editing("Dr A", "PC 1", Section.WARD, since)
    second = leases_of(tmp_path, "B", "PC 2")
    assert second.take(Section.WARD) == expected
    assert second.others() == (expected,)
    assert second.take(Section.REVIEW) is None
    assert files(tmp_path) == ["review.1", "ward.1"]


def test_that_nobody_is_an_other_to_themselves(tmp_path: Path) -> None:
    leases = leases_of(tmp_path, "A")
    leases.take(Section.WARD)
    assert leases.take(Section.WARD) is None
    assert leases.others() == ()


def test_that_what_a_crash_left_on_this_computer_is_taken_over_at_once(tmp_path: Path) -> None:
    leases_of(tmp_path, "A").take(Section.WARD)
    again = leases_of(tmp_path, "A")
    assert again.others() == ()
    assert again.take(Section.WARD) is None
    assert files(tmp_path) == ["ward.2"]


def test_that_the_same_person_on_another_computer_is_told(tmp_path: Path) -> None:
    leases_of(tmp_path, "A", "PC 1").take(Section.WARD)
    found = leases_of(tmp_path, "A", "PC 2").take(Section.WARD)
    assert found is not None
    assert found.computer == "PC 1"


def test_that_what_is_released_is_free(tmp_path: Path) -> None:
    first, second = leases_of(tmp_path, "A"), leases_of(tmp_path, "B")
    first.take(Section.WARD)
    first.release_all()
    assert files(tmp_path) == []
    assert second.others() == ()
    assert second.take(Section.WARD) is None


def test_that_a_stale_lease_is_taken_over_and_its_holder_gives_it_up(tmp_path: Path) -> None:
    first, second = leases_of(tmp_path, "A"), leases_of(tmp_path, "B")
    first.take(Section.WARD)
    make_stale(tmp_path)
    assert second.others() == ()
    assert second.take(Section.WARD) is None
    assert files(tmp_path) == ["ward.2"]
    first.renew()
    taken = first.take(Section.WARD)
    assert taken is not None
    assert taken.person == "Dr B"


def test_that_a_holder_who_renews_too_late_gives_way_where_the_old_file_is_still_there(tmp_path: Path) -> None:
    first = leases_of(tmp_path, "A")
    first.take(Section.WARD)
    (tmp_path / "lease" / "ward.2").write_bytes((tmp_path / "lease" / "ward.1").read_bytes().replace(b"A", b"B"))
    first.renew()
    assert files(tmp_path) == ["ward.2"]
    assert [one.person for one in first.others()] == ["Dr B"]


def test_that_renewing_keeps_a_lease_from_becoming_stale(tmp_path: Path) -> None:
    first = leases_of(tmp_path, "A")
    first.take(Section.WARD)
    make_stale(tmp_path)
    first.renew()
    assert leases_of(tmp_path, "B").take(Section.WARD) is not None


def test_that_the_age_of_a_lease_is_by_the_clock_of_the_folder(tmp_path: Path) -> None:
    leases_of(tmp_path, "A").take(Section.WARD)
    clock_of_another_day = type(CLOCK)(CLOCK.now() + timedelta(days=300))
    person = Person(PersonId("B"), "Dr B", Role.DEPUTY, CLOCK.now())
    assert Leases(tmp_path, person, "PC 2", clock_of_another_day).take(Section.WARD) is not None


GOOD = {"who": {"id": "A", "name": "Dr A"}, "computer": "PC 1", "since": "2026-11-23T10:42:00Z"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"[" * 4000,
        json.dumps({**GOOD, "since": "yesterday"}).encode(),
        json.dumps({**GOOD, "who": "A"}).encode(),
        json.dumps({**GOOD, "computer": 7}).encode(),
        json.dumps({**GOOD, "computer": "two\nlines"}).encode(),
        json.dumps({**GOOD, "who": {"id": "A", "name": "A" * 201}}).encode(),
    ],
)
def test_that_a_file_that_is_no_lease_holds_nothing_and_is_swept_away(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lease").mkdir()
    (tmp_path / "lease" / "ward.7").write_bytes(content)
    (tmp_path / "lease" / "readme.txt").write_bytes(b"not ours")
    leases = leases_of(tmp_path, "B")
    assert leases.others() == ()
    assert leases.take(Section.WARD) is None
    assert files(tmp_path) == ["readme.txt", "ward.8"]


def test_that_what_a_crashed_computer_was_writing_is_swept_away_once_it_is_old(tmp_path: Path) -> None:
    make_stale(tmp_path, ".ward.1.0123456789abcdef.tmp")
    (tmp_path / "lease" / ".ward.2.0123456789abcdef.tmp").touch()
    leases_of(tmp_path, "A").take(Section.WARD)
    assert files(tmp_path) == [".ward.2.0123456789abcdef.tmp", "ward.1"]


def test_that_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    leases = leases_of(folder, "A")
    leases.take(Section.WARD)
    folder.rename(tmp_path / "unplugged")
    leases.renew()
    assert leases.take(Section.REVIEW) is None
    assert leases.others() == ()
    leases.release_all()


def test_that_a_folder_that_takes_no_file_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "lease").write_bytes(b"a file in its place")
    leases = leases_of(tmp_path, "A")
    assert leases.take(Section.WARD) is None
    assert leases.others() == ()
    leases.release_all()


# --- races of real processes -----------------------------------------------------------------------------------------


def race(work: Callable[[int], list[int]]) -> list[list[int]]:
    """Return what each of several processes that start together brings."""
    with multiprocessing.get_context("spawn").Pool(RACERS) as pool:
        return pool.map(work, range(RACERS), chunksize=1)


def test_that_of_many_who_take_over_a_stale_lease_exactly_one_wins(tmp_path: Path) -> None:
    for turn in range(TAKEOVERS):
        (tmp_path / str(turn)).mkdir()
        make_stale(tmp_path / str(turn), "ward.5")
    won = race(partial(take_over, tmp_path))
    assert sorted(turn for turns in won for turn in turns) == list(range(TAKEOVERS))


def test_that_a_lease_taken_and_released_in_a_crowd_never_has_two_holders(tmp_path: Path) -> None:
    assert race(partial(hold_in_turns, tmp_path)) == [[]] * RACERS
