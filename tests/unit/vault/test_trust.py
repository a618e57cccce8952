"""The chain of signers, attacked by people who once had the right: nobody who had to follow it believes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection, OlderThanSeen
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.vault import Vault, crockford, unlock, unlock_for_recovery, verify
from cdconsole.vault.documents import Stored, digest, signed_file
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import newest_generation, read_organisation
from cdconsole.vault.identity import Identity, Pin
from cdconsole.vault.membership import suggest_recovery_key
from cdconsole.vault.organisation import Organisation, Signer
from cdconsole.vault.trust import is_trusted, pin_to

DEPUTY = "jailer kudos lantern mural nuzzle"


@pytest.fixture
def deputy(department: Any) -> PersonId:
    person: PersonId = department.with_deputy()
    return person


def hand_over(department: Any, vault: Vault, to: PersonId) -> Vault:
    department.change(vault, vault.keyholders.membership(department.cheap).handed_over(to))
    return vault


def stored(department: Any, number: int) -> Stored[Organisation]:
    return read_organisation(DepartmentFolder(department.folder), number)


def fork(department: Any, after: int, identity: Any, *, number: int | None = None) -> Stored[Organisation]:
    """Let somebody who once had the right write a list of people that follows an old one, themselves as its owner."""
    before = stored(department, after)
    people = before.value
    numbers = [int(path.stem[4:]) for path in department.folder.glob("org-*")]
    members = tuple(
        replace(member, keys=identity.public) if member.person.id == people.owner else member
        for member in people.members
    )
    signer = next(
        (
            Signer(member.person.id, identity.public.signing)
            for member in people.members
            if member.keys.signing == identity.public.signing
        ),
        Signer(people.owner, identity.public.signing),
    )
    forged = replace(people, number=number or max(numbers) + 1, previous=before.sha256, members=members, signer=signer)
    data = forged.file(identity.sign)
    (department.folder / f"org-{forged.number:06d}.json").write_bytes(data)
    return Stored(forged, digest(data))


def commit_to(department: Any, people: Stored[Organisation], writer: PersonId, sign: Callable[[bytes], bytes]) -> Path:
    """Write a commit that puts a list of people in force and carries everything else over."""
    newest: Path = max(department.folder.glob("commit-*"))
    payload = json.loads(newest.read_bytes())["payload"]
    payload |= {"number": payload["number"] + 1, "previous": digest(newest.read_bytes()), "writer": writer}
    payload["organisation"] = {"number": people.value.number, "sha256": people.sha256}
    path: Path = department.folder / f"commit-{payload['number']:06d}.json"
    path.write_bytes(signed_file(payload, sign))
    return path


def trusts(department: Any, vault: Vault, people: Stored[Organisation]) -> bool:
    return is_trusted(DepartmentFolder(department.folder), people, vault.keys.identity.pin)


def test_that_a_former_owner_cannot_sign_beside_the_present_one(department: Any, deputy: PersonId) -> None:
    former = hand_over(department, department.as_director(), deputy).keys.identity
    owner_before, last = 3, 4
    department.as_administrator()
    told = department.as_administrator()
    assert told.notices == ()
    for after in (owner_before, last):
        people = fork(department, after, former)
        assert not trusts(department, told, people)
        path = commit_to(department, people, department.director, former.sign)
        for opening in (department.as_administrator, department.as_director):
            with pytest.raises(CannotOpenDepartment, match=r"be forged|not signed by who led"):
                opening()
        assert verify(department.folder)
        path.unlink()
        (department.folder / f"org-{people.value.number:06d}.json").unlink()


def test_that_a_fork_by_the_former_owner_is_refused_also_by_who_missed_the_handover(
    department: Any, deputy: PersonId
) -> None:
    """The administrator has not opened since: the commits in the folder tell."""
    former = hand_over(department, department.as_director(), deputy).keys.identity
    people = fork(department, 3, former)
    commit_to(department, people, department.director, former.sign)
    with pytest.raises(CannotOpenDepartment, match="not signed by who led the department before it"):
        department.as_administrator()
    assert [problem for problem in verify(department.folder) if "not signed by who led" in problem]


def test_that_what_a_former_owner_signs_after_the_handover_is_refused_without_any_commit(
    department: Any, deputy: PersonId
) -> None:
    before = department.as_administrator()
    former = hand_over(department, department.as_director(), deputy).keys.identity
    assert not trusts(department, before, fork(department, 4, former))


def test_that_who_led_between_two_terms_of_one_owner_cannot_come_back(department: Any, deputy: PersonId) -> None:
    """Led by A, then B, then A again: B's signature after A's first is not one for those who know of the second."""
    first = department.as_director().keys.identity.pin.owner_key
    hand_over(department, department.as_director(), deputy)
    between = hand_over(department, unlock(department.folder, deputy, DEPUTY), department.director).keys.identity
    told = department.as_administrator()
    assert told.generation.organisation.value.owner_key == first
    told = department.as_administrator()
    assert told.keys.identity.pin == Pin(first, 5, stored(department, 5).sha256)
    people = fork(department, 4, between)
    assert people.value.signer in stored(department, 4).value.successors
    assert not trusts(department, told, people)


def test_that_a_replaced_recovery_key_makes_nobody_owner_for_who_has_seen_the_new_one(
    department: Any, deputy: PersonId
) -> None:
    def recovery_key() -> str:
        vault, key = department.as_director(), suggest_recovery_key()
        department.change(
            vault, vault.keyholders.membership(department.cheap).with_recovery_key(crockford.read(key, 20, "k"))
        )
        return key

    lost = unlock_for_recovery(department.folder, recovery_key()).keys.identity
    recovery_key()
    late = department.as_director().keyholders.add_person(
        "Dr L", Role.DEPUTY, "tulip umbrella violet walnut xylem", department.cheap
    )
    people = fork(department, 4, lost)
    assert not trusts(department, unlock(department.folder, late.id, "tulip umbrella violet walnut xylem"), people)
    commit_to(department, people, deputy, unlock(department.folder, deputy, DEPUTY).keys.sign)
    for opening in (department.as_director, department.as_administrator):
        with pytest.raises(CannotOpenDepartment):
            opening()


@pytest.mark.parametrize("after", [1, 2, 3])
def test_that_nobody_else_enters_the_chain(department: Any, deputy: PersonId, after: int) -> None:
    """A stranger, the administrator and the deputy each name themselves after every list that there was."""
    vaults = (department.as_administrator(), unlock(department.folder, deputy, DEPUTY))
    for identity in (Identity.generate(), *(vault.keys.identity for vault in vaults)):
        people = fork(department, after, identity)
        assert not any(trusts(department, vault, people) for vault in (*vaults, department.as_director()))
        assert people.value.number in {
            int(problem.split()[0][4:10]) for problem in verify(department.folder) if "without the right" in problem
        }
        (department.folder / f"org-{people.value.number:06d}.json").unlink()


def test_that_a_recovery_key_of_ones_own_is_not_slipped_into_the_chain(department: Any, deputy: PersonId) -> None:
    """Two forged lists: one with a recovery key of the attacker's, and one signed with it."""
    attacker = Identity.generate()
    before = stored(department, 3)
    mole = replace(before.value.member(deputy), keys=attacker.public)
    mole = replace(mole, person=replace(mole.person, role=Role.RECOVERY))
    for signing_key in (before.value.owner_key, attacker.public.signing):
        inserted = replace(
            before.value,
            number=4,
            previous=before.sha256,
            members=(*before.value.members[:2], mole),
            signer=Signer(department.director, signing_key),
        )
        (department.folder / "org-000004.json").write_bytes(inserted.file(attacker.sign))
        data = (department.folder / "org-000004.json").read_bytes()
        link = Stored(
            replace(inserted, number=5, previous=digest(data), signer=Signer(deputy, attacker.public.signing)), ""
        )
        assert not trusts(department, department.as_administrator(), link)


@pytest.mark.parametrize("previous", ["", "00" * 32])
def test_that_a_gap_in_the_chain_is_not_a_way_in(department: Any, deputy: PersonId, previous: str) -> None:
    hand_over(department, department.as_director(), deputy)
    told = department.as_administrator()
    for identity in (Identity.generate(), department.as_director().keys.identity):
        forged = replace(
            stored(department, 3).value,
            number=9,
            previous=previous,
            signer=Signer(department.director, identity.public.signing),
        )
        data = forged.file(identity.sign)
        (department.folder / "org-000009.json").write_bytes(data)
        told = department.as_administrator()
        assert not trusts(department, told, Stored(forged, digest(data)))


def test_that_a_lost_list_of_people_stops_nobody_who_trusts_the_present_owner(
    department: Any, deputy: PersonId
) -> None:
    (department.folder / "org-000002.json").unlink()
    for path in department.folder.glob("commit-00000[123]*"):
        path.unlink()
    assert department.as_administrator().notices == ()
    assert [problem for problem in verify(department.folder) if "before org-000003.json is missing" in problem]


def test_that_a_lost_handover_is_refused_by_who_has_not_seen_it_and_by_nobody_else(
    department: Any, deputy: PersonId
) -> None:
    hand_over(department, department.as_director(), deputy)
    department.as_director()
    leader = unlock(department.folder, deputy, DEPUTY)
    leader.keyholders.add_person("Dr L", Role.DEPUTY, "tulip umbrella violet walnut xylem", department.cheap)
    (department.folder / "org-000004.json").unlink()
    (department.folder / "commit-000005.json").unlink()
    for path in department.folder.glob("commit-00000[1-4]*"):
        path.unlink()
    assert department.as_director().commit.number == 6
    with pytest.raises(CannotOpenDepartment, match="may be forged"):
        department.as_administrator()


def test_that_who_signed_must_be_who_it_says(department: Any, deputy: PersonId) -> None:
    """The owner's own key under another person's name is no signer of the list before."""
    owner = department.as_director().keys.identity
    before = stored(department, 3)
    lying = replace(before.value, number=4, previous=before.sha256, signer=Signer(deputy, owner.public.signing))
    assert not lying.follows(before)
    assert replace(lying, signer=Signer(department.director, owner.public.signing)).follows(before)


def test_that_a_new_persons_keys_trust_nothing_older_than_themselves(department: Any, deputy: PersonId) -> None:
    pin = unlock(department.folder, deputy, DEPUTY).keys.identity.pin
    assert pin == pin_to(stored(department, 3))
    folder = DepartmentFolder(department.folder)
    assert is_trusted(folder, newest_generation(folder).organisation, pin)
    assert not any(is_trusted(folder, stored(department, earlier), pin) for earlier in (1, 2))


def test_that_a_department_put_back_while_it_is_open_is_refused(department: Any) -> None:
    vault, rival = department.as_director(), department.as_administrator()
    assert vault.newest() is vault
    rival.publish({Section.WARD: department.section_file(b"newer")})
    newer = vault.newest()
    assert newer.number == 4
    (department.folder / "commit-000004.json").unlink()
    with pytest.raises(OlderThanSeen, match="put back to an older state"):
        newer.newest()


def test_that_a_section_put_back_while_it_is_open_is_refused(department: Any) -> None:
    """The administrator takes the commits away that would betray them; an open department remembers."""
    old = json.loads((department.folder / "commit-000003.json").read_bytes())["payload"]
    director = department.as_director()
    director.publish({Section.REVIEW: department.section_file(b"newer review")})
    administrator = department.as_administrator()
    old |= {"number": 5, "writer": department.administrator, "previous": ""}
    for path in department.folder.glob("commit-*"):
        path.unlink()
    (department.folder / "commit-000005.json").write_bytes(signed_file(old, administrator.keys.sign))
    with pytest.raises(DamagedSection, match="review section was put back"):
        director.newest()
