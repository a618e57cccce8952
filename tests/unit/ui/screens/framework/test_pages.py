from __future__ import annotations

from datetime import date

import pytest

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import SigningParty
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.ownership import TextKind
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import SaveClinician
from cdconsole.domain.work_stream import FIRST, OtherDepartment
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.printed import PrintPresenter
from cdconsole.ui.screens.framework.charter.presenter import CharterPresenter
from cdconsole.ui.screens.framework.charter.state import CharterState, changed_words
from cdconsole.ui.screens.framework.outcomes.presenter import OutcomesPresenter
from cdconsole.ui.screens.framework.outcomes.state import LOOSE, RETIRED, OutcomesState, card, tree
from cdconsole.ui.screens.framework.ownership.presenter import OwnershipPresenter
from cdconsole.ui.screens.framework.ownership.state import OwnershipState
from cdconsole.ui.screens.framework.review_form.presenter import ReviewFormPresenter
from cdconsole.ui.screens.framework.review_form.state import ReviewFormState
from cdconsole.ui.screens.framework.streams.choice import StreamChoice
from cdconsole.ui.screens.framework.streams.presenter import StreamsPresenter
from cdconsole.ui.screens.framework.streams.state import StreamsState, stream_words, title_of
from cdconsole.ui.screens.framework.typed_dates import typed_date
from cdconsole.ui.screens.remembered import ForThisWindow
from unit.ui.screens.framework.desks import Shown, World

OUTCOME = {
    "title": " A bed by lunchtime ",
    "why": "Patients wait",
    "direction": "More before midday",
    "owner": "Dr Ann",
    "review_on": "19 Jan 2027",
    "measures": "discharged_before_midday",
}


class NoPrinter:
    """A place to print that remembers what was to be printed."""

    def __init__(self) -> None:
        self.asked: list[Printed] = []

    def ask_place(self, printed: Printed) -> None:
        self.asked.append(printed)

    def ask_printer(self, printed: Printed) -> None:
        self.asked.append(printed)

    def print_out(self) -> None:
        """Nothing is printed in a test."""


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


@pytest.fixture
def choice() -> StreamChoice:
    return StreamChoice(ForThisWindow())


def printing(world: World, place: NoPrinter, said: list[str]) -> PrintPresenter:
    context = world.context
    return PrintPresenter(place, context.scope(), said.append, context.show_problem)


# --- work streams ------------------------------------------------------------------------------------------------


def test_that_a_work_stream_is_made_chosen_changed_closed_and_opened(world: World, choice: StreamChoice) -> None:
    shown: Shown[StreamsState] = Shown()
    context = world.context
    presenter = StreamsPresenter(shown, choice, context.scope(), context.show_problem)
    world.hearing.append(presenter.changed)
    presenter.start()
    presenter.begin_adding()
    presenter.desk.enter({"title": "Take", "departments": "Acute medicine: Dr Lead\n\nED", "members": ""})
    take = shown.last.stream
    assert take is not None
    assert take.departments == (OtherDepartment("Acute medicine", "Dr Lead"), OtherDepartment("ED", ""))
    assert stream_words(take, ()) == "With Acute medicine (Dr Lead), ED."
    presenter.begin_editing()
    presenter.desk.enter({"title": "The take", "departments": "", "members": ""})
    presenter.begin_closing()
    presenter.desk.enter({"reason": "Over"})
    assert shown.last.stream is not None
    assert title_of(shown.last.stream) == "The take (closed)"
    presenter.reopen()
    assert shown.last.stream.closed is None
    presenter.visit(stream=FIRST)
    assert choice.now == FIRST
    assert world.broken == []


def test_that_a_remembered_work_stream_that_is_gone_gives_way_to_the_first(world: World) -> None:
    remembered = ForThisWindow()
    remembered.keep_choice("framework_stream", "gone")
    choice, shown, context = StreamChoice(remembered), Shown[StreamsState](), world.context
    StreamsPresenter(shown, choice, context.scope(), context.show_problem).start()
    assert choice.now == FIRST


# --- charter -----------------------------------------------------------------------------------------------------


def test_that_a_charter_is_written_signed_and_its_next_version_shows_what_changed(
    world: World, choice: StreamChoice
) -> None:
    shown: Shown[CharterState] = Shown()
    place = NoPrinter()
    presenter = CharterPresenter(shown, choice, world.context, printing(world, place, []))
    world.hearing.append(presenter.changed)
    presenter.start()
    words = {"aims": "Seen soon", "values": "", "sponsor": "MD", "definition_of_concern": "Both think so"}
    presenter.edit()
    presenter.desk.enter(words)
    assert shown.last.may_be_signed_by(SigningParty.DIRECTOR)
    presenter.sign()
    presenter.enter_sponsor()
    presenter.desk.enter({"name": "Prof S.", "signed_on": "2026-07-01"})
    assert [one.name for one in shown.last.shown.signatures] == ["Dr B. Director", "Prof S."]
    assert not shown.last.may_be_signed_by(SigningParty.SPONSOR)
    presenter.edit()
    presenter.desk.enter(words | {"aims": "Seen well"})
    assert (shown.last.shown.version, shown.last.shown.signatures) == (2, ())
    assert changed_words(shown.last) == "Changed since version 1. Aims said: Seen soon"
    presenter.choose(1)
    assert not shown.last.may_be_signed_by(SigningParty.DIRECTOR)
    presenter.save()
    assert place.asked[0].footer == "Charter, version 1"


def test_that_an_administrator_is_offered_no_signature(admin_session: Session, choice: StreamChoice) -> None:
    world, shown = World(admin_session), Shown[CharterState]()
    presenter = CharterPresenter(shown, choice, world.context, printing(world, NoPrinter(), []))
    world.hearing.append(presenter.changed)
    presenter.start()
    presenter.edit()
    presenter.desk.enter({"aims": "Aims", "values": "", "sponsor": "", "definition_of_concern": ""})
    assert not any(shown.last.may_be_signed_by(party) for party in SigningParty)


# --- outcomes ----------------------------------------------------------------------------------------------------


@pytest.fixture
def outcomes(world: World, choice: StreamChoice) -> tuple[OutcomesPresenter, Shown[OutcomesState]]:
    shown: Shown[OutcomesState] = Shown()
    presenter = OutcomesPresenter(shown, choice, world.context)
    world.hearing.append(presenter.changed)
    presenter.start()
    return presenter, shown


def test_that_the_tree_shows_outcomes_measures_and_what_lacks_the_other(
    outcomes: tuple[OutcomesPresenter, Shown[OutcomesState]], world: World
) -> None:
    presenter, shown = outcomes
    presenter.add()
    presenter.desk.enter(OUTCOME)
    presenter.add()
    presenter.desk.enter(OUTCOME | {"title": "Calm", "measures": "", "review_on": ""})
    bed, calm, loose = tree(shown.last)
    assert (bed.words, bed.remark) == ("A bed by lunchtime", "Review on 19 Jan 2027")
    assert [line.words for line in bed.below] == ["Discharged before midday"]
    assert calm.remark == "No measure yet: tie one, or park it"
    assert (loose.key, len(loose.below)) == (LOOSE, 3)
    assert shown.last.summary == ("2 outcomes: 1 without a measure, 0 parked. 3 measures in use without an outcome.")
    presenter.select(loose.below[0].key)
    shown_card = card(shown.last)
    assert shown_card is not None
    assert "Read beside it" in dict(shown_card.lines)
    presenter.show_definition()
    assert world.went == [("data", {"page": "measures", "measure": shown_card.definition})]


def test_that_an_outcome_is_parked_taken_up_retired_and_brought_back(
    outcomes: tuple[OutcomesPresenter, Shown[OutcomesState]],
) -> None:
    presenter, shown = outcomes
    presenter.add()
    presenter.desk.enter(OUTCOME)
    presenter.park()
    presenter.desk.enter({"reason": "No data"})
    assert tree(shown.last)[0].remark == "Parked: No data"
    presenter.park()
    assert shown.last.outcome is not None
    assert shown.last.outcome.parked is None
    chosen = shown.last.chosen
    presenter.retire()
    presenter.desk.enter({"reason": "Merged"})
    assert tree(shown.last)[-1].key == RETIRED
    presenter.visit(outcome=chosen)
    presenter.retire()
    assert tree(shown.last)[0].words == "A bed by lunchtime"


def test_that_a_day_that_is_none_stands_beside_its_field(
    outcomes: tuple[OutcomesPresenter, Shown[OutcomesState]],
) -> None:
    presenter, shown = outcomes
    presenter.add()
    presenter.desk.enter(OUTCOME | {"review_on": "soon"})
    assert shown.last.form is not None
    assert shown.last.form.problems["review_on"].startswith("This is not a date.")


def test_that_a_retired_measure_keeps_its_place_under_an_outcome(
    outcomes: tuple[OutcomesPresenter, Shown[OutcomesState]],
) -> None:
    presenter, shown = outcomes
    presenter.add()
    presenter.desk.enter(OUTCOME | {"measures": "gone"})
    presenter.edit()
    presenter.desk.enter(OUTCOME)
    assert shown.last.outcome is not None
    assert shown.last.outcome.measures == (MeasureId("discharged_before_midday"), MeasureId("gone"))


@pytest.mark.parametrize("text", ["23 Nov 2026", "23/11/2026", "2026-11-23", " 23 November 2026 "])
def test_that_days_are_read_as_people_write_them(text: str) -> None:
    assert typed_date(text, "on") == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["31 Feb 2026", "tomorrow", "23 Foo 2026"])
def test_that_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        typed_date(text, "on")


# --- ownership ---------------------------------------------------------------------------------------------------


def test_that_a_text_is_put_into_use_and_marks_are_entered_and_taken_away(
    world: World, choice: StreamChoice, session: Session
) -> None:
    for name in ("Dr Ann Ash", "Dr Bea Birch"):
        answer(session, SaveClinician(Clinician(ClinicianId(""), name, Grade.CONSULTANT)), Task())
    shown: Shown[OwnershipState] = Shown()
    place = NoPrinter()
    presenter = OwnershipPresenter(shown, choice, world.context, printing(world, place, []))
    world.hearing.append(presenter.changed)
    presenter.start()
    presenter.edit()
    presenter.desk.enter({"text": "Who sees what"})
    assert shown.last.text is not None
    assert (shown.last.text.version, len(shown.last.versions)) == (1, 2)
    presenter.filter("birch")
    [row] = shown.last.rows
    presenter.mark([row])
    presenter.desk.enter({"what": "TRANSPARENCY", "channel": "ON_PAPER", "on": "2026-07-01"})
    assert shown.last.rows[0].read is not None
    topic = shown.last.board.topics[0] if shown.last.board else ""
    presenter.mark(shown.last.rows)
    presenter.desk.enter({"what": f"training:{topic}", "channel": "ON_PAPER", "on": "2026-07-01"})
    assert [tick.topic for tick in shown.last.rows[0].trained] == [topic]
    presenter.unmark(shown.last.rows)
    presenter.desk.enter({"what": "TRANSPARENCY"})
    assert shown.last.rows[0].read is None
    presenter.choose_version(0)
    assert shown.last.text is not None
    assert shown.last.text.version == 0
    presenter.choose_text("OWNERSHIP")
    assert shown.last.kind is TextKind.OWNERSHIP
    presenter.print()
    assert place.asked[0].title == "How your data are used here"


# --- review form -------------------------------------------------------------------------------------------------


def test_that_questions_are_changed_one_a_line(world: World, choice: StreamChoice) -> None:
    shown: Shown[ReviewFormState] = Shown()
    context = world.context
    presenter = ReviewFormPresenter(shown, choice, context.scope(), context.show_problem)
    world.hearing.append(presenter.changed)
    presenter.start()
    presenter.edit()
    assert shown.last.form is not None
    typed = {field.name: field.value for field in shown.last.form.fields} | {"TALENT": "One?\nTwo?\n"}
    presenter.desk.enter(typed)
    assert shown.last.shown is not None
    [talent] = [one for one in shown.last.shown.sections if one.title == "Talent management"]
    assert (talent.questions, shown.last.shown.version) == (("One?", "Two?"), 1)
