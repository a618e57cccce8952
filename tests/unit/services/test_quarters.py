from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from cdconsole.domain.audit_trail import AuditFilter, AuditKind
from cdconsole.domain.calendar import FixedClock, Month, Period, Quarter
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.challenge_requests import RaiseChallenge
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician_pack_requests import MakeClinicianPack, OpenOwnPack, PreviewClinicianPack
from cdconsole.domain.errors import Cancelled, NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.quarter import Cause, CauseConsidered, InterpretationWords, ReleaseMode
from cdconsole.domain.quarter_requests import FreezeQuarter, PrintQuarterReading, ShowQuarter
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.quarter_release import is_as_released
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task
from cdconsole.storage import audit, interpretations, quarters, spells
from unit.services.frozen_quarters import (
    ANN,
    BOB,
    Q2,
    Q3,
    SENTENCE,
    WRITTEN,
    add_years,
    freeze,
    page,
    reading,
    release,
    spell,
    write,
    write_all,
)

MIDDAY = MeasureId.BEFORE_MIDDAY


def actions(session: Session) -> list[tuple[str, str]]:
    wanted = AuditFilter(kind=AuditKind.CHANGED)
    with session.snapshot(Section.REVIEW) as snapshot:
        found = audit.events(snapshot, Section.REVIEW, wanted=wanted)
    return [(event.action, event.subject) for event in reversed(found)]


def challenge(session: Session, first: Month = Q3.period.first) -> None:
    draft = ChallengeDraft(ANN, MIDDAY, first, first, "Not my patients", "", "")
    answer(session, RaiseChallenge(draft), Task())


@pytest.fixture
def years(session: Session) -> Session:
    add_years(session)
    return session


def test_that_a_freeze_keeps_everybodys_charts_to_the_end_of_the_quarter_and_the_teams(years: Session) -> None:
    frozen = freeze(years)
    assert [part.name for part in frozen.parts] == ["Dr Ann Example", "Dr Bob Sample", "The whole team"]
    assert (frozen.quarter, frozen.version, frozen.data_to) == (Q3, 1, "31 Oct 2026")
    found = reading(years, frozen)
    charted = answer(years, ShowClinicianCharts(ANN), Task())
    assert found.figures.period == Period(charted.period.first, Month(2026, 9))
    assert all(one.chart.months[-1] == Month(2026, 9) for one in found.figures.measures if one.figure)
    assert {one.measure: one.version for one in frozen.definitions}[MIDDAY] == 1
    assert actions(years) == [("froze the quarter", "2026Q3")]


def test_that_a_figure_has_its_n_and_denominator_and_a_median_is_of_the_quarters_records(years: Session) -> None:
    figures = {one.chart.measure.id: one.figure for one in reading(years, freeze(years)).figures.measures}
    midday, stay, count = figures[MIDDAY], figures[MeasureId.LENGTH_OF_STAY], figures[MeasureId.SPELLS]
    assert midday is not None
    assert midday.words == "66.0%, 33 of 50 discharges."
    assert stay is not None
    assert stay.words == "median 3.0 days over 50 inpatient spells."
    assert count is not None
    assert count.words.startswith("50 spells / ")
    assert count.words.endswith(" DCC PA-weeks.")


def test_that_a_quarter_whose_months_are_not_all_there_is_not_frozen(years: Session) -> None:
    with pytest.raises(RuleBroken, match=r"Oct-Dec 2026 yet: they go to 31 Oct 2026") as refused:
        freeze(years, Quarter(2026, 4))
    assert refused.value.field == "quarter"


def test_that_freezing_again_needs_a_reason_and_keeps_the_earlier(years: Session) -> None:
    first = freeze(years)
    with pytest.raises(RuleBroken) as refused:
        freeze(years, reason="  ")
    assert refused.value.field == "reason"
    second = freeze(years, reason="A late file came")
    found = page(years, Q3)
    assert found.versions == (second, first)
    assert found.freeze == second
    assert second.version == 2
    assert page(years, Q3, version=1).freeze == first


def test_that_freezing_can_be_stopped_and_leaves_nothing(years: Session) -> None:
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 1:
            task.cancel()

    task = Task(stop)
    with pytest.raises(Cancelled):
        answer(years, FreezeQuarter(Q3), task)
    assert [one.of for one in seen] == [3, 3]
    assert page(years, Q3).freeze is None


def test_that_an_administrator_may_not_look(unlock: Callable[..., Session]) -> None:
    with pytest.raises(NotEntitled):
        answer(unlock(Role.ADMINISTRATOR), ShowQuarter(), Task())


def test_that_without_a_complete_quarter_there_is_a_reason(years: Session) -> None:
    found = page(years)
    assert (found.quarter, found.freeze, found.may_freeze) == (Q3, None, True)
    assert found.due == "Not frozen yet. 2 reviews are due this quarter."
    assert [row.state for row in found.rows] == ["not frozen"] * 2


def test_that_a_special_cause_needs_five_causes_and_a_conclusion_and_other_quarters_one_sentence(
    years: Session,
) -> None:
    frozen = freeze(years)
    rows = {row.whose: row for row in page(years).rows}
    assert rows[BOB].missing == ("The quarter as a whole: one sentence",)
    lacks = "case mix, role and job plan, system, data, chance, the conclusion"
    assert f"Discharged before midday: {lacks}" in rows[ANN].missing
    found = write(years, frozen, ANN, MIDDAY, InterpretationWords("It shows."))
    one = next(each for each in found.measures if each.measure == MIDDAY)
    assert one.missing == ("case mix", "role and job plan", "system", "data", "chance")
    write_all(years, frozen, ANN, BOB)
    ticked = (CauseConsidered(is_considered=True), *WRITTEN.causes[1:])
    write(years, frozen, ANN, MIDDAY, replace(WRITTEN, causes=ticked), revision=2)
    assert {row.whose: row.state for row in page(years).rows}[ANN] == "interpreted, not released"


def test_that_the_suggested_sentence_is_never_stored_by_itself(years: Session) -> None:
    whole = reading(years, freeze(years), BOB).measures[-1]
    assert whole.suggestion.startswith("Nothing special")
    assert whole.interpretation is None
    assert whole.missing == ("one sentence",)


def test_that_one_sitting_grows_and_a_later_one_is_a_row_of_its_own(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    frozen = freeze(session)
    write(session, frozen, ANN, None, InterpretationWords("A"))
    write(session, frozen, ANN, None, InterpretationWords("A b"), revision=1)
    session = unlock(Role.DIRECTOR, FixedClock(datetime(2026, 11, 23, 10, 54, tzinfo=UTC)))
    write(session, frozen, ANN, None, InterpretationWords("A b c"), revision=2)
    with session.snapshot(Section.REVIEW) as snapshot:
        kept = interpretations.revisions(snapshot, Q3, ANN, None)
    assert [(one.revision, one.words.conclusion) for one in kept] == [(2, "A b"), (3, "A b c")]
    assert [action for action, _ in actions(session)].count("interpreted the quarter of") == 2


def test_that_words_that_stand_already_write_nothing(session: Session) -> None:
    frozen = freeze(session)
    write(session, frozen, BOB, None, SENTENCE)
    session.take_changes()
    write(session, frozen, BOB, None, SENTENCE, revision=1)
    assert not session.take_changes().topics


def test_that_an_edit_of_older_words_is_refused(session: Session) -> None:
    frozen = freeze(session)
    write(session, frozen, BOB, None, SENTENCE)
    with pytest.raises(StaleEdit, match=r"Dr B\. Director saved this interpretation"):
        write(session, frozen, BOB, None, InterpretationWords("Mine"))


def test_that_words_too_long_and_measures_without_a_chart_are_refused(session: Session) -> None:
    frozen = freeze(session)
    with pytest.raises(RuleBroken, match="longer than 4,000"):
        write(session, frozen, BOB, None, InterpretationWords("x" * 4001))
    with pytest.raises(RuleBroken, match="no chart"):
        write(session, frozen, BOB, MeasureId("not_a_measure"))
    with pytest.raises(RuleBroken, match="five causes"):
        write(session, frozen, BOB, None, InterpretationWords("x", ()))


def test_that_a_release_is_refused_until_what_is_missing_is_written(years: Session) -> None:
    frozen = freeze(years)
    with pytest.raises(RuleBroken, match=r"Dr Ann Example, Jul-Sep 2026, is not interpreted yet.*chance") as refused:
        release(years, frozen, ANN)
    assert refused.value.field == "interpretation"
    write_all(years, frozen, ANN)
    done = release(years, frozen, ANN, ReleaseMode.PRINTED)
    assert done.words == "released 23 Nov 2026 printed"
    assert {row.whose: row.state for row in page(years).rows}[ANN] == done.words
    assert ("released the quarter of", "ann") in actions(years)


def test_that_the_team_comes_after_every_clinician_or_the_reason_why_not(years: Session) -> None:
    frozen = freeze(years)
    write_all(years, frozen, ANN, BOB, None)
    release(years, frozen, ANN)
    with pytest.raises(RuleBroken, match="Not yet: Dr Bob Sample") as refused:
        release(years, frozen, None)
    assert refused.value.field == "order"
    with pytest.raises(RuleBroken) as unsaid:
        release(years, frozen, BOB, ReleaseMode.NOT_RELEASED)
    assert unsaid.value.field == "reason"
    release(years, frozen, BOB, ReleaseMode.NOT_RELEASED, "On long leave")
    assert page(years).rows[1].state == "not released, stated 23 Nov 2026: On long leave"
    assert release(years, frozen, None).released_to == "The whole team"


def test_that_an_open_challenge_marks_the_frozen_chart_and_its_release_as_disputed(years: Session) -> None:
    frozen = freeze(years)
    challenge(years)
    found = reading(years, frozen)
    one = next(each for each in found.measures if each.measure == MIDDAY)
    assert one.is_disputed
    assert one.state == "disputed, special cause, not interpreted"
    assert any(line.text.startswith("Under challenge since 23 Nov 2026") for line in one.context)
    write_all(years, frozen, ANN)
    assert release(years, frozen, ANN).words == "released 23 Nov 2026 in person, marked disputed"
    assert page(years).rows[0].state.startswith("disputed; released")


def test_that_a_challenge_of_other_months_disputes_nothing(years: Session) -> None:
    frozen = freeze(years)
    challenge(years, Month(2026, 5))
    assert not reading(years, frozen).row.is_disputed


def test_that_what_was_released_stays_and_can_be_proved_by_its_hash(years: Session) -> None:
    frozen = freeze(years)
    write_all(years, frozen, BOB)
    done = release(years, frozen, BOB)
    write(years, frozen, BOB, None, InterpretationWords("On second thoughts"), revision=1)
    with years.snapshot(Section.REVIEW) as snapshot:
        assert is_as_released(snapshot, done)
        stored = quarters.releases(snapshot, frozen.id)
        kept = interpretations.revisions(snapshot, Q3, BOB, None)
        assert not is_as_released(snapshot, replace(done, sha256="0" * 64))
    assert stored == (done,)
    assert [one.words.conclusion for one in kept] == ["Nothing special.", "On second thoughts"]


def test_that_an_interpretation_of_other_figures_has_to_be_read_again(years: Session) -> None:
    first = freeze(years)
    write_all(years, first, ANN, BOB)
    add = "extra"
    with years.unit_of_work(Section.RECORDS) as work:
        spells.add_spells(work, [spell(add, ANN, Month(2026, 9), 3, is_morning=True)])
        work.commit()
    second = freeze(years, reason="One more record")
    rows = {row.whose: row for row in page(years).rows}
    assert rows[BOB].is_interpreted
    assert any("to be read again: the figures changed" in one for one in rows[ANN].missing)
    write(years, second, ANN, MIDDAY, WRITTEN, revision=1)
    found = reading(years, second)
    assert not next(one for one in found.measures if one.measure == MIDDAY).is_outdated


def test_that_two_quarters_stand_side_by_side_with_what_is_new(years: Session) -> None:
    earlier, later = freeze(years, Q2), freeze(years, Q3)
    found = reading(years, later)
    assert found.before == earlier
    line = next(one for one in found.compared if one.title == "Discharged before midday")
    assert line.before == "46.7%, 14 of 30 discharges."
    assert line.now == "66.0%, 33 of 50 discharges."
    assert (line.icon_before, line.change) == ("Common-cause variation", "New special cause")
    assert line.icon_now.startswith("Special cause")
    assert reading(years, earlier).compared == ()


def test_that_the_context_says_what_the_department_knows(years: Session) -> None:
    one = next(each for each in reading(years, freeze(years)).measures if each.measure == MIDDAY)
    said = {line.label: (line.cause, line.text) for line in one.context}
    assert said["Job plan"][1].startswith("Job plan v1")
    assert said["Exposure log"] == (Cause.ROLE, "nothing entered for these months")
    assert "charts looked at" in said["Chart"][1]
    assert said["Data quality"][0] is Cause.DATA


def test_that_the_document_is_refused_before_and_holds_the_words_after(years: Session) -> None:
    frozen = freeze(years)
    with pytest.raises(RuleBroken):
        answer(years, PrintQuarterReading(frozen.id, ANN), Task())
    write_all(years, frozen, ANN)
    printed = answer(years, PrintQuarterReading(frozen.id, ANN), Task())
    assert (printed.title, printed.subtitle) == ("Dr Ann Example", "Jul-Sep 2026")
    said = str(printed.blocks)
    assert WRITTEN.conclusion in said
    assert "66.0%, 33 of 50 discharges." in said
    assert "Dr Bob Sample" not in said


def test_that_a_released_interpretation_stands_on_the_clinicians_chart_and_no_other_does(years: Session) -> None:
    frozen = freeze(years)
    write_all(years, frozen, ANN)

    def line() -> str:
        charts = answer(years, ShowClinicianCharts(ANN), Task()).charts
        return next(one.interpreted for one in charts if one.measure.id == MIDDAY)

    assert line() == ""
    release(years, frozen, ANN)
    assert line() == f"Interpreted for Jul-Sep 2026 by Dr B. Director: {WRITTEN.conclusion}"
    assert all(not one.chart.interpreted for one in reading(years, freeze(years, reason="Again")).figures.measures)


def test_that_every_act_tells_the_screens(session: Session) -> None:
    session.take_changes()
    frozen = freeze(session)
    assert session.take_changes().topics == {Topic.QUARTER}
    write(session, frozen, BOB, None, SENTENCE)
    assert session.take_changes().clinicians == {BOB}
    release(session, frozen, BOB)
    assert session.take_changes().clinicians == {BOB}


def test_that_what_is_not_there_is_said(session: Session) -> None:
    frozen = freeze(session)
    with pytest.raises(UserFacingError):
        reading(session, replace(frozen, id="another"))
    with pytest.raises(UserFacingError):
        reading(session, frozen, session.file.person.id)  # type: ignore[arg-type]


def test_that_the_pack_holds_what_was_released_and_nothing_else(years: Session, tmp_path: Path) -> None:
    frozen = freeze(years)
    write_all(years, frozen, ANN, BOB)
    assert "as it was released" not in " ".join(answer(years, PreviewClinicianPack(ANN), Task()))
    release(years, frozen, ANN, ReleaseMode.PACK)
    write(years, frozen, ANN, MIDDAY, InterpretationWords("Thought of since"), revision=1)
    assert "Jul-Sep 2026 as it was released" in " ".join(answer(years, PreviewClinicianPack(ANN), Task()))
    made = answer(years, MakeClinicianPack(ANN, str(tmp_path / "own.cdvp")), Task())
    own = answer(years, OpenOwnPack(made.path, made.passphrase), Task())
    [quarter] = own.content.quarters
    assert quarter.release == "released 23 Nov 2026 in their own pack"
    line = next(one for one in quarter.lines if one.title == "Discharged before midday")
    assert (line.figure, line.conclusion) == ("66.0%, 33 of 50 discharges.", WRITTEN.conclusion)
    assert "Case mix: Case mix was as always" in line.considered
    made = answer(years, MakeClinicianPack(BOB, str(tmp_path / "bob.cdvp")), Task())
    assert answer(years, OpenOwnPack(made.path, made.passphrase), Task()).content.quarters == ()


def test_that_the_file_refuses_to_change_what_was_frozen_or_released(years: Session) -> None:
    frozen = freeze(years)
    write_all(years, frozen, BOB)
    release(years, frozen, BOB)
    for table, change in (
        ("quarter_freeze", "reason = 'x'"),
        ("quarter_part", "clinician_name = 'x'"),
        ("release_event", "mode = 'PRINTED'"),
        ("interpretation", "text = 'x', revision = revision + 1"),
    ):
        for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
            with pytest.raises(dbapi2.IntegrityError), years.unit_of_work(Section.REVIEW) as work:
                work.execute(statement)
