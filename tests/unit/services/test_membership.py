from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.access import Access, Introduction
from cdconsole.domain.access_requests import (
    ChangePassphrase,
    HandOver,
    IntroducePerson,
    KeepRecoveryKey,
    RenewIntroduction,
    RevokePerson,
    ShowAccess,
    SuggestRecoveryKey,
    UseRecoveryKey,
)
from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.audit_trail import AuditFilter, AuditKind
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import (
    CannotOpenDepartment,
    NotEntitled,
    OwnPassphraseNeeded,
    RuleBroken,
    UserFacingError,
    WrongPassphrase,
)
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role
from cdconsole.domain.requests import (
    ListClinicians,
    ListPeople,
    ReadLockedDepartment,
    SaveRecognition,
    UnlockDepartment,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task

DIRECTOR = "acid angular bobcat cheddar dwindle"
OWN = "jigsaw kettle lantern marble nectar"
OTHER = "ribbon saddle tundra umpire velvet"


class Elsewhere:
    """Another computer on the same folder."""

    def __init__(self, session: Session, home: Path) -> None:
        self.folder = session.file.vault.locked.folder
        self.session = Session(session.clock, home, session.kdf)

    def unlock(self, person: PersonId, passphrase: str, own: str = "") -> Person:
        self.session.close()
        return answer(self.session, UnlockDepartment(self.folder, person, passphrase, own), Task()).person


@pytest.fixture
def elsewhere(session: Session, tmp_path: Path) -> Elsewhere:
    return Elsewhere(session, tmp_path / "other home")


def access(session: Session) -> Access:
    return answer(session, ShowAccess(), Task())


def introduced(session: Session, name: str = "Dr D. New", role: Role = Role.DEPUTY) -> Introduction:
    return answer(session, IntroducePerson(name, role), Task())


def clerk(session: Session) -> Person:
    return next(person for person in session.file.vault.keyholders.members if person.role is Role.ADMINISTRATOR)


def test_that_people_are_listed_with_their_roles(session: Session) -> None:
    people = answer(session, ListPeople(), Task())
    assert [(person.name, person.role) for person in people] == [
        ("Dr B. Director", Role.DIRECTOR), ("Ward Clerk", Role.ADMINISTRATOR),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.ADMINISTRATOR])
def test_that_a_newcomer_unlocks_with_the_code_and_then_with_words_of_their_own(
    session: Session, elsewhere: Elsewhere, role: Role
) -> None:
    said: list[Progress] = []
    new = answer(session, IntroducePerson("Dr D. New", role), Task(said.append))
    assert new.person.id in answer(session, ReadLockedDepartment(elsewhere.folder), Task()).newcomers
    assert not next(row for row in access(session).rows if row.person == new.person).has_own_passphrase
    with pytest.raises(OwnPassphraseNeeded):
        elsewhere.unlock(new.person.id, new.code.lower().replace("-", " "))
    assert elsewhere.unlock(new.person.id, new.code, OWN) == new.person
    with pytest.raises(WrongPassphrase):
        elsewhere.unlock(new.person.id, new.code)
    assert elsewhere.unlock(new.person.id, OWN).role is role
    elsewhere.session.close()
    assert next(row for row in access(session).rows if row.person == new.person).has_own_passphrase
    assert said == [Progress(0, 0, "Making the keys")]


def test_that_letting_somebody_in_is_audited_and_announced(session: Session) -> None:
    introduced(session)
    newest = answer(session, ListAuditEvents(limit=1), Task()).events[0]
    assert (newest.person, newest.action, newest.subject) == ("Dr B. Director", "added", "deputy Dr D. New")
    assert Topic.PEOPLE in session.take_changes().topics


@pytest.mark.parametrize(
    "request_", [
        IntroducePerson("Dr D. New", Role.DEPUTY), RevokePerson(PersonId("0" * 32)), KeepRecoveryKey("", ""),
    ],
)  # fmt: skip
def test_that_only_the_director_manages_access(admin_session: Session, request_: object) -> None:
    if isinstance(request_, KeepRecoveryKey):
        key = answer(admin_session, SuggestRecoveryKey(), Task())
        request_ = KeepRecoveryKey(key, key)
    elif isinstance(request_, RevokePerson):
        request_ = RevokePerson(admin_session.person.id)
    with pytest.raises(NotEntitled):
        answer(admin_session, request_, Task())  # type: ignore[arg-type]
    assert not access(admin_session).may_manage
    assert len(answer(admin_session, ListPeople(), Task())) == 2


@pytest.mark.parametrize(("name", "role"), [("", Role.DEPUTY), ("Ward Clerk", Role.DEPUTY), ("Dr D.", Role.DIRECTOR)])
def test_that_a_name_or_role_against_the_rules_is_refused(session: Session, name: str, role: Role) -> None:
    with pytest.raises(RuleBroken):
        introduced(session, name, role)
    assert len(answer(session, ListPeople(), Task())) == 2


def test_that_keys_taken_back_open_nothing_any_more(session: Session, elsewhere: Elsewhere) -> None:
    new = introduced(session)
    elsewhere.unlock(new.person.id, new.code, OWN)
    elsewhere.session.close()
    answer(session, RevokePerson(new.person.id), Task())
    with pytest.raises(CannotOpenDepartment, match="does not belong"):
        elsewhere.unlock(new.person.id, OWN)
    assert [row.person.name for row in access(session).rows] == ["Dr B. Director", "Ward Clerk"]
    events = answer(session, ListAuditEvents(AuditFilter(kind=AuditKind.PEOPLE)), Task()).events
    assert events[0].action == "took back the keys of"
    assert len(answer(session, ListClinicians(), Task())) == 3
    assert session.file.check() == ()


def test_that_somebody_who_lost_their_passphrase_gets_new_keys(session: Session, elsewhere: Elsewhere) -> None:
    new = introduced(session)
    elsewhere.unlock(new.person.id, new.code, OWN)
    again = answer(session, RenewIntroduction(new.person.id), Task())
    assert again.person == new.person
    for old in (OWN, new.code):
        with pytest.raises(UserFacingError):
            elsewhere.unlock(new.person.id, old)
    assert elsewhere.unlock(new.person.id, again.code, OTHER) == new.person
    elsewhere.session.close()


def test_that_a_passphrase_is_changed_by_its_owner_alone(admin_session: Session, tmp_path: Path) -> None:
    elsewhere = Elsewhere(admin_session, tmp_path / "other home")
    me = admin_session.person.id
    with pytest.raises(WrongPassphrase):
        answer(admin_session, ChangePassphrase("not my passphrase at all", OWN), Task())
    with pytest.raises(RuleBroken, match="at least 14"):
        answer(admin_session, ChangePassphrase("elbow fabric gusty hazelnut iodine", "short"), Task())
    answer(admin_session, ChangePassphrase("elbow fabric gusty hazelnut iodine", OWN), Task())
    with pytest.raises(WrongPassphrase):
        elsewhere.unlock(me, "elbow fabric gusty hazelnut iodine")
    assert elsewhere.unlock(me, OWN).id == me
    elsewhere.session.close()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.ADMINISTRATOR])
def test_that_the_department_goes_to_somebody_else_and_their_keys_can_then_be_taken_back(
    session: Session, elsewhere: Elsewhere, role: Role
) -> None:
    new = introduced(session, role=role)
    elsewhere.unlock(new.person.id, new.code, OWN)
    elsewhere.session.close()
    former = session.person.id
    with pytest.raises(WrongPassphrase):
        answer(session, HandOver(new.person.id, "not my passphrase at all"), Task())
    answer(session, HandOver(new.person.id, DIRECTOR), Task())
    assert not session.is_open
    elsewhere.unlock(former, DIRECTOR)
    assert any("now led by Dr D. New" in notice for notice in elsewhere.session.file.notices)
    elsewhere.unlock(former, DIRECTOR)
    assert elsewhere.session.file.notices == ()
    assert not access(elsewhere.session).may_manage
    assert elsewhere.unlock(new.person.id, OWN).role is Role.DIRECTOR
    assert access(elsewhere.session).may_manage
    answer(elsewhere.session, RevokePerson(former), Task())
    introduced(elsewhere.session, "Dr E. Later")
    assert elsewhere.session.file.check() == ()
    with pytest.raises(CannotOpenDepartment):
        elsewhere.unlock(former, DIRECTOR)
    assert elsewhere.unlock(new.person.id, OWN).role is Role.DIRECTOR
    elsewhere.session.close()


def test_that_a_recovery_key_makes_a_new_director_and_replaces_the_lost_passphrase(
    session: Session, elsewhere: Elsewhere
) -> None:
    answer(session, SaveRecognition(answer(session, ListClinicians(), Task())[0].id, "Thank you."), Task())
    key = answer(session, SuggestRecoveryKey(), Task())
    with pytest.raises(RuleBroken, match="another key"):
        answer(session, KeepRecoveryKey(key, answer(session, SuggestRecoveryKey(), Task())), Task())
    assert access(session).recovery_key_since is None
    answer(session, KeepRecoveryKey(key, key.lower()), Task())
    assert access(session).recovery_key_since is not None
    assert [row.person.role for row in access(session).rows] == [Role.DIRECTOR, Role.ADMINISTRATOR]
    me = session.person.id
    session.close()
    for wrong in (answer(session, SuggestRecoveryKey(), Task()), key[:-1] + ("A" if key[-1] != "A" else "B")):
        with pytest.raises((WrongPassphrase, RuleBroken)):
            answer(elsewhere.session, UseRecoveryKey(elsewhere.folder, wrong, me, OWN), Task())
    summary = answer(elsewhere.session, UseRecoveryKey(elsewhere.folder, key, me, OWN), Task())
    assert (summary.person.id, summary.person.role) == (me, Role.DIRECTOR)
    assert access(elsewhere.session).may_manage
    assert elsewhere.session.file.check() == ()
    with pytest.raises(WrongPassphrase):
        elsewhere.unlock(me, DIRECTOR)
    assert elsewhere.unlock(me, OWN).role is Role.DIRECTOR
    elsewhere.session.close()


def test_that_a_deputy_becomes_director_by_the_recovery_key_from_inside(session: Session, elsewhere: Elsewhere) -> None:
    new = introduced(session)
    key = answer(session, SuggestRecoveryKey(), Task())
    answer(session, KeepRecoveryKey(key, key), Task())
    former = session.person.id
    session.close()
    elsewhere.unlock(new.person.id, new.code, OWN)
    summary = answer(elsewhere.session, UseRecoveryKey(elsewhere.folder, key, new.person.id, OTHER), Task())
    assert (summary.person.id, summary.person.role) == (new.person.id, Role.DIRECTOR)
    assert elsewhere.unlock(former, DIRECTOR).role is Role.DEPUTY
    elsewhere.session.close()


def test_that_an_earlier_recovery_key_opens_nothing_any_more(session: Session, elsewhere: Elsewhere) -> None:
    keys = [answer(session, SuggestRecoveryKey(), Task()) for _ in range(2)]
    for key in keys:
        answer(session, KeepRecoveryKey(key, key), Task())
    me = session.person.id
    session.close()
    with pytest.raises(WrongPassphrase):
        answer(elsewhere.session, UseRecoveryKey(elsewhere.folder, keys[0], me, OWN), Task())
    answer(elsewhere.session, UseRecoveryKey(elsewhere.folder, keys[1], me, OWN), Task())
    elsewhere.session.close()


def test_that_codes_keys_and_passphrases_show_in_no_text(session: Session) -> None:
    new = introduced(session)
    shown = (
        new, ChangePassphrase(DIRECTOR, OWN), HandOver(new.person.id, DIRECTOR), KeepRecoveryKey("AB12", "AB12"),
        UseRecoveryKey("folder", "AB12", new.person.id, OWN), UnlockDepartment("folder", new.person.id, new.code, OWN),
    )  # fmt: skip
    for value in shown:
        assert not any(secret in repr(value) for secret in (new.code, DIRECTOR, OWN, "AB12"))
