from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import CreateDepartment
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department_data import department_data
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.services.conftest import CHEAP, CLOCK

HEADING = "spell,patient,consultant,admitted,discharged\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """A department without any data."""
    session = Session(CLOCK, tmp_path / "home", CHEAP)
    answer(session, CreateDepartment(str(tmp_path), "Gastro", "Gastro", "Dr B", "acid angular bobcat cheddar"), Task())
    yield session
    session.close()


def imported(session: Session, path: Path, first: date, last: date, *more: str) -> None:
    """Import a file with two spells of two nights for every day of admission."""
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    rows = [f"{day}{n},p{day}{n},C1,{day},{day + timedelta(days=2)}" for day in days for n in "ab"]
    path.write_text(HEADING + "\n".join([*rows, *more]) + "\n", encoding="utf-8")
    seen = answer(session, PreviewExtract(str(path)), Task())
    answer(session, ImportExtract(str(path), seen.proposed), Task())


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), "Jan 2025 - Mar 2025"),
        (date(2025, 1, 3), date(2025, 3, 30), "Jan 2025 - Mar 2025"),
        (date(2025, 1, 15), date(2025, 3, 31), "Feb 2025 - Mar 2025"),
        (date(2025, 1, 1), date(2025, 3, 15), "Jan 2025 - Feb 2025"),
    ],
)
def test_that_only_months_that_the_import_covers_whole_are_charted(
    empty: Session, tmp_path: Path, first: date, last: date, period: str
) -> None:
    imported(empty, tmp_path / "spells.csv", first, last)
    assert str(department_data(empty).period) == period


def test_that_one_stay_of_long_ago_does_not_stretch_the_charts(empty: Session, tmp_path: Path) -> None:
    imported(empty, tmp_path / "spells.csv", date(2025, 1, 1), date(2025, 3, 31), "old,p,C1,1970-01-01,1970-01-02")
    data = department_data(empty)
    assert str(data.period) == "Jan 2025 - Mar 2025"
    assert data.monthly(None, BY_ID[MeasureId.SPELLS]).numerator.tolist() == [29 * 2, 28 * 2, 31 * 2]


def test_that_a_later_import_goes_on_from_the_first(empty: Session, tmp_path: Path) -> None:
    imported(empty, tmp_path / "early.csv", date(2025, 1, 1), date(2025, 3, 31))
    imported(empty, tmp_path / "late.csv", date(2025, 4, 1), date(2025, 5, 31))
    assert str(department_data(empty).period) == "Jan 2025 - May 2025"


def test_that_half_a_month_alone_gives_no_charts_and_says_so(empty: Session, tmp_path: Path) -> None:
    imported(empty, tmp_path / "spells.csv", date(2025, 1, 10), date(2025, 1, 31))
    data = department_data(empty)
    assert (data.period, data.data_to) == (None, "no data yet")
    with pytest.raises(UserFacingError, match="no complete months"):
        data.last_months(12)
