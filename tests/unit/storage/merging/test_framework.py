"""Two people work on the framework at once: work streams, boards, charters, texts, outcomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.framework import Charter, CharterSignature, SigningParty, SuccessCriticalOutcome
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.ownership import DepartmentText, ReadChannel, TextKind, TextMark
from cdconsole.domain.people import Section
from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.domain.work_stream import SetAside, WorkStream
from cdconsole.storage import charters, clinicians, outcomes, ownership, review_forms, stages, work_streams
from cdconsole.storage.section_file import Work
from cdconsole.storage.stages import StoredItem
from unit.storage.merging.trio import Edit, Trio

ANN, DAY = ClinicianId("ann"), date(2026, 7, 6)
SHEET = DepartmentText(TextKind.TRANSPARENCY, 0, "Who sees what")


@pytest.fixture
def records(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.before(lambda work: clinicians.add(work, Clinician(ANN, "Dr Ann", Grade.CONSULTANT)))
    return trio


def stream(title: str) -> Edit:
    return lambda work: work_streams.save(work, WorkStream(WorkStreamId(""), title))


def test_that_work_streams_of_both_are_there(records: Trio) -> None:
    records.we(stream("Take"))
    records.they(stream("Endoscopy"))
    assert records.merge().conflicts == 0
    assert {one.title for one in records.read(work_streams.everything)} >= {"Take", "Endoscopy"}


def test_that_a_signature_stays_under_the_version_it_was_given_to(records: Trio) -> None:
    def write_and_sign(work: Work) -> None:
        saved = charters.save(work, Charter("ours"))
        charters.sign(work, saved.version, CharterSignature(SigningParty.SPONSOR, "Prof S.", DAY))

    records.we(write_and_sign)
    records.they(lambda work: charters.save(work, Charter("theirs")))
    assert records.merge().conflicts == 1
    newest, earlier = records.read(charters.versions)
    assert (newest.aims, [one.name for one in newest.signatures]) == ("ours", ["Prof S."])
    assert (earlier.aims, earlier.signatures) == ("theirs", ())


def test_that_one_signature_entered_by_both_is_kept_once_and_nobody_is_asked(records: Trio) -> None:
    records.before(lambda work: charters.save(work, Charter("agreed")))
    for edit in (records.we, records.they):
        edit(lambda work: charters.sign(work, 1, CharterSignature(SigningParty.SPONSOR, "Prof S.", DAY)))
    assert records.merge().conflicts == 0
    assert len(records.read(charters.newest).signatures) == 1


def test_that_a_mark_entered_by_both_is_kept_once_and_nobody_is_asked(records: Trio) -> None:
    records.before(lambda work: ownership.save_text(work, SHEET))
    for edit, channel in ((records.we, ReadChannel.ON_PAPER), (records.they, ReadChannel.IN_PERSON)):
        mark = TextMark(1, channel, DAY, "")
        edit(lambda work, mark=mark: ownership.mark(work, ANN, TextKind.TRANSPARENCY, mark))
    assert records.merge().conflicts == 0
    kept = records.read(lambda reading: ownership.marks(reading, TextKind.TRANSPARENCY))
    assert kept[ANN].channel is ReadChannel.IN_PERSON


def test_that_two_versions_of_a_text_are_both_kept_and_asked_about(records: Trio) -> None:
    records.we(lambda work: ownership.save_text(work, replace(SHEET, text="ours")))
    records.they(lambda work: ownership.save_text(work, replace(SHEET, text="theirs")))
    assert records.merge().conflicts == 1
    kept = records.read(lambda reading: ownership.texts(reading, TextKind.TRANSPARENCY))
    assert [(one.version, one.text) for one in kept] == [(2, "ours"), (1, "theirs")]


def test_that_nobody_is_asked_about_two_sets_of_questions(records: Trio) -> None:
    stream_id = WorkStreamId("main")
    for edit, words in ((records.we, "Ours?"), (records.they, "Theirs?")):
        form = ReviewForm((PromptSection(None, (words,)),), 0)
        edit(lambda work, form=form: review_forms.save(work, form))
    assert records.merge().conflicts == 0
    kept = records.read(lambda reading: review_forms.versions(reading, stream_id))
    assert [one.sections[0].questions for one in kept] == [("Ours?",), ("Theirs?",)]


def test_that_an_outcome_parked_by_one_and_reworded_by_the_other_is_both(records: Trio) -> None:
    before = records.before(lambda work: outcomes.save(work, SuccessCriticalOutcome("", "Beds", "", "", None, ())))
    parked = replace(before, parked=SetAside("No data", "Dr Us", datetime(2026, 7, 6, tzinfo=UTC)))
    records.we(lambda work: outcomes.save(work, parked))
    records.they(lambda work: outcomes.save(work, replace(before, title="Free beds")))
    assert records.merge().conflicts == 0
    [after] = records.read(outcomes.pursued)
    assert (after.title, after.parked) == ("Free beds", parked.parked)


def test_that_an_item_reworded_by_both_is_asked_about_and_its_place_is_not(records: Trio) -> None:
    main = WorkStreamId("main")
    records.before(lambda work: stages.save_items(work, main, [StoredItem("1.1", 1, "Write", 1)], "changed"))
    records.we(lambda work: stages.save_items(work, main, [StoredItem("1.1", 1, "Write it", 2)], "changed"))
    records.they(lambda work: stages.save_items(work, main, [StoredItem("1.1", 1, "Write them", 3)], "changed"))
    assert records.merge().conflicts == 1
    assert records.rows("SELECT table_name, column_name FROM conflict") == [("stage_item", "text")]
