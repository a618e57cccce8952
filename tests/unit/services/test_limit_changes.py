"""Limits that a person changes, from the record to the chart that follows it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from pyrage import x25519

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LONGEST, LimitKind
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.extract_proposal import ExtractDraft, ExtractTicks
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.limit_change_requests import ChangeLimits, PutBackLimitChange, WithdrawLimitChange
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ExportGovernance, PrepareReview, ShowClinicianCharts, ShowDepartment, ShowReview
from cdconsole.domain.sealed_extract_requests import PreviewSealedExtract
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
APRIL, MAY = Month(2026, 4), Month(2026, 5)
SHARE = MeasureId.BEFORE_MIDDAY


def change(
    session: Session, kind: LimitKind = LimitKind.REBASE, month: Month = APRIL, clinician: ClinicianId | None = ANN
) -> LimitChange:
    return answer(session, ChangeLimits(clinician, SHARE, kind, month, " Ward moved\n to Cedar. "), Task())


def chart(session: Session, clinician: ClinicianId = ANN, months: int = 36) -> MeasureChart:
    page = answer(session, ShowClinicianCharts(clinician, months), Task())
    return next(each for each in page.charts if each.measure.id == SHARE)


def team_chart(session: Session) -> MeasureChart:
    overview = answer(session, ShowDepartment(), Task())
    return next(each for each in overview.charts if each.measure.id == SHARE)


def phases(charted: MeasureChart) -> list[int]:
    return [point.phase for point in charted.chart.points]


def test_that_limits_begin_anew_with_the_month_and_the_reason_stands_with_the_chart(session: Session) -> None:
    before = chart(session)
    change(session)
    assert session.take_changes().touches(frozenset({Topic.CHART_LIMITS}), ANN)
    after = chart(session)
    assert phases(before) == [1] * 12
    assert phases(after) == [1] * 5 + [2] * 7
    assert after.reading == "Too few months since Apr 2026 for an icon: 7 of the 13 needed; limits are on trial."
    assert [str(mark) for mark in after.limit_marks] == [
        "Limits changed from Apr 2026: Ward moved to Cedar. Dr B. Director, 23 Nov 2026"
    ]
    first, second = after.chart.points[4], after.chart.points[5]
    assert first.centre == pytest.approx(sum(0.4 + 0.1 * (step % 2) for step in range(5)) / 5)
    assert second.centre == pytest.approx(sum(0.4 + 0.1 * (step % 2) for step in range(5, 12)) / 7)
    assert phases(chart(session, BOB)) == phases(team_chart(session)) == [1] * 12


def test_that_a_month_left_out_is_drawn_and_the_limits_are_as_if_it_were_not_there(session: Session) -> None:
    change(session, LimitKind.EXCLUDE)
    after = chart(session)
    assert [point.is_excluded for point in after.chart.points].index(True) == 5
    others = [0.4 + 0.1 * (step % 2) for step in range(12) if step != 5]
    assert after.chart.points[0].centre == pytest.approx(sum(others) / 11)
    assert str(after.limit_marks[0]).startswith("Apr 2026 left out of the limits: Ward moved to Cedar. Dr B.")


def test_that_a_change_of_the_teams_limits_is_the_teams_only(session: Session) -> None:
    change(session, clinician=None)
    assert phases(team_chart(session)) == [1] * 5 + [2] * 7
    assert phases(chart(session)) == [1] * 12


def test_that_a_change_before_the_months_drawn_is_past(session: Session) -> None:
    change(session)
    short = chart(session, months=3)
    assert (phases(short), short.limit_marks) == ([1] * 3, ())


def test_that_a_withdrawn_change_is_gone_until_it_is_put_back_and_its_history_is_kept(session: Session) -> None:
    made = change(session)
    gone = answer(session, WithdrawLimitChange(made.id, 1, "It never moved"), Task())
    assert (gone.holds, gone.withdrawn_by, gone.withdrawn_reason) == (False, "Dr B. Director", "It never moved")
    assert phases(chart(session)) == [1] * 12
    with pytest.raises(StaleEdit):
        answer(session, PutBackLimitChange(made.id, 1), Task())
    back = answer(session, PutBackLimitChange(made.id, 2), Task())
    assert (back.holds, back.revision) == (True, 3)
    assert phases(chart(session))[-1] == 2
    with session.snapshot(Section.REVIEW) as snapshot:
        rows = snapshot.rows("SELECT revision FROM history WHERE table_name = 'limit_change' ORDER BY sequence")
    assert rows == [(1,), (2,), (3,)]


def test_that_withdrawing_or_putting_back_twice_changes_nothing_more(session: Session) -> None:
    made = change(session)
    gone = answer(session, WithdrawLimitChange(made.id, 1, "No"), Task())
    assert answer(session, WithdrawLimitChange(made.id, 2, "Again"), Task()) == gone
    back = answer(session, PutBackLimitChange(made.id, 2), Task())
    assert answer(session, PutBackLimitChange(made.id, 3), Task()) == back


@pytest.mark.parametrize("statement", ["UPDATE limit_change SET reason = 'other'", "DELETE FROM limit_change"])
def test_that_a_reason_can_neither_be_changed_nor_deleted(session: Session, statement: str) -> None:
    change(session)
    with session.unit_of_work(Section.REVIEW) as work, pytest.raises(Exception, match=r"stays as it was|withdrawn"):
        work.execute(statement)


@pytest.mark.parametrize("reason", [" \n", "x" * (LONGEST + 1)])
def test_that_limits_are_neither_changed_nor_left_without_a_reason(session: Session, reason: str) -> None:
    made = change(session)
    for request in (
        ChangeLimits(ANN, SHARE, LimitKind.REBASE, MAY, reason),
        WithdrawLimitChange(made.id, 1, reason),
    ):
        with pytest.raises(RuleBroken) as refused:
            answer(session, request, Task())
        assert refused.value.field == "reason"
    assert len(chart(session).limit_marks) == 1


@pytest.mark.parametrize("month", [Month(2019, 1), Month(2026, 11)])
def test_that_a_month_without_a_point_is_refused(session: Session, month: Month) -> None:
    with pytest.raises(RuleBroken, match="no point") as refused:
        change(session, month=month)
    assert refused.value.field == "month"


def test_that_one_month_is_changed_once_and_may_be_left_out_as_well(session: Session) -> None:
    change(session)
    with pytest.raises(RuleBroken, match="already change in Apr 2026"):
        change(session)
    change(session, LimitKind.EXCLUDE)
    with pytest.raises(RuleBroken, match="already leave out Apr 2026"):
        change(session, LimitKind.EXCLUDE)
    assert {mark.kind for mark in chart(session).limit_marks} == set(LimitKind)


def test_that_an_administrator_changes_no_limits(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        change(admin_session)


def test_that_what_is_not_there_is_said_plainly(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        change(session, clinician=ClinicianId("nobody"))
    with pytest.raises(UserFacingError, match="no such measure"):
        answer(session, ChangeLimits(ANN, MeasureId("nothing"), LimitKind.REBASE, APRIL, "why"), Task())
    with pytest.raises(UserFacingError, match="no longer"):
        answer(session, WithdrawLimitChange("nothing", 1, "why"), Task())


def test_that_the_audit_trail_says_whose_chart_and_not_why(session: Session) -> None:
    made = change(session)
    answer(session, WithdrawLimitChange(made.id, 1, "No"), Task())
    trail = answer(session, ListAuditEvents(), Task())
    found = [(event.action, event.subject) for event in trail.events if "limits" in event.subject]
    assert found == [
        ("withdrew", "the limits of a chart of Dr Ann Example"),
        ("changed", "the limits of a chart of Dr Ann Example"),
    ]
    assert "Cedar" not in str(trail)


def test_that_the_charts_of_a_review_are_frozen_with_the_reasons(session: Session) -> None:
    change(session)
    review = answer(session, PrepareReview(ANN), Task())
    again = answer(session, ShowReview(review.id), Task())
    assert again == review
    assert "Ward moved to Cedar" in str(again)


def test_that_the_workbook_follows_the_teams_limits_and_holds_no_reason(session: Session, tmp_path: Path) -> None:
    change(session, clinician=None)
    change(session, LimitKind.EXCLUDE, MAY, clinician=None)
    target = tmp_path / "pack.xlsx"
    answer(session, ExportGovernance(Quarter(2026, 3), str(target)), Task())
    sheet = openpyxl.load_workbook(target)["Discharged before midday"]
    rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows()}
    assert rows["Rules"][1].startswith(
        "XmR chart, Making Data Count rules. Limits changed from Apr 2026. Left out of the limits: May 2026."
    )
    assert rows["Mar 2026"][4] != rows["Apr 2026"][4] == rows["Sep 2026"][4]
    assert "Cedar" not in str(rows)


def test_that_limits_of_one_or_two_months_stay_out_of_the_workbook(session: Session, tmp_path: Path) -> None:
    change(session, month=Month(2026, 8), clinician=None)
    target = tmp_path / "pack.xlsx"
    answer(session, ExportGovernance(Quarter(2026, 3), str(target)), Task())
    sheet = openpyxl.load_workbook(target)["Discharged before midday"]
    means = {str(row[0].value): row[4].value for row in sheet.iter_rows()}
    assert means["Jul 2026"] is not None
    assert (means["Aug 2026"], means["Sep 2026"]) == (None, None)


def test_that_a_sealed_extract_follows_the_clinicians_limits_and_holds_no_reason(session: Session) -> None:
    change(session, month=MAY)
    period = Period(Month(2026, 2), Month(2026, 7))
    ticks = ExtractTicks(period, measures=(SHARE,))
    key = str(x25519.Identity.generate().to_public())
    preview = answer(session, PreviewSealedExtract(ExtractDraft(ANN, ticks, "Why", "Prof. E. Outside", key)), Task())
    [measures] = [file for file in preview if file.name == "measures.csv"]
    assert "Discharged before midday: Limits changed from May 2026." in measures.title
    means = {row["month"]: row["mean"] for row in csv.DictReader(io.StringIO(measures.text))}
    assert means["2026-02"] == means["2026-04"] != means["2026-05"] == means["2026-07"]
    assert "Cedar" not in "".join(file.title + file.text for file in preview)
