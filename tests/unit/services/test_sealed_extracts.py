from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from cdconsole.domain.access_requests import IntroducePerson, RevokePerson
from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.audit_trail import AuditFilter
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import ExportRefused, NotEntitled, RuleBroken, StaleEdit, UserFacingError, WrongPassphrase
from cdconsole.domain.extract_proposal import (
    ExtractDraft,
    ExtractProposal,
    ExtractState,
    ExtractTicks,
    ReviewPart,
)
from cdconsole.domain.identity import ClinicianId, GoalId, PersonId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.requests import (
    ListExports,
    LockReview,
    MarkAgreement,
    PrepareReview,
    Request,
    SaveGoal,
    SaveReviewNote,
    UnlockDepartment,
)
from cdconsole.domain.review import Agreement, Domain, Goal, NoteKind, Party, Review
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
from cdconsole.exporting.sealed_extract import opened
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault.sealed_file import open_with

ANN = ClinicianId("ann")
WORDS = "jigsaw kettle lantern marble nectar"
PERIOD = Period(Month(2026, 2), Month(2026, 7))
KEY = x25519.Identity.generate()
MIDDAY = ExtractTicks(PERIOD, measures=(MeasureId.BEFORE_MIDDAY,))
DRAFT = ExtractDraft(ANN, MIDDAY, "Review by the Royal College", "Prof. E. Outside", str(KEY.to_public()))


@pytest.fixture
def deputy(session: Session) -> Person:
    return session.file.vault.keyholders.add_person("Dr D. Deputy", Role.DEPUTY, WORDS, session.kdf)


@pytest.fixture
def review(session: Session) -> Review:
    """A locked review with two texts and one goal."""
    prepared = answer(session, PrepareReview(ANN), Task())
    for domain, text in ((Domain.BEHAVIOUR, "Kind to the nurses"), (Domain.TALENT, "Would like to teach")):
        answer(session, SaveReviewNote(prepared.id, NoteKind.AGREED_FACTS, domain, text, 0), Task())
    goal = Goal(
        *(GoalId(""), ANN, prepared.id, "Round earlier", "Ward round at 8", MeasureId.BEFORE_MIDDAY, ""),
        *(None, "", 0.5, "A registrar", date(2027, 2, 1)),
    )
    answer(session, SaveGoal(goal), Task())
    for party in Party:
        answer(session, MarkAgreement(prepared.id, party, Agreement.AGREED, ""), Task())
    return answer(session, LockReview(prepared.id), Task())


def propose(session: Session, draft: ExtractDraft = DRAFT) -> ExtractProposal:
    return answer(session, ProposeExtract(draft), Task())


def in_person(session: Session, proposal: ExtractProposal, person: Person, words: str = WORDS) -> ExtractProposal:
    return answer(session, AgreeInPerson(proposal.id, proposal.revision, person.id, words), Task())


def inside(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(path.read_bytes(), [KEY]))) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_that_two_people_make_a_file_that_holds_only_what_is_ticked(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    target = tmp_path / "extract.age"
    sealed = answer(session, SealExtract(proposal.id, str(target)), Task())
    assert sealed.passphrase == ""
    files = inside(target)
    assert set(files) == {"manifest.json", "README.txt", "measures.csv"}
    rows = list(csv.DictReader(io.StringIO(files["measures.csv"].decode())))
    assert [row["month"] for row in rows] == [month.iso() for month in PERIOD]
    assert {row["measure"] for row in rows} == {"discharged_before_midday"}
    assert all(row["denominator"] == "10" and row["mean"] for row in rows)
    everything = b"".join(files.values()).decode()
    for other in ("Bob", "Sample", "length_of_stay", "Ward round", "2026-08", "2026-01", "IBD"):
        assert other not in everything
    assert "Prof. E. Outside" in files["README.txt"].decode()
    assert "The job plan: not ticked." in files["README.txt"].decode()


def test_that_both_signatures_hold_and_the_file_opens_elsewhere(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    target = tmp_path / "extract.age"
    answer(session, SealExtract(proposal.id, str(target)), Task())
    found = opened(pyrage.decrypt(target.read_bytes(), [KEY]))
    assert found.about == "Dr Ann Example, Gastroenterology. For Prof. E. Outside: Review by the Royal College"
    assert [text.partition(" (key")[0] for text in found.signed_by] == [
        "Dr B. Director, Clinical director",
        "Dr D. Deputy, Deputy",
    ]
    assert set(found.files) == {"README.txt", "measures.csv"}


def test_that_without_a_recipients_key_five_words_open_it(session: Session, deputy: Person, tmp_path: Path) -> None:
    proposal = in_person(session, propose(session, replace(DRAFT, recipient_key="")), deputy)
    target = tmp_path / "extract.age"
    sealed = answer(session, SealExtract(proposal.id, str(target)), Task())
    assert len(sealed.passphrase.split()) == 5
    assert sealed.passphrase not in repr(sealed)
    assert set(opened(open_with(target.read_bytes(), sealed.passphrase)).files) == {"README.txt", "measures.csv"}


def test_that_everything_ticked_is_in_it_and_the_rest_of_the_review_is_not(session: Session, review: Review) -> None:
    choices = answer(session, ShowExtractChoices(ANN), Task())
    assert [title for _, title in choices.reviews] == [
        "23 Nov 2026: Behaviour and leadership",
        "23 Nov 2026: Talent management",
    ]
    [(goal, words)] = choices.goals
    assert words.startswith("Round earlier")
    ticks = ExtractTicks(
        PERIOD, job_plan=True, exposure=True, goals=(goal,), reviews=(ReviewPart(review.id, Domain.TALENT),)
    )
    files = {file.name: file for file in answer(session, PreviewSealedExtract(replace(DRAFT, ticks=ticks)), Task())}
    assert set(files) == {"README.txt", "job-plan.csv", "exposure.csv", "goals.csv", "review-text.csv"}
    assert "Ward round" in files["job-plan.csv"].text
    assert "Round earlier" in files["goals.csv"].text
    assert "Would like to teach" in files["review-text.csv"].text
    assert not any("Kind to the nurses" in file.text for file in files.values())


def test_that_the_sealed_files_are_those_that_were_previewed_even_if_the_records_change(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = propose(session)
    shown = answer(session, ShowProposedFiles(proposal.id), Task())
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("UPDATE clinician SET name = 'Dr Ann Other' WHERE id = 'ann'")
        work.changed(Topic.CLINICIAN)
        work.commit()
    in_person(session, proposal, deputy)
    answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())
    files = inside(tmp_path / "extract.age")
    assert {file.name: file.text.encode() for file in shown} == {
        name: body for name, body in files.items() if name != "manifest.json"
    }


def test_that_one_person_can_never_seal(session: Session, tmp_path: Path) -> None:
    proposal = propose(session)
    own_words = "acid angular bobcat cheddar dwindle"
    with pytest.raises(RuleBroken, match="Who proposed it"):
        answer(session, AgreeToExtract(proposal.id, proposal.revision), Task())
    with pytest.raises(RuleBroken, match="Who proposed it"):
        in_person(session, proposal, session.person, own_words)
    with pytest.raises(RuleBroken, match="Nobody has agreed yet"):
        answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())
    assert list(tmp_path.glob("*.age")) == []
    assert answer(session, ListExports(), Task()) == ()


def test_that_the_database_itself_takes_no_agreement_of_the_proposer(session: Session) -> None:
    proposal = propose(session)
    with session.unit_of_work(Section.REVIEW) as work, pytest.raises(Exception, match="CHECK"):
        work.execute(
            "UPDATE extract_proposal SET agreed_by = proposed_by, agreer_signature = '' WHERE id = ?", (proposal.id,)
        )


@pytest.mark.parametrize("statement", [
    "UPDATE extract_proposal SET agreer_signature = proposer_signature",
    "UPDATE extract_proposal SET proposer_signature = agreer_signature",
    "UPDATE extract_proposal SET agreed_by = '00000000000000000000000000000000'",
])  # fmt: skip
def test_that_a_forged_agreement_does_not_seal(
    session: Session, deputy: Person, tmp_path: Path, statement: str
) -> None:
    proposal = in_person(session, propose(session), deputy)
    with session.unit_of_work(Section.REVIEW) as work:
        work.execute(statement)
        work.commit()
    with pytest.raises(RuleBroken):
        answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())
    assert list(tmp_path.glob("*.age")) == []


def test_that_files_put_in_the_place_of_those_signed_are_not_sealed(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    larger = propose(session, replace(DRAFT, ticks=replace(MIDDAY, job_plan=True)))
    with session.unit_of_work(Section.REVIEW) as work:
        work.execute("DROP TRIGGER extract_proposal_changed_needs_agreement")
        work.execute(
            "UPDATE extract_proposal SET files = (SELECT files FROM extract_proposal WHERE id = ?) WHERE id = ?",
            (larger.id, proposal.id),
        )
        work.commit()
    with pytest.raises(UserFacingError, match="not those that were signed"):
        answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())


def test_that_a_colleague_agrees_in_a_session_of_their_own(session: Session, deputy: Person, tmp_path: Path) -> None:
    proposal = propose(session)
    folder = session.file.vault.locked.folder
    session.close()
    with closing(Session(session.clock, tmp_path / "elsewhere", session.kdf)) as theirs:
        answer(theirs, UnlockDepartment(folder, deputy.id, WORDS), Task())
        [listed] = answer(theirs, ListExtractProposals(), Task())
        assert listed == proposal
        agreed = answer(theirs, AgreeToExtract(listed.id, listed.revision), Task())
        assert agreed.state is ExtractState.AGREED
        assert agreed.standing == "Proposed by Dr B. Director, agreed by Dr D. Deputy; may be sealed"
        answer(theirs, SealExtract(listed.id, str(tmp_path / "extract.age")), Task())
    assert set(inside(tmp_path / "extract.age")) >= {"measures.csv"}


def test_that_a_change_after_the_agreement_takes_it_away(session: Session, deputy: Person, tmp_path: Path) -> None:
    agreed = in_person(session, propose(session), deputy)
    wider = replace(DRAFT, ticks=replace(MIDDAY, job_plan=True))
    changed = answer(session, ProposeExtract(wider, agreed.id, agreed.revision), Task())
    assert changed.agreed is None
    assert changed.draft == wider
    with pytest.raises(RuleBroken, match="Nobody has agreed yet"):
        answer(session, SealExtract(agreed.id, str(tmp_path / "extract.age")), Task())
    with pytest.raises(StaleEdit):
        in_person(session, agreed, deputy)


def test_that_agreement_in_person_needs_the_right_words_and_the_right_person(
    unlock: Callable[..., Session], session: Session, deputy: Person
) -> None:
    proposal = propose(session)
    with pytest.raises(WrongPassphrase):
        in_person(session, proposal, deputy, "some other words entirely here")
    clerk = unlock(Role.ADMINISTRATOR).person
    again = unlock(Role.DIRECTOR)
    with pytest.raises(NotEntitled):
        in_person(again, proposal, clerk, "elbow fabric gusty hazelnut iodine")
    with pytest.raises(NotEntitled):
        in_person(again, proposal, replace(deputy, id=PersonId("0" * 32)))
    assert answer(again, ListExtractProposals(), Task())[0].agreed is None
    in_person(again, proposal, deputy)
    with pytest.raises(RuleBroken, match="has agreed already"):
        in_person(again, replace(proposal, revision=2), deputy)


def test_that_an_introduction_code_is_nobodys_signature(session: Session) -> None:
    proposal = propose(session)
    new = answer(session, IntroducePerson("Dr F. New", Role.DEPUTY), Task())
    with pytest.raises(NotEntitled, match="no passphrase of their own"):
        in_person(session, proposal, new.person, new.code)


def test_that_somebody_whose_keys_were_taken_back_seals_nothing(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    answer(session, RevokePerson(deputy.id), Task())
    with pytest.raises(RuleBroken, match="not a director or deputy any more"):
        answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())


def test_that_a_proposal_is_withdrawn_by_who_made_it_and_declined_by_others(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    first, second = propose(session), propose(session)
    withdrawn = answer(session, WithdrawExtract(first.id, " No longer needed "), Task())
    assert withdrawn.state is ExtractState.WITHDRAWN
    assert withdrawn.standing == "Withdrawn by Dr B. Director, 23 Nov 2026: No longer needed"
    folder = session.file.vault.locked.folder
    session.close()
    with closing(Session(session.clock, tmp_path / "elsewhere", session.kdf)) as theirs:
        answer(theirs, UnlockDepartment(folder, deputy.id, WORDS), Task())
        declined = answer(theirs, WithdrawExtract(second.id), Task())
        assert declined.state is ExtractState.DECLINED
        over: tuple[Request[object], ...] = (
            AgreeToExtract(second.id, declined.revision),
            WithdrawExtract(second.id),
            ProposeExtract(DRAFT, second.id, declined.revision),
            SealExtract(second.id, str(tmp_path / "extract.age")),
        )
        for request in over:
            with pytest.raises(RuleBroken, match="over"):
                answer(theirs, request, Task())


def test_that_sealing_is_logged_with_its_hash_and_happens_once(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    target = tmp_path / "extract.age"
    sealed = answer(session, SealExtract(proposal.id, str(target)), Task())
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    [row] = answer(session, ListExports(), Task())
    assert (row.what, row.file_name, row.sha256, row.state) == ("Sealed extract", "extract.age", digest, "written")
    assert sealed.proposal.sha256 == sealed.receipt.sha256 == digest
    assert sealed.proposal.state is ExtractState.SEALED
    with pytest.raises(RuleBroken, match="over"):
        answer(session, SealExtract(proposal.id, str(tmp_path / "again.age")), Task())
    events = answer(session, ListAuditEvents(AuditFilter(clinician=ANN)), Task()).events
    acts = [event.action for event in events if "extract" in f"{event.action} {event.subject}"]
    assert acts == [
        "export written",
        "Had Dr D. Deputy agree in person to a sealed extract about",
        "Proposed a sealed extract about",
    ]


def test_that_a_place_that_cannot_be_written_leaves_the_proposal_as_it_was(
    session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    for place in (tmp_path / "missing" / "extract.age", tmp_path / "extract.txt"):
        with pytest.raises(ExportRefused):
            answer(session, SealExtract(proposal.id, str(place)), Task())
    assert answer(session, ListExtractProposals(), Task())[0].state is ExtractState.AGREED


def test_that_an_administrator_sees_nothing_of_it(
    unlock: Callable[..., Session], session: Session, deputy: Person, tmp_path: Path
) -> None:
    proposal = in_person(session, propose(session), deputy)
    answer(session, SealExtract(proposal.id, str(tmp_path / "extract.age")), Task())
    clerk = unlock(Role.ADMINISTRATOR)
    requests: tuple[Request[object], ...] = (
        ShowExtractChoices(ANN),
        PreviewSealedExtract(DRAFT),
        ListExtractProposals(),
        ShowProposedFiles(proposal.id),
        ProposeExtract(DRAFT),
        AgreeToExtract(proposal.id, proposal.revision),
        AgreeInPerson(proposal.id, proposal.revision, deputy.id, WORDS),
        WithdrawExtract(proposal.id),
        SealExtract(proposal.id, str(tmp_path / "again.age")),
    )
    for request in requests:
        with pytest.raises(NotEntitled):
            answer(clerk, request, Task())
    assert answer(clerk, ListExports(), Task()) == ()
    assert not any("extract" in f"{event.action} {event.subject}".lower() for event in _trail(clerk))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, ticks=ExtractTicks(PERIOD)), "ticks"),
        (replace(DRAFT, purpose=" "), "purpose"),
        (replace(DRAFT, recipient="x\ny"), "recipient"),
        (replace(DRAFT, recipient_key="age1short"), "recipient_key"),
        (replace(DRAFT, recipient_key="age1" + "q" * 58), "recipient_key"),
        (replace(DRAFT, clinician=ClinicianId("none")), "clinician"),
        (replace(DRAFT, ticks=replace(MIDDAY, period=Period(Month(2020, 1), Month(2026, 7)))), "ticks"),
        (replace(DRAFT, ticks=replace(MIDDAY, goals=(GoalId("x"),))), "ticks"),
        (
            replace(DRAFT, ticks=ExtractTicks(Period(Month(2020, 1), Month(2020, 2)), job_plan=True)),
            "ticks",
        ),
    ],
)
def test_that_what_cannot_be_proposed_names_the_field(session: Session, draft: ExtractDraft, field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        propose(session, draft)
    assert problem.value.field == field
    assert answer(session, ListExtractProposals(), Task()) == ()


def test_that_the_manifest_says_what_was_ticked_for_whom(session: Session) -> None:
    manifest = json.loads(propose(session).manifest)
    assert manifest["ticked"]["measures"] == ["discharged_before_midday"]
    assert (manifest["recipient"], manifest["purpose"]) == (DRAFT.recipient, DRAFT.purpose)
    assert set(manifest["files"]) == {"README.txt", "measures.csv"}


def _trail(session: Session) -> tuple[object, ...]:
    return answer(session, ListAuditEvents(), Task()).events
