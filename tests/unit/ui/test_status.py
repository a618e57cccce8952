from datetime import UTC, datetime

import pytest

from cdconsole.domain.people import Role
from cdconsole.ui.shell.places import PLACES, places_for
from cdconsole.ui.shell.status import Status

AT = datetime(2026, 7, 6, 10, 42, tzinfo=UTC)
LOCAL = f"{AT.astimezone():%H:%M}"


def test_that_the_line_names_the_person_the_times_and_the_data() -> None:
    status = Status("Dr B. Director", saved=AT, published=AT, data_to="30 Jun 2026")
    assert status.text() == (f"unlocked as Dr B. Director · saved {LOCAL} · on the share {LOCAL} · data to 30 Jun 2026")


def test_that_absent_parts_are_left_out() -> None:
    assert Status("Dr B.", data_to="no data yet").text() == "unlocked as Dr B. · no data yet"
    assert Status().text() == ""
    assert Status("Dr B.", wants="no recovery key has been printed").text().endswith("no recovery key has been printed")
    assert "kept on this computer" in Status("Dr B.", is_held_here=True).text()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (120, "Locks in 2 min"), (61, "Locks in 2 min"), (60, "Locks in less than a minute")],
)
def test_that_the_lock_is_announced_near_the_end(seconds: int | None, text: str) -> None:
    assert Status("Dr B.", locks_in_seconds=seconds).lock_text() == text


def test_that_administrators_see_only_what_their_keys_open() -> None:
    assert [place.name for place in places_for(Role.ADMINISTRATOR)] == ["ward", "data", "framework", "people"]
    assert places_for(Role.DIRECTOR) == places_for(Role.DEPUTY) == PLACES


def test_that_the_line_ends_with_who_else_is_working() -> None:
    others = ("Sr C. Admin is editing the ward list (PC-12, since 09:40)",)
    assert Status("Dr B.", data_to="30 Jun 2026", others=others).text().endswith(f"30 Jun 2026 · {others[0]}")
