"""What an attacker with write access to the folder, or an administrator with own keys, must not achieve."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection, RuleBroken, WrongPassphrase
from cdconsole.domain.people import Role, Section
from cdconsole.vault import SectionFiles, Vault, read_locked, unlock, verify
from cdconsole.vault.documents import Malformed, canonical, signed_file
from cdconsole.vault.folder import DepartmentFolder, document_name
from cdconsole.vault.generations import read_generation
from cdconsole.vault.identity import Identity
from cdconsole.vault.organisation import Grant, Signer, parse_organisation, wrap
from cdconsole.vault.publishing import Publisher

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
    return payload | {"number": 4, "previous": vault.generation.commit.sha256} | changes


def forged_entry(vault: Vault, section: Section, writer: str, path: Path) -> dict[str, Any]:
    entry = replace(
        vault.commit.sections[section],  # type: ignore[union-attr]
        generation=4,
        file=f"{section.value}-000004.db",
        writer=writer,
    )
    path.with_name(entry.file).write_bytes(path.read_bytes())
    signed = entry.signed_by(vault.keys.sign, vault.id)
    return signed.fields() | {"signature": signed.signature.hex()}


def test_that_the_administrators_keys_open_nothing_of_the_review(department: Any) -> None:
    identity = department.as_administrator().keys._identity
    organisation = department.as_administrator().generation.organisation.value
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
    write_commit(department.folder, payload, vault.keys.sign)
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
    write_commit(department.folder, payload, department.as_administrator().keys.sign)
    with pytest.raises(DamagedSection, match="review section"):
        department.as_director()


def test_that_a_right_to_one_section_signs_no_other(department: Any) -> None:
    """The ward's entry, genuinely signed, is not the records' entry."""
    payload = next_commit(department, {"writer": department.administrator})
    ward = payload["sections"]["ward"]
    payload["sections"]["records"] = ward | {"file": "records-000003.db"}
    (department.folder / "records-000003.db").write_bytes((department.folder / "ward-000003.db").read_bytes())
    write_commit(department.folder, payload, department.as_administrator().keys.sign)
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
        payload |= {"number": 5, "previous": director.generation.commit.sha256, "sections": kept | sections}
        payload["writer"] = department.administrator
        write_commit(department.folder, payload, administrator.keys.sign)
        with pytest.raises(DamagedSection, match="review section was put back to an earlier generation in commit 5"):
            department.as_director()
        assert [problem for problem in verify(department.folder) if "put back" in problem]


def test_that_a_future_generation_cannot_be_claimed(department: Any) -> None:
    vault = department.as_director()
    entry = replace(vault.commit.sections[Section.WARD], generation=9, file="ward-000009.db", writer=vault.person.id)
    signed = entry.signed_by(vault.keys.sign, vault.id)
    payload = next_commit(department, {"writer": department.director})
    payload["sections"]["ward"] = signed.fields() | {"signature": signed.signature.hex()}
    write_commit(department.folder, payload, vault.keys.sign)
    with pytest.raises(DamagedSection, match="not of the generation"):
        department.as_director()


def test_that_an_earlier_list_of_people_cannot_be_put_back(department: Any) -> None:
    vault = department.as_director()
    deputy = vault.keyholders.add_person(
        "Dr C. Deputy", Role.DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap
    )
    assert deputy in vault.locked.people
    payload = payload_of(department.folder / "commit-000004.json")
    earlier = payload_of(department.folder / "commit-000003.json")["organisation"]
    payload |= {"number": 5, "previous": vault.generation.commit.sha256, "organisation": earlier}
    write_commit(department.folder, payload, vault.keys.sign)
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
    write_commit(department.folder, payload, department.as_director().keys.sign)
    with pytest.raises(CannotOpenDepartment, match="impossible name"):
        department.as_director()


def test_that_a_commit_that_follows_something_else_is_noticed(department: Any) -> None:
    vault = department.as_director()
    write_commit(
        department.folder,
        next_commit(department, {"previous": "00" * 32, "writer": department.director}),
        vault.keys.sign,
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
    grants = tuple(wrap(vault.id, grant.section, (b"\0" * 32,), members) for grant in forged.grants)
    signer = Signer(department.director, attacker.public.signing)
    forged = replace(forged, members=members, grants=grants, number=1, previous="", signer=signer)
    for path in department.folder.iterdir():
        if not path.name.startswith("keys-"):
            path.unlink()
    (department.folder / "org-000001.json").write_bytes(forged.file(attacker.sign))


def test_that_a_forged_organisation_is_refused_on_a_computer_that_never_saw_the_department(department: Any) -> None:
    forge_organisation(department, lambda vault, _: vault.generation.organisation.value)
    assert verify(department.folder) == ()
    with pytest.raises(CannotOpenDepartment, match="may be forged") as refused:
        department.as_administrator()
    assert "Do not use this folder" in refused.value.what_to_do
    with pytest.raises(CannotOpenDepartment, match=r"Dr B\. Director's keys is missing or damaged"):
        department.as_director()


def test_that_a_seal_cannot_be_moved_to_another_person_number_or_purpose(department: Any) -> None:
    """Whoever holds the signing key may write any file of keys; the seal itself says whose and which one it is."""
    vault = department.as_administrator()
    path = next(department.folder.glob(f"keys-{department.administrator}-*.json"))
    written = payload_of(path)
    for change in ({"number": 2}, {"introduction": True, "number": 2}):
        moved = path.with_name(f"keys-{department.administrator}-000002.json")
        moved.write_bytes(signed_file(written | change, vault.keys.sign))
        with pytest.raises((WrongPassphrase, RuleBroken)):
            department.as_administrator()
        moved.unlink()
    director = department.as_director()
    theirs = payload_of(next(department.folder.glob(f"keys-{department.director}-*.json")))
    for name in ("kdf", "nonce", "ciphertext"):
        theirs[name] = written[name]
    moved = department.folder / f"keys-{department.director}-000002.json"
    moved.write_bytes(signed_file(theirs | {"number": 2}, director.keys.sign))
    for passphrase in (DIRECTOR, ADMINISTRATOR):
        with pytest.raises(WrongPassphrase):
            unlock(department.folder, department.director, passphrase)


@pytest.mark.parametrize("change", [{"role": "deputy"}, {"name": "Dr X"}])
def test_that_a_seal_of_the_first_format_cannot_be_moved_to_another_role_or_name(
    first_format: Any, change: dict[str, str]
) -> None:
    """Even re-signed, an administrator made deputy does not open: that seal is bound to name and role."""
    director = first_format.as_director()
    people = payload_of(first_format.folder / "org-000002.json")
    people["people"][1] |= change
    if "role" in change:
        members = parse_organisation((first_format.folder / "org-000002.json").read_bytes()).members
        deputy = replace(members[1], person=replace(members[1].person, role=Role.DEPUTY))
        review = wrap(director.id, Section.REVIEW, (director.section_key(Section.REVIEW),), (members[0], deputy))
        people["grants"]["review"]["keys"] = {who: key.hex() for who, key in review.wrapped.items()}
    first_format.rewrite(people, signed_by=director.keys.sign)
    with pytest.raises(WrongPassphrase):
        first_format.as_administrator()


def test_that_a_section_key_of_another_place_is_refused(department: Any) -> None:
    """The owner's own program would have to be at fault; the wrapped text still says where it belongs."""
    vault = department.as_director()
    organisation = vault.generation.organisation.value
    ward, records, review = organisation.grants
    swapped = replace(organisation, grants=(replace(ward, wrapped=records.wrapped), records, review))
    publisher = Publisher(vault.store, vault.keys, vault.clock)
    publisher.publish_people(vault.generation, publisher.signed_people(vault.generation, swapped), SectionFiles())
    with pytest.raises(CannotOpenDepartment, match="ward key belongs somewhere else"):
        department.as_director()
    with pytest.raises(Malformed, match="does not open"):
        replace(organisation, grants=(Grant(Section.WARD, 1, {vault.person.id: b"age"}),)).section_keys(
            vault.person.id, vault.keys._identity
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
        (lambda people: people["people"][1].update(sealed={}), "fields are missing or unknown"),
        (lambda people: people.pop("signer"), "fields are missing or unknown"),
        (lambda people: people["signer"].update(person="x"), "not 32 hexadecimal digits"),
        (lambda people: people["signer"].update(signing_key="00" * 32), "signature does not fit"),
        (lambda people: people["grants"]["ward"].pop("earlier"), "fields are missing or unknown"),
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
    path.write_bytes(signed_file(people, vault.keys.sign))
    with pytest.raises(CannotOpenDepartment, match=words):
        read_locked(department.folder)


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (lambda kdf: kdf.update(algorithm="none"), "derive a key is unknown"),
        (lambda kdf: kdf.update(memory_kib=8), "settings that are not safe"),
        (lambda kdf: kdf.update(time_cost=4_000_000_000), "are not safe"),
    ],
)
def test_that_a_seal_of_the_first_format_against_the_rules_is_refused_even_when_signed(
    first_format: Any, alter: Callable[[dict[str, Any]], object], words: str
) -> None:
    director = first_format.as_director()
    people = payload_of(first_format.folder / "org-000002.json")
    alter(people["people"][1]["sealed"]["kdf"])
    (first_format.folder / "org-000002.json").write_bytes(signed_file(people, director.keys.sign))
    with pytest.raises(CannotOpenDepartment, match=words):
        read_locked(first_format.folder)


@pytest.mark.parametrize("previous", ["", "that of the second"])
def test_that_check_sees_a_list_of_people_of_another_owner(department: Any, previous: str) -> None:
    stranger = Identity.generate()
    organisation = department.as_director().generation.organisation.value
    owner = replace(organisation.members[0], keys=stranger.public)
    other = replace(
        organisation,
        number=7,
        members=(owner, organisation.members[1]),
        signer=Signer(department.director, stranger.public.signing),
        previous=previous and organisation.previous,
    )
    (department.folder / "org-000007.json").write_bytes(other.file(stranger.sign))
    said = "org-000007.json was signed by somebody without the right to."
    assert verify(department.folder) == (said if previous else "The list of people before org-000007.json is missing.",)
    assert department.as_director().commit.number == 3


def test_that_a_commit_reads_back_as_written(department: Any) -> None:
    stored = read_generation(DepartmentFolder(department.folder), 3)
    path = department.folder / "commit-000003.json"
    vault = department.as_administrator()
    assert stored.commit is not None
    assert stored.commit.value.file(vault.keys.sign) == path.read_bytes()
    assert canonical(json.loads(path.read_bytes())) == path.read_bytes()
    assert unlock(department.folder, department.administrator, ADMINISTRATOR).commit == stored.commit.value
