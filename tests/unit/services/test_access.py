from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import (
    CannotOpenDepartment,
    DamagedSection,
    NotEntitled,
    RuleBroken,
    UserFacingError,
    WrongPassphrase,
)
from cdconsole.domain.people import Role, Section, SessionSummary
from cdconsole.domain.requests import (
    CreateDepartment,
    ListClinicians,
    ListReviews,
    PublishDepartment,
    ReadLockedDepartment,
    ShowSession,
    ShowWardList,
    SuggestPassphrase,
    TickStageItem,
    UnlockDepartment,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters

CHEAP = KdfParameters(19456, 1, 1)
DIRECTOR, CLERK = "acid angular bobcat cheddar dwindle", "elbow fabric gusty hazelnut iodine"


@pytest.fixture
def fresh(tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Session]:
    with closing(Session(fixed_clock, tmp_path / "home", CHEAP)) as session:
        yield session


def created(session: Session, parent: Path, department: str = "Respiratory") -> SessionSummary:
    request = CreateDepartment(str(parent), department, "Respiratory medicine", "Dr B. Director", DIRECTOR)
    return answer(session, request, Task())


def test_that_five_words_are_offered_and_accepted(fresh: Session, tmp_path: Path) -> None:
    offered = answer(fresh, SuggestPassphrase(), Task())
    assert len(offered.split()) == 5
    summary = answer(fresh, CreateDepartment(str(tmp_path), "A", "B", "C", offered), Task())
    assert summary.person.role is Role.DIRECTOR


def test_that_a_new_department_is_a_folder_that_can_be_unlocked_again(fresh: Session, tmp_path: Path) -> None:
    summary = created(fresh, tmp_path)
    assert Path(summary.folder) == tmp_path / "Respiratory.cdv"
    fresh.close()
    locked = answer(fresh, ReadLockedDepartment(summary.folder), Task())
    assert (locked.department, locked.specialty) == ("Respiratory", "Respiratory medicine")
    assert not locked.has_unpublished_work
    again = answer(fresh, UnlockDepartment(summary.folder, locked.people[0].id, DIRECTOR), Task())
    assert again.person == summary.person


@pytest.mark.parametrize("field", ["department", "specialty", "director"])
def test_that_an_empty_name_is_refused_at_its_field(fresh: Session, tmp_path: Path, field: str) -> None:
    values = {"department": "A", "specialty": "B", "director": "C"} | {field: "  "}
    with pytest.raises(RuleBroken) as refused:
        answer(fresh, CreateDepartment(str(tmp_path), **values, passphrase=DIRECTOR), Task())
    assert refused.value.field == field
    assert list(tmp_path.glob("*.cdv")) == []


def test_that_a_weak_passphrase_or_a_taken_name_makes_nothing(fresh: Session, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken):
        answer(fresh, CreateDepartment(str(tmp_path), "A", "B", "C", "too short"), Task())
    assert list(tmp_path.glob("*.cdv")) == []
    created(fresh, tmp_path)
    with pytest.raises(UserFacingError):
        created(fresh, tmp_path)


def test_that_a_name_without_letters_is_refused_as_a_folder(fresh: Session, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="folder"):
        created(fresh, tmp_path, "///")
    assert created(fresh, tmp_path, "Ear, nose/throat").folder.endswith("Ear nosethroat.cdv")


def test_that_each_person_unlocks_with_their_own_passphrase_only(fresh: Session, tmp_path: Path) -> None:
    summary = created(fresh, tmp_path)
    clerk = fresh.file.vault.keyholders.add_person("Ward Clerk", Role.ADMINISTRATOR, CLERK, fresh.kdf)
    fresh.close()
    with pytest.raises(WrongPassphrase):
        answer(fresh, UnlockDepartment(summary.folder, clerk.id, DIRECTOR), Task())
    assert not fresh.is_open
    opened = answer(fresh, UnlockDepartment(summary.folder, clerk.id, CLERK), Task())
    assert opened.person == clerk


def test_that_an_administrators_keys_do_not_open_the_review_section(fresh: Session, tmp_path: Path) -> None:
    summary = created(fresh, tmp_path)
    clerk = fresh.file.vault.keyholders.add_person("Ward Clerk", Role.ADMINISTRATOR, CLERK, fresh.kdf)
    fresh.close()
    answer(fresh, UnlockDepartment(summary.folder, clerk.id, CLERK), Task())
    with pytest.raises(NotEntitled):
        answer(fresh, ListReviews(), Task())
    with pytest.raises(NotEntitled):
        fresh.file.vault.section_key(Section.REVIEW)
    assert answer(fresh, ShowWardList(), Task()).inpatients == ()


def test_that_nothing_is_answered_while_locked(fresh: Session) -> None:
    with pytest.raises(UserFacingError, match="locked"):
        answer(fresh, ListClinicians(), Task())


def test_that_unpublished_work_is_known_before_unlocking_and_published_on_request(
    fresh: Session, tmp_path: Path
) -> None:
    folder = created(fresh, tmp_path).folder
    answer(fresh, TickStageItem("1.1", is_done=True), Task())
    assert answer(fresh, ReadLockedDepartment(folder), Task()).has_unpublished_work
    assert answer(fresh, PublishDepartment(), Task()).startswith("6 Jul 2026")
    assert not answer(fresh, ReadLockedDepartment(folder), Task()).has_unpublished_work


@pytest.mark.parametrize("section", ["ward", "records", "review"])
@pytest.mark.parametrize("harm", ["empty", "truncated", "one bit", "missing"])
def test_that_a_damaged_section_is_named_and_the_department_stays_shut(
    fresh: Session, tmp_path: Path, section: str, harm: str
) -> None:
    summary = created(fresh, tmp_path)
    fresh.close()
    [path] = Path(summary.folder).glob(f"{section}-*.db")
    content = bytearray(path.read_bytes())
    if harm == "missing":
        path.unlink()
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(
            {"empty": b"", "truncated": bytes(content[: len(content) // 2]), "one bit": bytes(content)}[harm]
        )
    with pytest.raises(DamagedSection, match=section):
        answer(fresh, UnlockDepartment(summary.folder, summary.person.id, DIRECTOR), Task())
    assert not fresh.is_open


@pytest.mark.parametrize("kind", ["missing", "file", "folder"])
def test_that_what_is_not_a_department_is_refused_plainly(fresh: Session, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "Something.cdv"
    if kind == "file":
        path.write_text("not a folder", encoding="utf-8")
    if kind == "folder":
        path.mkdir()
    with pytest.raises(CannotOpenDepartment) as refused:
        answer(fresh, ReadLockedDepartment(str(path)), Task())
    assert refused.value.what_to_do


def test_that_an_open_department_tells_again_who_is_in_and_how_far_its_data_go(fresh: Session, tmp_path: Path) -> None:
    opened = created(fresh, tmp_path)
    assert answer(fresh, ShowSession(), Task()) == opened
