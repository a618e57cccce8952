"""Notes on charts and PDSA cycles, from the record to the chart they stand on."""

from __future__ import annotations

from datetime import date

import pytest

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.annotation_requests import Annotate, PutBackAnnotation, WithdrawAnnotation
from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LONGEST
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import PrepareReview, SaveGoal, SavePdsaCycle, ShowClinicianCharts, ShowDepartment
from cdconsole.domain.review import Goal, PdsaCycle
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
APRIL = Month(2026, 4)


def annotate(session: Session, text: str, clinician: ClinicianId | None = ANN, month: Month = APRIL) -> Annotation:
    return answer(session, Annotate(clinician, MeasureId.SPELLS, month, text), Task())


def chart(session: Session, clinician: ClinicianId = ANN) -> MeasureChart:
    page = answer(session, ShowClinicianCharts(clinician), Task())
    return next(each for each in page.charts if each.measure.id == MeasureId.SPELLS)


def test_that_a_note_stands_on_its_chart_with_who_wrote_it_and_on_no_other(session: Session) -> None:
    annotate(session, " Locum ward,\n all month ")
    assert session.take_changes().touches(frozenset({Topic.ANNOTATION}), ANN)
    [note] = chart(session).notes
    assert str(note) == "Apr 2026: Locum ward, all month (Dr B. Director, 23 Nov 2026)"
    assert chart(session, BOB).notes == ()


def test_that_notes_are_in_the_order_of_their_months(session: Session) -> None:
    annotate(session, "later", month=Month(2026, 6))
    annotate(session, "earlier")
    assert [note.text for note in chart(session).notes] == ["earlier", "later"]


def test_that_a_note_before_the_months_drawn_waits_for_them(session: Session) -> None:
    annotate(session, "long ago", month=Month(2019, 1))
    assert chart(session).notes == ()


def test_that_a_note_on_the_teams_chart_stands_there_only(session: Session) -> None:
    annotate(session, "A new rota for all", None)
    assert chart(session).notes == ()
    overview = answer(session, ShowDepartment(), Task())
    assert [note.text for each in overview.charts for note in each.notes] == ["A new rota for all"]


def test_that_a_withdrawn_note_is_gone_until_it_is_put_back_and_its_history_is_kept(session: Session) -> None:
    written = annotate(session, "Mistaken")
    gone = answer(session, WithdrawAnnotation(written.id, 1), Task())
    assert (gone.holds, gone.withdrawn_by) == (False, "Dr B. Director")
    assert chart(session).notes == ()
    with pytest.raises(StaleEdit):
        answer(session, PutBackAnnotation(written.id, 1), Task())
    back = answer(session, PutBackAnnotation(written.id, 2), Task())
    assert [note.text for note in chart(session).notes] == ["Mistaken"]
    assert back.revision == 3
    with session.snapshot(Section.REVIEW) as snapshot:
        rows = snapshot.rows("SELECT revision, person FROM history WHERE table_name = 'annotation' ORDER BY sequence")
    assert rows == [(1, "Dr B. Director"), (2, "Dr B. Director"), (3, "Dr B. Director")]


def test_that_withdrawing_twice_changes_nothing_more(session: Session) -> None:
    written = annotate(session, "Mistaken")
    gone = answer(session, WithdrawAnnotation(written.id, 1), Task())
    assert answer(session, WithdrawAnnotation(written.id, 2), Task()) == gone
    back = answer(session, PutBackAnnotation(written.id, 2), Task())
    assert answer(session, PutBackAnnotation(written.id, 3), Task()) == back


def test_that_words_can_neither_be_changed_nor_deleted(session: Session) -> None:
    annotate(session, "As it was")
    for statement in ("UPDATE annotation SET text = 'other'", "DELETE FROM annotation"):
        with session.unit_of_work(Section.REVIEW) as work, pytest.raises(Exception, match=r"stays as it was|withdrawn"):
            work.execute(statement)


@pytest.mark.parametrize("text", ["  \n ", "x" * (LONGEST + 1)])
def test_that_no_words_and_too_many_are_refused_at_their_field(session: Session, text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        annotate(session, text)
    assert refused.value.field == "text"
    assert chart(session).notes == ()


def test_that_an_administrator_writes_on_no_chart(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        annotate(admin_session, "no")


def test_that_what_is_not_there_is_said_plainly(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        annotate(session, "who", ClinicianId("nobody"))
    with pytest.raises(UserFacingError, match="no longer"):
        answer(session, WithdrawAnnotation("nothing", 1), Task())


def test_that_the_audit_trail_says_whose_chart_and_not_the_words(session: Session) -> None:
    annotate(session, "secret words")
    trail = answer(session, ListAuditEvents(), Task())
    [event] = [event for event in trail.events if event.action == "wrote"]
    assert event.subject == "a note on a chart of Dr Ann Example"
    assert "secret" not in str(trail)


def test_that_a_pdsa_cycle_stands_on_the_chart_of_its_goals_measure(session: Session) -> None:
    review = answer(session, PrepareReview(ANN), Task())
    wanted = Goal(
        *(
            GoalId(""),
            ANN,
            review.id,
            "Fewer",
            "Look at nine",
            MeasureId.SPELLS,
            "",
            None,
            "",
            None,
            "",
        ),
        due=date(2027, 2, 22),
    )
    goal = answer(session, SaveGoal(wanted), Task()).id
    later = PdsaCycle("", date(2026, 7, 2), "Two wards", "b")
    answer(session, SavePdsaCycle(goal, later), Task())
    answer(session, SavePdsaCycle(goal, PdsaCycle("", date(2026, 5, 4), "One ward", "a")), Task())
    assert [str(cycle) for cycle in chart(session).cycles] == [
        "PDSA 1, 4 May 2026: One ward",
        "PDSA 2, 2 Jul 2026: Two wards",
    ]
    assert chart(session, BOB).cycles == ()
