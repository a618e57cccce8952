"""What an attacker with write access to the folder, or an administrator with own keys, must not achieve."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection, WrongPassphrase
from cdconsole.domain.people import Role, Section
from cdconsole.vault import Vault, read_locked, unlock, verify
from cdconsole.vault.documents import Malformed, canonical, signed_file
from cdconsole.vault.folder import DepartmentFolder, document_name
from cdconsole.vault.generations import read_generation
from cdconsole.vault.identity import Identity
from cdconsole.vault.organisation import Grant, wrap

DIRECTOR = "acid angular bobcat cheddar dwindle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"


def payload_of(path: Path) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(path.read_bytes())["payload"]
    return payload


def write_commit(folder: Path, payload: dict[str, Any], sign: Callable[[bytes], bytes]) -> None:
    """Write a commit as somebody with their own tools would."""
    (folder / document_name("commit", payload["number"])).write_bytes(signed_file(payload, sign))


def next_commit(department: Any, changes: dict[str, Any]) -> dict[str, Any]:
    vault = department.as_director()
    payload = payload_of(department.folder / "commit-000003.json")
    return payload | {"number": 4, "previous": vault._generation.commit.sha256} | changes


def forged_entry(vault: Vault, section: Section, writer: str, path: Path) -> dict[str, Any]:
    entry = replace(
        vault.commit.sections[section],  # type: ignore[union-attr]
        generation=4,
        file=f"{section.value}-000004.db",
        writer=writer,
    )
    path.with_name(entry.file).write_bytes(path.read_bytes())
    signed = entry.signed_by(vault._keys.sign, vault.id)
    return signed.fields() | {"signature": signed.signature.hex()}


def test_that_the_administrators_keys_open_nothing_of_the_review(department: Any) -> None:
    identity = department.as_administrator()._keys._identity
    organisation = department.as_administrator()._generation.organisation.value
    for grant in organisation.grants:
        for person, wrapped in grant.wrapped.items():
            if person == department.administrator:
                assert grant.section is not Section.REVIEW
                assert identity.open(wrapped)
            else:
                with pytest.raises(pyrage.DecryptError):
                    identity.open(wrapped)


@pytest.mark.parametrize("writer", ["administrator", "director", "stranger"])
def test_that_a_review_section_signed_by_the_administrator_is_refused(department: Any, writer: str) -> None:
    vault = department.as_administrator()
    who = {"administrator": department.administrator, "director": department.director, "stranger": "0" * 32}[writer]
    payload = next_commit(department, {"writer": department.administrator})
    entry = forged_entry(vault, Section.REVIEW, who, department.folder / "review-000002.db")
    payload["sections"]["review"] = entry
    write_commit(department.folder, payload, vault._keys.sign)
    for opening in (department.as_director, department.as_administrator, lambda: read_locked(department.folder)):
        with pytest.raises(DamagedSection, match=r"The review section (was written by|is not signed by)") as refused:
            opening()
        assert "refused" in refused.value.what_to_do
    assert [problem for problem in verify(department.folder) if "review section" in problem]


@pytest.mark.parametrize("change", ["file", "sha256", "size", "audit_head", "epoch"])
def test_that_no_field_of_anothers_section_entry_can_be_changed(department: Any, change: str) -> None:
    values = {"file": "review-000002-2.db", "sha256": "00" * 32, "size": 1, "audit_head": "", "epoch": 2}
    payload = next_commit(department, {"writer": department.administrator})
    payload["sections"]["review"] |= {change: values[change]}
    write_commit(department.folder, payload, department.as_administrator()._keys.sign)
    with pytest.raises(DamagedSection, match="review section"):
        department.as_director()


def test_that_a_right_to_one_section_signs_no_other(department: Any) -> None:
    """The ward's entry, genuinely signed, is not the records' entry."""
    payload = next_commit(department, {"writer": department.administrator})
    ward = payload["sections"]["ward"]
    payload["sections"]["records"] = ward | {"file": "records-000003.db"}
    (department.folder / "records-000003.db").write_bytes((department.folder / "ward-000003.db").read_bytes())
    write_commit(department.folder, payload, department.as_administrator()._keys.sign)
    with pytest.raises(DamagedSection, match="records section is not signed by"):
        department.as_director()


def test_that_an_older_genuine_section_cannot_be_put_back(department: Any) -> None:
    director = department.as_director()
    old = payload_of(department.folder / "commit-000003.json")["sections"]["review"]
    director.publish({Section.REVIEW: department.section_file(b"newer review")})
    administrator = department.as_administrator()
    for sections in ({"review": old}, {}):
        payload = payload_of(department.folder / "commit-000004.json")
        kept = {name: entry for name, entry in payload["sections"].items() if name != "review"}
        payload |= {"number": 5, "previous": director._generation.commit.sha256, "sections": kept | sections}
        payload["writer"] = department.administrator
        write_commit(department.folder, payload, administrator._keys.sign)
        with pytest.raises(DamagedSection, match="review section was put back to an earlier generation in commit 5"):
            department.as_director()
        assert [problem for problem in verify(department.folder) if "put back" in problem]


def test_that_a_future_generation_cannot_be_claimed(department: Any) -> None:
    vault = department.as_director()
    entry = replace(vault.commit.sections[Section.WARD], generation=9, file="ward-000009.db", writer=vault.person.id)
    signed = entry.signed_by(vault._keys.sign, vault.id)
    payload = next_commit(department, {"writer": department.director})
    payload["sections"]["ward"] = signed.fields() | {"signature": signed.signature.hex()}
    write_commit(department.folder, payload, vault._keys.sign)
    with pytest.raises(DamagedSection, match="not of the generation"):
        department.as_director()


def test_that_an_earlier_list_of_people_cannot_be_put_back(department: Any) -> None:
    vault = department.as_director()
    deputy = vault.add_person("Dr C. Deputy", Role.DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap)
    assert deputy in vault.people
    payload = payload_of(department.folder / "commit-000004.json")
    earlier = payload_of(department.folder / "commit-000003.json")["organisation"]
    payload |= {"number": 5, "previous": vault._generation.commit.sha256, "organisation": earlier}
    write_commit(department.folder, payload, vault._keys.sign)
    with pytest.raises(CannotOpenDepartment, match="goes back to an earlier list of people"):
        department.as_director()


def test_that_a_commit_of_a_stranger_or_another_list_of_people_is_refused(department: Any) -> None:
    stranger = Identity.generate()
    changes: list[dict[str, Any]] = [
        {"writer": "0" * 32},
        {"writer": department.director},
        {"vault": "0" * 32},
        {"organisation": {"number": 2, "sha256": "00" * 32}},
        {"sections": {"theatre": {}}},
    ]
    words = ["does not belong", "signature does not fit", "another list", "another list", "unknown section"]
    for change, word in zip(changes, words, strict=True):
        write_commit(department.folder, next_commit(department, change), stranger.sign)
        with pytest.raises(CannotOpenDepartment, match=word):
            department.as_director()
        (department.folder / "commit-000004.json").unlink()


def test_that_a_section_file_cannot_be_looked_for_outside_the_folder(department: Any) -> None:
    payload = next_commit(department, {})
    payload["sections"]["ward"] |= {"file": "../../etc/passwd"}
    write_commit(department.folder, payload, department.as_director()._keys.sign)
    with pytest.raises(CannotOpenDepartment, match="impossible name"):
        department.as_director()


def test_that_a_commit_that_follows_something_else_is_noticed(department: Any) -> None:
    vault = department.as_director()
    write_commit(
        department.folder,
        next_commit(department, {"previous": "00" * 32, "writer": department.director}),
        vault._keys.sign,
    )
    assert department.as_director().notices == ("Commit 4 does not follow the commit 3 in this folder.",)


def forge_organisation(department: Any, change: Callable[[Vault, Identity], Any]) -> None:
    """Make an owner of one's own, re-sign the people with it, and a commit to go with them."""
    vault = department.as_administrator()
    attacker = Identity.generate()
    forged = change(vault, attacker)
    members = tuple(
        replace(member, keys=attacker.public) if member.person.id == department.director else member
        for member in forged.members
    )
    grants = tuple(wrap(vault.id, grant.section, 1, b"\0" * 32, members) for grant in forged.grants)
    forged = replace(forged, members=members, grants=grants, number=1, previous="")
    for path in department.folder.iterdir():
        path.unlink()
    (department.folder / "org-000001.json").write_bytes(forged.file(attacker.sign))


def test_that_a_forged_organisation_is_refused_on_a_computer_that_never_saw_the_department(department: Any) -> None:
    forge_organisation(department, lambda vault, _: vault._generation.organisation.value)
    assert verify(department.folder) == ()
    with pytest.raises(CannotOpenDepartment, match="may be forged") as refused:
        department.as_administrator()
    assert "Do not use this folder" in refused.value.what_to_do
    with pytest.raises(WrongPassphrase):
        department.as_director()


def test_that_a_seal_cannot_be_moved_to_another_role_name_or_person(department: Any) -> None:
    """Even re-signed, an administrator made deputy does not open: the seal is bound to the role."""
    vault = department.as_director()
    organisation = vault._generation.organisation.value
    administrator = organisation.member(department.administrator)
    for change in ({"role": Role.DEPUTY}, {"name": "Dr X"}):
        altered = replace(administrator, person=replace(administrator.person, **change))
        members = (organisation.members[0], altered)
        grants = tuple(
            wrap(vault.id, grant.section, 1, vault.section_key(grant.section), members) for grant in organisation.grants
        )
        people = replace(organisation, members=members, grants=grants, number=3)
        generation = vault._publisher.publish_people(vault._generation, people)
        with pytest.raises(WrongPassphrase):
            department.as_administrator()
        for name in (f"commit-{generation.commit.value.number:06d}.json", "org-000003.json"):
            (department.folder / name).unlink()


def test_that_a_section_key_of_another_place_is_refused(department: Any) -> None:
    """The owner's own program would have to be at fault; the wrapped text still says where it belongs."""
    vault = department.as_director()
    organisation = vault._generation.organisation.value
    ward, records, review = organisation.grants
    swapped = replace(organisation, grants=(replace(ward, wrapped=records.wrapped), records, review))
    vault._publisher.publish_people(vault._generation, swapped)
    with pytest.raises(CannotOpenDepartment, match="ward key belongs somewhere else"):
        department.as_director()
    with pytest.raises(Malformed, match="does not open"):
        replace(organisation, grants=(Grant(Section.WARD, 1, {vault.person.id: b"age"}),)).section_keys(
            vault.person.id, vault._keys._identity
        )


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (lambda people: people["people"].append(people["people"][1]), "a person is in it twice"),
        (lambda people: people.update(owner=people["people"][1]["id"]), "owner is not a clinical director"),
        (lambda people: people.update(owner="0" * 32), "owner is not a clinical director"),
        (lambda people: people["people"][1].update(role="owner"), "role is unknown"),
        (lambda people: people["people"][1].update(role="deputy"), "not wrapped to exactly"),
        (lambda people: people["grants"].pop("review"), "sections are not the known ones"),
        (lambda people: people["people"][1].update(encryption_key="age1"), "encryption key is not one"),
        (lambda people: people["people"][1]["sealed"]["kdf"].update(algorithm="none"), "derive a key is unknown"),
        (lambda people: people["people"][1]["sealed"]["kdf"].update(memory_kib=8), "settings that are not safe"),
        (lambda people: people["people"][1]["sealed"]["kdf"].update(time_cost=4_000_000_000), "are not safe"),
        (lambda people: people["grants"]["review"]["keys"].update({"x": ""}), "not wrapped to exactly"),
    ],
)
def test_that_people_against_the_rules_are_refused_even_when_signed(
    department: Any, alter: Callable[[dict[str, Any]], object], words: str
) -> None:
    path = department.folder / "org-000002.json"
    people = payload_of(path)
    vault = department.as_director()
    alter(people)
    path.write_bytes(signed_file(people, vault._keys.sign))
    with pytest.raises(CannotOpenDepartment, match=words):
        read_locked(department.folder)


def test_that_check_sees_two_owners_in_one_folder(department: Any) -> None:
    stranger = Identity.generate()
    organisation = department.as_director()._generation.organisation.value
    owner = replace(organisation.members[0], keys=stranger.public)
    other = replace(organisation, number=7, members=(owner, organisation.members[1]))
    (department.folder / "org-000007.json").write_bytes(other.file(stranger.sign))
    assert verify(department.folder) == ("The lists of people in this folder are signed by different owners.",)
    assert department.as_director().commit.number == 3


def test_that_a_commit_reads_back_as_written(department: Any) -> None:
    stored = read_generation(DepartmentFolder(department.folder), 3)
    path = department.folder / "commit-000003.json"
    vault = department.as_administrator()
    assert stored.commit is not None
    assert stored.commit.value.file(vault._keys.sign) == path.read_bytes()
    assert canonical(json.loads(path.read_bytes())) == path.read_bytes()
    assert unlock(department.folder, department.administrator, ADMINISTRATOR).commit == stored.commit.value
