from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import Cancelled, RuleBroken, StaleEdit, WrongPassphrase
from cdconsole.domain.extract_proposal import (
    ExtractChoices,
    ExtractDraft,
    ExtractFile,
    ExtractProposal,
    ExtractSignature,
    ExtractTicks,
    SealedExtract,
)
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person, Role
from cdconsole.domain.requests import ListClinicians, ListPeople
from cdconsole.domain.sealed_extract_requests import (
    AgreeInPerson,
    AgreeToExtract,
    ListExtractProposals,
    PreviewSealedExtract,
    ProposeExtract,
    SealExtract,
    ShowExtractChoices,
    ShowProposedFiles,
    WithdrawExtract,
)
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.governance.extracts.columns import PROPOSAL_COLUMNS
from cdconsole.ui.screens.governance.extracts.presenter import ExtractsPresenter
from cdconsole.ui.screens.governance.extracts.state import ExtractsState, facts
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DIRECTOR = Person(PersonId("d"), "Dr B. Director", Role.DIRECTOR, AT)
DEPUTY = Person(PersonId("e"), "Dr D. Deputy", Role.DEPUTY, AT)
CLERK = Person(PersonId("c"), "Ward Clerk", Role.ADMINISTRATOR, AT)
ANN = Clinician(ClinicianId("ann"), "Dr Ann Example", Grade.CONSULTANT)
PERIOD = Period(Month(2026, 1), Month(2026, 6))
DRAFT = ExtractDraft(ANN.id, ExtractTicks(PERIOD, (MeasureId.SPELLS,)), "Review", "Prof. E.")
WORD = ExtractSignature(DIRECTOR.id, DIRECTOR.name, "Clinical director", AT, "ab")
OWN = ExtractProposal("x", DRAFT, ANN.name, "{}", ("measures.csv: values",), WORD)
THEIRS = replace(OWN, id="y", proposed=ExtractSignature(DEPUTY.id, DEPUTY.name, "Deputy", AT, "cd"))
AGREED = replace(OWN, agreed=THEIRS.proposed, revision=2)
FILES = (ExtractFile("measures.csv", "values", 1, "a,b\r\n1,2\r\n"),)


class Watching:
    def __init__(self, *proposals: ExtractProposal, people: tuple[Person, ...] = (DIRECTOR, DEPUTY, CLERK)) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = ExtractsPresenter(self.view, scope, DIRECTOR, self.broken.append)
        self.presenter.start()
        self.runner.last(ListExtractProposals).answer(proposals)
        self.runner.last(ListPeople).answer(people)

    @property
    def state(self) -> ExtractsState:
        state = self.view.state
        assert isinstance(state, ExtractsState)
        return state

    def look_at(self, proposal: ExtractProposal) -> None:
        self.presenter.visit(extract=proposal.id)
        self.runner.last(ShowProposedFiles).answer(FILES)

    def asked(self, kind: type) -> list[object]:
        return [asked.request for asked in self.runner.asked if isinstance(asked.request, kind)]


def test_that_what_is_selected_is_read_before_anybody_can_agree() -> None:
    watching = Watching(THEIRS)
    watching.presenter.visit(extract="y")
    assert not watching.state.may_agree
    watching.presenter.deeds.agree()
    assert watching.asked(AgreeToExtract) == []
    watching.runner.last(ShowProposedFiles).answer(FILES)
    assert watching.state.may_agree
    watching.presenter.deeds.agree()
    assert watching.asked(AgreeToExtract) == [AgreeToExtract("y", 1)]
    watching.runner.last(AgreeToExtract).answer(replace(THEIRS, agreed=WORD, revision=2))
    assert watching.state.may_seal
    assert not watching.state.waits


def test_that_nobody_agrees_to_their_own_and_others_are_offered() -> None:
    watching = Watching(OWN)
    watching.look_at(OWN)
    assert not watching.state.may_agree
    assert watching.state.others == (DEPUTY,)
    assert watching.state.nobody_else == ""
    alone = Watching(OWN, people=(DIRECTOR, CLERK))
    alone.look_at(OWN)
    assert alone.state.nobody_else.startswith("Nobody else")
    alone.presenter.deeds.begin_agreeing()
    assert alone.state.agreeing is None


def test_that_a_colleague_in_the_room_agrees_to_the_revision_shown() -> None:
    watching = Watching(OWN)
    watching.look_at(OWN)
    watching.presenter.deeds.agree_in_person("e", "words")
    assert watching.asked(AgreeInPerson) == []
    watching.presenter.deeds.begin_agreeing()
    assert watching.state.agreeing is not None
    assert watching.state.agreeing.people == (DEPUTY,)
    watching.presenter.deeds.agree_in_person("e", "words")
    watching.presenter.deeds.agree_in_person("e", "words")
    assert watching.asked(AgreeInPerson) == [AgreeInPerson("x", 1, DEPUTY.id, "words")]
    watching.runner.last(AgreeInPerson).answer(AGREED)
    assert watching.state.agreeing is None
    assert watching.state.may_seal


@pytest.mark.parametrize(
    ("problem", "said", "faults"),
    [
        (WrongPassphrase("Not right."), {"passphrase": "Not right."}, 0),
        (StaleEdit("Changed."), {"person": "Changed."}, 0),
        (Cancelled(), {}, 0),
        (RuntimeError(), {}, 1),
    ],
)
def test_that_a_refused_agreement_stands_in_the_dialog(problem: Exception, said: dict[str, str], faults: int) -> None:
    watching = Watching(OWN)
    watching.look_at(OWN)
    watching.presenter.deeds.begin_agreeing()
    watching.presenter.deeds.agree_in_person("e", "words")
    watching.runner.last(AgreeInPerson).refuse(problem)
    assert watching.state.agreeing is not None
    assert (watching.state.agreeing.problems, watching.state.agreeing.is_busy) == (said, False)
    assert len(watching.broken) == faults
    watching.presenter.deeds.end_agreeing()
    assert watching.state.agreeing is None


def test_that_the_words_of_a_sealed_file_are_held_until_noted() -> None:
    watching = Watching(AGREED)
    watching.look_at(AGREED)
    watching.presenter.deeds.seal("C:/extract.age")
    watching.presenter.deeds.seal("C:/extract.age")
    assert watching.asked(SealExtract) == [SealExtract("x", "C:/extract.age")]
    asked = watching.runner.last(SealExtract)
    asked.listeners.progress(Progress(0, 0, "Sealing it"))
    assert watching.state.doing == "Sealing it"
    done = replace(AGREED, sealed_at=AT, sha256="ab" * 32, revision=3)
    asked.answer(SealedExtract(ExportReceipt("C:/extract.age", 2, 6, 0, "ab" * 32), done, "one two three four five"))
    assert watching.state.sealed is not None
    assert not watching.state.may_change
    watching.presenter.deeds.forget_words()
    assert watching.state.sealed is None
    assert ("SHA-256", "ab" * 32) in facts(done)


@pytest.mark.parametrize(("problem", "said", "faults"), [(StaleEdit("Changed."), "Changed.", 0), (OSError(), "", 1)])
def test_that_a_refused_deed_is_said_under_the_proposal(problem: Exception, said: str, faults: int) -> None:
    watching = Watching(OWN)
    watching.look_at(OWN)
    watching.presenter.deeds.end("no need")
    assert watching.asked(WithdrawExtract) == [WithdrawExtract("x", "no need")]
    watching.runner.last(WithdrawExtract).refuse(problem)
    assert (watching.state.refusal, watching.state.doing) == (said, "")
    assert len(watching.broken) == faults


def test_that_a_proposal_is_previewed_proposed_and_then_looked_at() -> None:
    watching = Watching()
    form = watching.presenter.form
    form.preview(DRAFT)
    form.propose(DRAFT)
    form.choose_clinician("ann")
    assert watching.asked(PreviewSealedExtract) == watching.asked(ShowExtractChoices) == []
    form.begin()
    watching.runner.last(ListClinicians).answer((ANN, replace(ANN, id=ClinicianId("n"), is_attributable=False)))
    form.choose_clinician("ann")
    choices = ExtractChoices(ANN.id, ANN.name, PERIOD, (), has_job_plan=False, goals=(), reviews=())
    watching.runner.last(ShowExtractChoices).answer(choices)
    assert watching.state.form is not None
    assert (watching.state.form.clinicians, watching.state.form.choices) == ((ANN,), choices)
    form.preview(DRAFT)
    watching.runner.last(PreviewSealedExtract).answer(FILES)
    assert watching.state.form.preview == "━━ measures.csv · values\n\na,b\n1,2\n"
    form.propose(DRAFT)
    form.propose(DRAFT)
    assert watching.asked(ProposeExtract) == [ProposeExtract(DRAFT)]
    watching.runner.last(ProposeExtract).answer(OWN)
    assert watching.state.form is None
    watching.runner.last(ListExtractProposals).answer((OWN,))
    assert watching.asked(ShowProposedFiles) == [ShowProposedFiles("x")]


def test_that_an_edit_takes_the_place_of_the_proposal_it_was_made_of() -> None:
    watching = Watching(AGREED)
    watching.presenter.edit()
    assert watching.state.form is None
    watching.look_at(AGREED)
    watching.presenter.edit()
    assert watching.asked(ShowExtractChoices) == [ShowExtractChoices(ANN.id)]
    watching.presenter.form.propose(DRAFT)
    assert watching.asked(ProposeExtract) == [ProposeExtract(DRAFT, "x", 2)]


@pytest.mark.parametrize(
    ("problem", "said", "faults"),
    [
        (RuleBroken("No purpose.", "", "purpose"), {"purpose": "No purpose."}, 0),
        (StaleEdit("Changed."), {"ticks": "Changed."}, 0),
        (RuntimeError(), {}, 1),
    ],
)
def test_that_a_refusal_stands_beside_its_field(problem: Exception, said: dict[str, str], faults: int) -> None:
    watching = Watching()
    watching.presenter.form.begin()
    watching.presenter.form.propose(DRAFT)
    watching.runner.last(ProposeExtract).refuse(problem)
    assert watching.state.form is not None
    assert (watching.state.form.problems, watching.state.form.is_busy) == (said, False)
    assert len(watching.broken) == faults


def test_that_answers_after_the_form_closed_open_it_not_again() -> None:
    watching = Watching()
    form = watching.presenter.form
    form.begin()
    form.choose_clinician("ann")
    form.preview(DRAFT)
    form.end()
    watching.runner.last(ListClinicians).answer((ANN,))
    watching.runner.last(PreviewSealedExtract).answer(FILES)
    watching.runner.last(ShowExtractChoices).answer(
        ExtractChoices(ANN.id, ANN.name, PERIOD, (), has_job_plan=False, goals=(), reviews=())
    )
    watching.runner.last(PreviewSealedExtract).refuse(RuleBroken("No."))
    assert watching.state.form is None


def test_that_other_peoples_writes_are_read_and_new_content_with_them() -> None:
    watching = Watching(THEIRS)
    watching.look_at(THEIRS)
    watching.presenter.changed(ChangeSet(frozenset({Topic.SEALED_EXTRACT, Topic.PEOPLE})))
    watching.runner.last(ListExtractProposals).answer((replace(THEIRS, manifest="{other}", revision=2),))
    assert not watching.state.may_agree
    assert len(watching.asked(ShowProposedFiles)) == 2
    assert len(watching.asked(ListPeople)) == 2
    watching.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert len(watching.asked(ListExtractProposals)) == 2
    watching.presenter.close()
    assert watching.runner.last(ShowProposedFiles).is_cancelled


def test_that_the_list_says_about_whom_for_whom_and_where_it_is() -> None:
    assert [column.text(OWN) for column in PROPOSAL_COLUMNS] == [
        "23 Nov 2026",
        "Dr Ann Example",
        "Prof. E.",
        "Waits for a second person",
    ]
    assert PROPOSAL_COLUMNS[0].key(OWN) == AT
    keyed = replace(OWN, draft=replace(DRAFT, recipient_key="age1" + "q" * 58))
    assert ("Opened with", "the recipient's key age1qqqqqqqqqqqq…") in facts(keyed)
