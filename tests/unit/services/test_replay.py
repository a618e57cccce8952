"""What was frozen replays to the byte: after new and corrected data, other definitions, and opening it all again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.definition_requests import EditDefinition, RetireMeasure
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract, WithdrawBatch
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.quarter import FrozenFigures, QuarterFreeze, Whose
from cdconsole.domain.requests import LockReview, MarkAgreement, PrepareReview, ShowClinicianCharts, ShowReview
from cdconsole.domain.review import Agreement, Party, Review
from cdconsole.services.definitions import definition
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import quarters
from cdconsole.storage.frozen_json import freeze as frozen_bytes
from cdconsole.storage.frozen_json import thaw
from unit.services.frozen_quarters import ANN, BOB, Q3, add_years, freeze, page, reading, release, write_all

LATER = FixedClock(datetime(2027, 2, 1, 9, tzinfo=UTC))
HEADING = "spell,patient,consultant,admitted,discharged,ward\n"


@pytest.fixture
def years(unlock: Callable[..., Session]) -> Session:
    session = unlock(Role.DIRECTOR)
    add_years(session)
    return session


def change_everything(session: Session, tmp_path: Path) -> None:
    """Import more spells of the frozen months, correct them, withdraw a batch, and change two definitions."""
    for name, ended in (("more", "2026-09-05"), ("corrected", "2026-09-29")):
        path = tmp_path / f"{name}.csv"
        rows = (f"N{number},{number},AE,2026-09-01,{ended},W1\n" for number in range(40))
        path.write_text(HEADING + "".join(rows), encoding="utf-8")
        seen = answer(session, PreviewExtract(str(path)), Task())
        report = answer(session, ImportExtract(str(path), seen.proposed), Task())
    assert report.batch_id is not None
    midday = definition(session, MeasureId.BEFORE_MIDDAY)
    answer(session, EditDefinition(replace(midday, title="Gone by noon", minimum_n=900), "Another title"), Task())
    stay = definition(session, MeasureId.LENGTH_OF_STAY)
    answer(session, RetireMeasure(stay.id, "Nobody uses it", stay.version), Task())
    answer(session, WithdrawBatch(report.batch_id, "Wrong file"), Task())


def bytes_of(session: Session, frozen: QuarterFreeze) -> dict[Whose, bytes]:
    with session.snapshot(Section.REVIEW) as snapshot:
        return {part.whose: quarters.body_of(snapshot, frozen.id, part.whose) for part in frozen.parts}


def locked_review(session: Session) -> Review:
    review = answer(session, PrepareReview(ANN), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    return answer(session, LockReview(review.id), Task())


def test_that_a_frozen_quarter_replays_to_the_byte(
    years: Session, unlock: Callable[..., Session], tmp_path: Path
) -> None:
    frozen = freeze(years)
    write_all(years, frozen, ANN, BOB, None)
    for whose in (ANN, BOB, None):
        release(years, frozen, whose)
    before, shown = bytes_of(years, frozen), {one: reading(years, frozen, one) for one in (ANN, BOB, None)}
    drawn = answer(years, ShowClinicianCharts(ANN), Task())
    change_everything(years, tmp_path)
    assert answer(years, ShowClinicianCharts(ANN), Task()).charts != drawn.charts
    again = unlock(Role.DIRECTOR, LATER)
    assert bytes_of(again, frozen) == before
    assert {one: reading(again, frozen, one) for one in (ANN, BOB, None)} == shown
    assert page(again, Q3).freeze == frozen
    for body in before.values():
        assert frozen_bytes(thaw(body, FrozenFigures)) == body


def test_that_a_locked_review_replays_to_the_byte(
    years: Session, unlock: Callable[..., Session], tmp_path: Path
) -> None:
    review = locked_review(years)
    kept = frozen_bytes(review)
    change_everything(years, tmp_path)
    again = unlock(Role.DIRECTOR, LATER)
    assert frozen_bytes(answer(again, ShowReview(review.id), Task())) == kept


def test_that_a_new_version_shows_the_new_data_and_the_old_one_stays(years: Session, tmp_path: Path) -> None:
    first = freeze(years)
    before = bytes_of(years, first)
    change_everything(years, tmp_path)
    second = freeze(years, reason="A corrected file")
    assert bytes_of(years, first) == before
    assert bytes_of(years, second)[ANN] != before[ANN]
    titles = {one.title for one in second.definitions}
    assert "Gone by noon" in titles
    assert "Length of stay, median days" not in titles
