from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cdconsole.domain.audit_requests import ExportAuditTrail, ListAuditEvents, VerifyAuditTrail
from cdconsole.domain.audit_trail import EVERYTHING, AuditFilter, AuditKind, AuditTrail, AuditVerdict
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import Cancelled, ExportRefused, RuleBroken
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.domain.requests import ListClinicians
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.people.audit.columns import EVENT_COLUMNS
from cdconsole.ui.screens.people.audit.presenter import AuditPresenter
from cdconsole.ui.screens.people.audit.state import AuditChoice, AuditState, Days
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANN = Clinician(ClinicianId("ann"), "Dr Ann Example", Grade.CONSULTANT)
NOBODY = Clinician(ClinicianId("none"), "Unattributed", Grade.OTHER, is_attributable=False)
EVENT = AuditEvent(AT, "Dr B. Director", Section.REVIEW, "looked at charts of", "Dr Ann Example", ANN.id)
TRAIL = AuditTrail((EVENT,), 7, ((PersonId("d"), "Dr B. Director"),))


class Watching:
    def __init__(self) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = AuditPresenter(self.view, scope, FixedClock(AT), self.broken.append)
        self.presenter.start()
        self.runner.last(ListAuditEvents).answer(TRAIL)
        self.runner.last(ListClinicians).answer((ANN, NOBODY))

    @property
    def state(self) -> AuditState:
        state = self.view.state
        assert isinstance(state, AuditState)
        return state

    def asked(self, kind: type) -> list[object]:
        return [asked.request for asked in self.runner.asked if isinstance(asked.request, kind)]


@pytest.fixture
def watching() -> Watching:
    return Watching()


def test_that_the_whole_trail_is_read_first(watching: Watching) -> None:
    assert watching.asked(ListAuditEvents) == [ListAuditEvents(EVERYTHING)]
    assert watching.state.trail == TRAIL
    assert watching.state.count_words == "The newest 1 of 7 events"
    assert watching.state.clinicians == (ANN,)


def test_that_a_choice_reads_the_trail_through_its_filter(watching: Watching) -> None:
    watching.presenter.choose(AuditChoice(PersonId("d"), ANN.id, AuditKind.CHANGED, Days.WEEK))
    expected = AuditFilter(PersonId("d"), ANN.id, AuditKind.CHANGED, date(2026, 11, 17))
    assert watching.asked(ListAuditEvents)[-1] == ListAuditEvents(expected)


def test_that_naming_a_clinician_shows_who_looked_at_their_data(watching: Watching) -> None:
    watching.presenter.visit(clinician="ann")
    assert watching.asked(ListAuditEvents)[-1] == ListAuditEvents(AuditFilter(clinician=ANN.id, kind=AuditKind.LOOKED))
    assert watching.state.file_name == "Who looked at data of Dr Ann Example.csv"
    watching.presenter.visit(person="d")
    assert watching.asked(ListAuditEvents)[-1] == ListAuditEvents(AuditFilter(person=PersonId("d")))
    watching.presenter.visit()
    assert watching.state.choice.person == "d"


def test_that_newer_events_are_announced_and_read_when_asked(watching: Watching) -> None:
    watching.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert watching.state.has_newer
    assert len(watching.asked(ListAuditEvents)) == 1
    watching.presenter.read_again()
    watching.runner.last(ListAuditEvents).answer(AuditTrail((), 0, ()))
    assert not watching.state.has_newer
    assert watching.state.is_empty
    watching.presenter.changed(ChangeSet(frozenset({Topic.CLINICIAN})))
    assert len(watching.asked(ListClinicians)) == 2


def test_that_the_proof_is_asked_for_once_and_its_verdict_shown(watching: Watching) -> None:
    watching.presenter.verify("9f3a")
    watching.presenter.verify("9f3a")
    assert watching.asked(VerifyAuditTrail) == [VerifyAuditTrail("9f3a")]
    asked = watching.runner.last(VerifyAuditTrail)
    asked.listeners.progress(Progress(1, 3, "Checking the records section"))
    assert watching.state.doing == "Checking the records section"
    asked.answer(AuditVerdict((), "The head is event 3."))
    assert watching.state.verdict == AuditVerdict((), "The head is event 3.")
    assert watching.state.doing == ""


@pytest.mark.parametrize(
    ("problem", "said", "faults"),
    [
        (RuleBroken("That is not an audit head.", "", "printed"), "That is not an audit head.", 0),
        (Cancelled(), "", 0),
        (RuntimeError(), "", 1),
    ],
)
def test_that_a_head_that_is_none_is_said_beside_it(
    watching: Watching, problem: Exception, said: str, faults: int
) -> None:
    watching.presenter.verify("x")
    watching.runner.last(VerifyAuditTrail).refuse(problem)
    assert (watching.state.printed_problem, watching.state.doing) == (said, "")
    assert len(watching.broken) == faults


def test_that_what_passes_the_filter_is_saved(watching: Watching) -> None:
    watching.presenter.choose(AuditChoice(clinician=ANN.id))
    watching.presenter.save("C:/trail.csv")
    watching.presenter.save("C:/trail.csv")
    assert watching.asked(ExportAuditTrail) == [ExportAuditTrail(AuditFilter(clinician=ANN.id), "C:/trail.csv")]
    watching.runner.last(ExportAuditTrail).answer(ExportReceipt("C:/trail.csv", 1, 12, 0, "ab"))
    assert watching.state.saved_words == "12 events written to C:/trail.csv, and entered in the export log."
    assert watching.state.file_name == "Audit trail Dr Ann Example.csv"
    watching.presenter.choose(AuditChoice())
    assert watching.state.saved_words == ""
    assert watching.state.file_name == "Audit trail.csv"


@pytest.mark.parametrize(
    ("problem", "said", "faults"),
    [(ExportRefused("No room.", "Choose another."), "No room. Choose another.", 0), (RuntimeError(), "", 1)],
)
def test_that_a_refusal_to_save_is_said(watching: Watching, problem: Exception, said: str, faults: int) -> None:
    watching.presenter.save("C:/trail.csv")
    watching.runner.last(ExportAuditTrail).refuse(problem)
    assert watching.state.saved_words == said
    assert len(watching.broken) == faults


def test_that_closing_cancels_what_runs(watching: Watching) -> None:
    watching.presenter.read_again()
    watching.presenter.close()
    assert watching.runner.last(ListAuditEvents).is_cancelled


def test_that_the_columns_say_who_did_what_where() -> None:
    assert [column.text(EVENT) for column in EVENT_COLUMNS][1:] == [
        "Dr B. Director",
        "Looked at charts of",
        "Dr Ann Example",
        "Charts, reviews and goals",
    ]
    assert EVENT_COLUMNS[0].key(EVENT) == AT


def test_that_days_count_back_from_today() -> None:
    today = date(2026, 11, 23)
    assert [days.first(today) for days in Days] == [
        None,
        today,
        date(2026, 11, 17),
        date(2026, 10, 25),
        date(2025, 11, 24),
    ]
