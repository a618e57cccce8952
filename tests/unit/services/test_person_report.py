"""Everything held about one person: nothing of theirs is missing, nothing of others is there."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.errors import Cancelled, ExportRefused, NotEntitled, UserFacingError
from cdconsole.domain.held import HeldPart
from cdconsole.domain.held_requests import ExportPersonReport, PreviewPersonReport, PrintPersonReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Heading, Paragraph, PrintedChart, PrintedKind
from cdconsole.domain.requests import (
    ListExports,
    PrepareReview,
    SaveRecognition,
    SaveReviewNote,
    ShowClinicianCharts,
)
from cdconsole.domain.review import NoteKind, Review
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")


@pytest.fixture
def review(session: Session) -> Review:
    """Return a review of Ann's with a note that tells of Bob and of a patient's number; Bob is thanked too."""
    review = answer(session, PrepareReview(ANN), Task())
    text = "Covered for Dr Bob Sample while patient 943 476 5919 was waiting."
    answer(session, SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, None, text, 0), Task())
    answer(session, SaveRecognition(ANN, "=Thank you for the rota"), Task())
    answer(session, SaveRecognition(BOB, "The clinic letters"), Task())
    return review


def written(session: Session, folder: Path) -> dict[str, list[list[str]]]:
    """Return the rows of every file of Ann's report, by a name without its number."""
    path = folder / "ann.zip"
    answer(session, ExportPersonReport(ANN, str(path)), Task())
    with zipfile.ZipFile(path) as files:
        read = {name: files.read(name).decode("utf-8-sig") for name in files.namelist() if name.endswith(".csv")}
        assert files.read("01-name-grade-and-interests.csv").startswith(b"\xef\xbb\xbf")
    return {name[3:-4]: list(csv.reader(io.StringIO(text))) for name, text in read.items()}


def test_that_the_preview_counts_what_is_held_by_kind(session: Session, review: Review) -> None:
    preview = answer(session, PreviewPersonReport(ANN), Task())
    held = {count.title: count for count in preview.counts}
    assert held["Thank-yous"].rows == 1
    assert held["Reviews"].rows == 1
    assert held["Notes of reviews, every sitting"].rows == 1
    assert held["Job plans, every version"].first == date(2025, 1, 1)
    assert held["Spells"].rows > 0
    assert held["Charts frozen with reviews, month by month"].rows > 0
    parts = list(HeldPart)
    assert [parts.index(count.part) for count in preview.counts] == sorted(
        parts.index(count.part) for count in preview.counts
    )
    assert "Dr Ann Example" in preview.sentence
    assert review.id not in preview.sentence


def test_that_texts_that_tell_of_others_are_named_to_be_read(session: Session, review: Review) -> None:
    preview = answer(session, PreviewPersonReport(ANN), Task())
    [found] = [one for one in preview.to_check if one.title == "Notes of reviews, every sitting"]
    assert (found.row, found.field) == (1, "text")
    assert found.why == "names another clinician and holds a number that could be a patient's"


def test_that_the_files_hold_every_record_and_nobody_elses(session: Session, review: Review, tmp_path: Path) -> None:
    files = written(session, tmp_path)
    thanks = files["thank-yous"]
    assert [row[thanks[0].index("text")] for row in thanks[1:]] == ["'=Thank you for the rota"]
    everything = "\n".join(cell for rows in files.values() for row in rows for cell in row)
    assert "The clinic letters" not in everything
    assert everything.count("Dr Bob Sample") == 1  # in the note, which is shown whole
    assert "943 476 5919" in everything
    assert "source key" not in files["spells"][0]
    assert len(files["spells"]) > 1
    notes = files["notes-of-reviews-every-sitting"]
    assert notes[1][notes[0].index("kind")] == "Director note"
    assert files["texts-to-check"][1][0] == "Notes of reviews, every sitting"
    assert any("Thank you" in cell for row in files["thank-yous"] for cell in row)


def test_that_hospital_numbers_of_patients_stay_behind(session: Session, tmp_path: Path) -> None:
    with session.unit_of_work(Section.WARD) as work:
        work.execute(
            "INSERT INTO inpatient VALUES ('i', 'A', '1', 'H7654321', 'ann', 'Dr Ann Example', '2026-11-20T10:00:00',"
            " NULL, 1)"
        )
        work.keep_history("inpatient", "i", 1, None, {"clinician_id": "ann", "hospital_number": "H7654321", "bay": "A"})
        work.commit()
    files = written(session, tmp_path)
    assert len(files["inpatients-of-the-ward-list"]) == 2
    earlier = files["earlier-values-ward-section"]
    assert earlier[1][earlier[0].index("after")] == "bay: A"
    assert not any("H7654321" in cell for rows in files.values() for row in rows for cell in row)


def test_that_who_looked_is_in_it(session: Session, tmp_path: Path) -> None:
    answer(session, ShowClinicianCharts(ANN), Task())
    session.catch_up()
    trail = written(session, tmp_path)["audit-trail-review-section"]
    row = dict(zip(*trail[:2], strict=True))
    assert (row["person"], row["action"], row["subject"]) == ("Dr B. Director", "looked at charts of", "Dr Ann Example")


def test_that_it_leaves_through_the_export_log_and_is_listed_with_the_next(session: Session, tmp_path: Path) -> None:
    written(session, tmp_path)
    [entry] = answer(session, ListExports(), Task())
    assert (entry.what, entry.file_name) == ("Everything held about one person (CSV)", "ann.zip")
    assert [one.file_name for one in answer(session, PreviewPersonReport(ANN), Task()).earlier] == ["ann.zip"]
    assert answer(session, PreviewPersonReport(BOB), Task()).earlier == ()
    files = written(session, tmp_path)
    assert any("ann.zip" in row for row in files["files-and-papers-that-left-review-section"])


def test_that_looking_at_it_is_entered_in_the_audit_trail(session: Session) -> None:
    answer(session, PreviewPersonReport(ANN), Task())
    session.catch_up()
    actions = [event.action for event in answer(session, ListAuditEvents(), Task()).events]
    assert "looked at everything held about" in actions


def test_that_it_is_laid_out_with_its_charts_without_the_teams_line(session: Session, review: Review) -> None:
    printed = answer(session, PrintPersonReport(ANN), Task())
    assert printed.kind is PrintedKind.PERSON_REPORT
    assert printed.title == "Everything held about Dr Ann Example"
    charts = [block for block in printed.blocks if isinstance(block, PrintedChart)]
    assert charts
    assert all(value is None for drawn in charts for value in drawn.chart.team)
    headings = [block.text for block in printed.blocks if isinstance(block, Heading)]
    assert "Reviews and goals" in headings
    assert "Support and consents" not in headings  # nothing is held of it
    texts = [block.text for block in printed.blocks if isinstance(block, Paragraph)]
    assert any("Every row is in the CSV files" in text for text in texts)


def test_that_an_administrator_is_refused(admin_session: Session, tmp_path: Path) -> None:
    for request in (PreviewPersonReport(ANN), PrintPersonReport(ANN), ExportPersonReport(ANN, str(tmp_path / "a.zip"))):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
    assert not (tmp_path / "a.zip").exists()


def test_that_nobody_in_particular_and_a_wrong_place_are_refused(session: Session, tmp_path: Path) -> None:
    for nobody in ("none", "somebody"):
        with pytest.raises(UserFacingError):
            answer(session, PreviewPersonReport(ClinicianId(nobody)), Task())
    with pytest.raises(ExportRefused):
        answer(session, ExportPersonReport(ANN, str(tmp_path / "ann.csv")), Task())
    assert answer(session, ListExports(), Task()) == ()


def test_that_it_can_be_stopped_with_nothing_written_or_logged(session: Session, tmp_path: Path) -> None:
    def stop(_progress: Progress) -> None:
        task.cancel()

    task = Task(stop)
    with pytest.raises(Cancelled):
        answer(session, ExportPersonReport(ANN, str(tmp_path / "ann.zip")), task)
    assert list(tmp_path.glob("*.zip")) == []
    assert answer(session, ListExports(), Task()) == ()
