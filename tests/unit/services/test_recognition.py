from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import NotEntitled, RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Paragraph, PrintedKind
from cdconsole.domain.recognition_requests import ExportRecognitions, ShowThankYouCard
from cdconsole.domain.rectification import RectifiedRecord
from cdconsole.domain.rectification_requests import AskRectification
from cdconsole.domain.requests import ListRecognitions, SaveRecognition
from cdconsole.domain.review import Recognition
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import export_log

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")


def thank(session: Session, text: str = "Thank you", measure: MeasureId | None = None) -> Recognition:
    return answer(session, SaveRecognition(ANN, text, measure), Task())


def test_that_a_thank_you_keeps_what_was_measured_with_n_and_denominator(session: Session) -> None:
    given = thank(session, measure=MeasureId.BEFORE_MIDDAY)
    assert given.measure == MeasureId.BEFORE_MIDDAY
    assert given.measured.startswith("Discharged before midday")
    assert "mean of " in given.measured
    assert " of " in given.measured.partition("; ")[2]
    assert answer(session, ListRecognitions(), Task()) == (given,)


def test_that_a_measure_without_values_is_refused_at_its_field(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveRecognition(BOB, "Thank you", MeasureId.DAY_CASE_RATE), Task())
    assert refused.value.field == "measure"
    assert answer(session, ListRecognitions(), Task()) == ()


def test_that_a_card_says_to_whom_what_for_from_whom_and_when(session: Session) -> None:
    given = thank(session, "For staying", MeasureId.SPELLS)
    card = answer(session, ShowThankYouCard(given.id), Task())
    assert (card.kind, card.title, card.subtitle) == (
        *(PrintedKind.THANK_YOU_CARD, "Thank you, Dr Ann Example", "Gastroenterology"),
    )
    assert card.blocks == (
        Paragraph("For staying"),
        Paragraph(given.measured, is_quiet=True),
        Paragraph("Dr B. Director\n23 Nov 2026"),
    )


def test_that_the_log_is_written_through_the_export_log(session: Session, tmp_path: Path) -> None:
    first, second = thank(session, "=For the first"), thank(session, "For the second")
    target = tmp_path / "thanks.csv"
    receipt = answer(session, ExportRecognitions(str(target)), Task())
    assert receipt.rows == 2
    assert target.read_text(encoding="utf-8").splitlines() == [
        "on,thanked,text,measured,by,corrections",
        "2026-11-23,Dr Ann Example,For the second,,Dr B. Director,",
        "2026-11-23,Dr Ann Example,'=For the first,,Dr B. Director,",
    ]
    with session.snapshot(Section.REVIEW) as snapshot:
        assert export_log.entries(snapshot)[0].what == "Log of thank-yous"
    answer(session, ExportRecognitions(str(target), (first.id,)), Task())
    assert "second" not in target.read_text(encoding="utf-8")
    assert second.text == "For the second"


def test_that_a_correction_stands_on_the_card_and_in_the_file(session: Session, tmp_path: Path) -> None:
    given = thank(session, "For June")
    record = RectifiedRecord.recognition(given.id)
    asked = answer(session, AskRectification(record, "For July", "It was July.", "Dr Ann Example"), Task())
    card = answer(session, ShowThankYouCard(given.id), Task())
    assert card.blocks[:2] == (Paragraph("For June"), Paragraph(asked.sentence, is_quiet=True))
    answer(session, ExportRecognitions(str(tmp_path / "thanks.csv")), Task())
    assert "For July" in (tmp_path / "thanks.csv").read_text(encoding="utf-8")


def test_that_a_thank_you_that_is_not_there_has_no_card(session: Session) -> None:
    with pytest.raises(UserFacingError):
        answer(session, ShowThankYouCard("gone"), Task())


def test_that_an_administrator_has_no_log_and_no_file(admin_session: Session, tmp_path: Path) -> None:
    for request in (ListRecognitions(), ShowThankYouCard("x"), ExportRecognitions(str(tmp_path / "x.csv"))):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
    assert not (tmp_path / "x.csv").exists()
