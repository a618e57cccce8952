from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.backup import BackupPlace
from cdconsole.domain.backup_requests import (
    BackUpNow,
    ChooseBackupPlace,
    ListBackups,
    PackDepartment,
    RestoreGeneration,
    UnpackDepartment,
)
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled, RuleBroken, UserFacingError
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import ListClinicians, ReadLockedDepartment, SaveClinician
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task
from cdconsole.vault import verify


def rename(session: Session, name: str) -> None:
    ann = answer(session, ListClinicians(), Task())[0]
    answer(session, SaveClinician(type(ann)(ann.id, name, ann.grade, ann.codes, ann.interests)), Task())


def names(session: Session) -> list[str]:
    return [clinician.name for clinician in answer(session, ListClinicians(), Task())]


def test_that_backing_up_saves_first_and_lists_what_it_made(session: Session) -> None:
    rename(session, "Dr Anna Example")
    said: list[Progress] = []
    report = answer(session, BackUpNow(), Task(said.append))
    assert report.problems == ()
    assert not session.file.exchange.unpublished
    overview = answer(session, ListBackups(), Task())
    [backup] = [point for point in overview.points if point.place is BackupPlace.COMPUTER]
    assert (backup.file, backup.checked) == (report.made[0], session.clock.now())
    assert [point.number for point in overview.points if point.is_present] == [backup.number]
    assert overview.last_backed_up == backup.at
    assert overview.may_restore
    assert len(said) >= 2


def test_that_a_backup_can_go_to_another_folder_this_once(session: Session, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    report = answer(session, BackUpNow(str(tmp_path / "stick")), Task())
    assert Path(report.made[1]).parent == tmp_path / "stick"
    assert answer(session, ListBackups(), Task()).second_place == ""


def test_that_the_second_place_is_chosen_and_forgotten(session: Session, tmp_path: Path) -> None:
    assert answer(session, ChooseBackupPlace(str(tmp_path)), Task()).second_place == str(tmp_path)
    assert answer(session, ChooseBackupPlace(""), Task()).second_place == ""
    with pytest.raises(RuleBroken):
        answer(session, ChooseBackupPlace(str(tmp_path / "missing")), Task())


def test_that_a_locked_department_says_when_it_was_backed_up(session: Session) -> None:
    folder = str(session.file.vault.folder)
    assert answer(session, ReadLockedDepartment(folder), Task()).last_backed_up is None
    answer(session, BackUpNow(), Task())
    assert (
        answer(session, ReadLockedDepartment(folder), Task()).last_backed_up == session.file.vault.locked.last_published
    )


def test_that_restoring_shows_everywhere_at_once_and_says_what_was_done(session: Session) -> None:
    before = names(session)
    number = session.file.vault.commit.number  # type: ignore[union-attr]
    rename(session, "Dr Zoe Example")
    session.take_changes()
    said = answer(session, RestoreGeneration(number=number), Task())
    assert names(session) == before
    assert session.take_changes().topics == frozenset(Topic)
    assert said.startswith(f"The department is as in generation {number} of 23 Nov 2026")
    assert f"kept in the folder as generation {number + 1}" in said
    assert verify(session.file.vault.folder) == ()
    events = answer(session, ListAuditEvents(), Task()).events
    restored = [event for event in events if event.action == "restored"]
    assert {event.section for event in restored} == set(Section)
    assert "generation" in restored[0].subject


def test_that_one_section_is_restored_from_a_backup(session: Session) -> None:
    before = names(session)
    [made] = answer(session, BackUpNow(), Task()).made
    rename(session, "Dr Zoe Example")
    said = answer(session, RestoreGeneration(file=made, section=Section.WARD), Task())
    assert said.startswith("The ward section is as in generation")
    assert names(session) != before
    answer(session, RestoreGeneration(file=made, section=Section.RECORDS), Task())
    assert names(session) == before


def test_that_the_present_state_and_a_lost_one_are_not_restored(session: Session) -> None:
    with pytest.raises(RuleBroken, match="present state"):
        answer(session, RestoreGeneration(number=session.file.vault.commit.number), Task())  # type: ignore[union-attr]
    with pytest.raises(CannotOpenDepartment):
        answer(session, RestoreGeneration(number=999), Task())


def test_that_an_administrator_backs_up_but_does_not_restore(admin_session: Session) -> None:
    [made] = answer(admin_session, BackUpNow(), Task()).made
    with pytest.raises(NotEntitled, match="Only the clinical director or a deputy"):
        answer(admin_session, RestoreGeneration(file=made), Task())


def test_that_a_department_moves_as_one_file(session: Session, tmp_path: Path) -> None:
    rename(session, "Dr Anna Example")
    path = answer(session, PackDepartment(str(tmp_path / "Move me")), Task())
    assert path.endswith("Move me.cdvx")
    assert "packs" in {event.action for event in answer(session, ListAuditEvents(), Task()).events}
    (tmp_path / "new").mkdir()
    nobody = Session(session.clock, tmp_path / "nobody")
    folder = answer(nobody, UnpackDepartment(path, str(tmp_path / "new")), Task())
    assert answer(nobody, ReadLockedDepartment(folder), Task()).department == "Gastroenterology"
    with pytest.raises(RuleBroken, match="already there"):
        answer(nobody, UnpackDepartment(path, str(tmp_path / "new")), Task())


def test_that_a_week_without_a_backup_is_said(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    answer(session, BackUpNow(), Task())
    rename(session, "Dr Anna Example")
    session.file.exchange.publish()
    later = unlock(Role.DIRECTOR, FixedClock(session.clock.now() + timedelta(days=9)))
    assert answer(later, ListBackups(), Task()).is_overdue


def test_that_nothing_is_listed_while_locked(tmp_path: Path, fixed_clock: FixedClock) -> None:
    with pytest.raises(UserFacingError, match="locked"):
        answer(Session(fixed_clock, tmp_path), ListBackups(), Task())
