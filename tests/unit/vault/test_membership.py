"""Keys taken back, given anew, handed over and recovered: what opens afterwards, and what does not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyrage
import pytest

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection, NotEntitled, RuleBroken, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.vault import (
    PublishConflict,
    SectionFiles,
    Vault,
    crockford,
    read_locked,
    unlock,
    unlock_for_recovery,
    verify,
)
from cdconsole.vault.documents import Malformed, signed_file
from cdconsole.vault.generations import commit_hash
from cdconsole.vault.membership import suggest_introduction, suggest_recovery_key
from cdconsole.vault.organisation import parse_organisation

DIRECTOR = "acid angular bobcat cheddar dwindle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"
DEPUTY = "jailer kudos lantern mural nuzzle"
CHOSEN = "otter parsnip quilt rhubarb salmon"
OPERATIONAL = {Section.WARD, Section.RECORDS}


def people_of(department: Any, number: int) -> Any:
    return parse_organisation((department.folder / f"org-{number:06d}.json").read_bytes())


def make_recovery_key(department: Any) -> str:
    vault, key = department.as_director(), suggest_recovery_key()
    department.change(
        vault, vault.keyholders.membership(department.cheap).with_recovery_key(crockford.read(key, 20, "key"))
    )
    return key


def hand_over(department: Any, vault: Vault, to: str) -> None:
    department.change(vault, vault.keyholders.membership(department.cheap).handed_over(PersonId(to)))


def opens_nothing_new(department: Any, identity: Any, sections: set[Section]) -> bool:
    """Return whether no grant of the newest list of people opens with somebody's private keys."""
    newest = people_of(department, max(int(path.stem[4:]) for path in department.folder.glob("org-*")))
    for grant in newest.grants:
        for wrapped in grant.wrapped.values():
            if grant.section in sections:
                with pytest.raises(pyrage.DecryptError):
                    identity.open(wrapped)
    return True


# --- keys taken back -------------------------------------------------------------------------------------------------


def test_that_keys_taken_back_open_nothing_new_and_still_what_was_before(department: Any) -> None:
    person = department.with_deputy()
    deputy = unlock(department.folder, person, DEPUTY)
    old = {section: deputy.section_key(section) for section in Section}
    director = department.as_director()
    commit = department.change(director, director.keyholders.membership(department.cheap).without(person))
    assert {entry.epoch for entry in commit.sections.values()} == {2}
    assert {entry.generation for entry in commit.sections.values()} == {commit.number}
    assert opens_nothing_new(department, deputy.keys.identity, set(Section))
    assert all(director.section_key(section) != old[section] for section in Section)
    with pytest.raises(CannotOpenDepartment, match="does not belong"):
        unlock(department.folder, person, DEPUTY)
    assert not list(department.folder.glob(f"keys-{person}-*"))
    assert people_of(department, 3).section_keys(person, deputy.keys.identity) == old
    with pytest.raises(Malformed, match="earlier ward keys do not open"):
        people_of(department, 4).earlier_keys(Section.WARD, old[Section.WARD])
    with pytest.raises(NotEntitled, match="taken back or replaced"):
        deputy.newest()
    assert verify(department.folder) == ()


def test_that_everybody_else_reaches_every_earlier_state(department: Any) -> None:
    before = department.as_director()
    person = department.with_deputy()
    for code in (suggest_introduction(), suggest_introduction()):
        vault = department.as_director()
        department.change(vault, vault.keyholders.membership(department.cheap).with_renewed(person, code))
    late = department.as_director().keyholders.add_person("Dr D. Late", Role.DEPUTY, CHOSEN, department.cheap)
    for vault in (
        department.as_director(),
        unlock(department.folder, person, code, own_passphrase=DEPUTY),
        unlock(department.folder, late.id, CHOSEN),
    ):
        for section in Section:
            keys = [vault.key_of_epoch(section, epoch) for epoch in (1, 2, 3)]
            assert keys[0] == before.section_key(section)
            assert keys[2] == vault.section_key(section)
            assert len(set(keys)) == 3
            for never in (0, -1, 4):
                with pytest.raises(CannotOpenDepartment, match="There is no key to epoch"):
                    vault.key_of_epoch(section, never)
    administrator = department.as_administrator()
    assert administrator.key_of_epoch(Section.WARD, 1) == before.section_key(Section.WARD)
    for epoch in (1, 3):
        with pytest.raises(NotEntitled):
            administrator.key_of_epoch(Section.REVIEW, epoch)


def test_that_a_list_of_people_somebody_planted_gives_no_earlier_key(department: Any) -> None:
    vault = department.as_director()
    department.change(vault, vault.keyholders.membership(department.cheap).without(department.administrator))
    expected = vault.key_of_epoch(Section.WARD, 1)
    planted = json.loads((department.folder / "org-000002.json").read_bytes())["payload"] | {"number": 9}
    stranger = department.as_director().keys.identity.generate()
    planted["signer"]["signing_key"] = stranger.public.signing.hex()
    (department.folder / "org-000009.json").write_bytes(signed_file(planted, stranger.sign))
    assert department.as_director().key_of_epoch(Section.WARD, 1) == expected


def test_that_only_what_the_person_could_read_is_written_again(department: Any) -> None:
    director = department.as_director()
    before = director.commit
    change = director.keyholders.membership(department.cheap).without(department.administrator)
    assert set(change.fresh) == OPERATIONAL
    for sections in (set(), set(Section), {Section.WARD}):
        files = {section: department.section_file(b"x", section.value) for section in sections}
        with pytest.raises(ValueError, match="exactly the sections"):
            director.keyholders.change_people(change, SectionFiles(files))
    commit = department.change(director, change)
    assert commit.sections[Section.REVIEW] == before.sections[Section.REVIEW]
    assert {section: entry.epoch for section, entry in commit.sections.items()} == {
        Section.WARD: 2,
        Section.RECORDS: 2,
        Section.REVIEW: 1,
    }
    again = department.as_director()
    assert again.section_key(Section.WARD) == change.fresh[Section.WARD]
    assert again.section_path(Section.WARD).read_bytes() == b"rekeyed " * 9


def test_that_somebody_whose_keys_were_taken_back_publishes_nothing(department: Any) -> None:
    person = department.with_deputy()
    deputy = unlock(department.folder, person, DEPUTY)
    director = department.as_director()
    last = department.change(director, director.keyholders.membership(department.cheap).without(person))
    commit = json.loads((department.folder / "commit-000004.json").read_bytes())["payload"]
    commit |= {"number": last.number + 1, "previous": "", "writer": person}
    path = department.folder / f"commit-{last.number + 1:06d}.json"
    path.write_bytes(signed_file(commit, deputy.keys.sign))
    with pytest.raises(DamagedSection, match="put back"):
        department.as_director()
    commit["organisation"] = {
        "number": last.organisation_number,
        "sha256": last.organisation_sha256,
    }
    path.write_bytes(signed_file(commit, deputy.keys.sign))
    with pytest.raises(CannotOpenDepartment, match="does not belong to the department"):
        department.as_director()


def test_that_only_the_director_changes_people_and_not_the_director_themselves(department: Any) -> None:
    person = department.with_deputy()
    deputy = unlock(department.folder, person, DEPUTY).keyholders.membership(department.cheap)
    for refuse in (
        lambda: deputy.without(department.administrator),
        lambda: deputy.with_renewed(department.administrator, "code"),
        lambda: deputy.handed_over(department.administrator),
        lambda: deputy.with_recovery_key(bytes(20)),
        lambda: deputy.with_person("Dr E", Role.DEPUTY, "code", is_introduction=True),
        lambda: deputy.recovered(person, CHOSEN),
    ):
        with pytest.raises(NotEntitled):
            refuse()
    director = department.as_director().keyholders.membership(department.cheap)
    for person in (department.director, PersonId("0" * 32)):
        for refuse in (
            lambda who=person: director.without(who),
            lambda who=person: director.with_renewed(who, "code"),
            lambda who=person: director.handed_over(who),
        ):
            with pytest.raises(RuleBroken) as refused:
                refuse()
            assert refused.value.field == "person"


# --- keys given anew -------------------------------------------------------------------------------------------------


def test_that_new_keys_replace_a_lost_passphrase_and_the_old_ones_open_nothing_new(department: Any) -> None:
    old = department.as_administrator()
    director, code = department.as_director(), suggest_introduction()
    change = director.keyholders.membership(department.cheap).with_renewed(department.administrator, code)
    assert set(change.fresh) == OPERATIONAL
    department.change(director, change)
    assert opens_nothing_new(department, old.keys.identity, set(Section))
    assert read_locked(department.folder).newcomers == {department.administrator}
    with pytest.raises((WrongPassphrase, RuleBroken)):
        department.as_administrator()
    new = unlock(department.folder, department.administrator, code, own_passphrase=CHOSEN)
    assert new.person == old.person
    assert new.keys.public != old.keys.public
    with pytest.raises(NotEntitled, match="taken back or replaced"):
        old.newest()
    assert unlock(department.folder, department.administrator, CHOSEN).section_key(Section.WARD) == (
        director.section_key(Section.WARD)
    )


def test_that_the_old_file_opens_until_the_new_list_is_published(department: Any) -> None:
    stale = department.as_director()
    change = stale.keyholders.membership(department.cheap).with_renewed(
        department.administrator, suggest_introduction()
    )
    department.as_administrator().publish({Section.WARD: department.section_file(b"first")})
    with pytest.raises(PublishConflict):
        department.change(stale, change)
    assert department.as_administrator().commit.number == 4


# --- handed over -----------------------------------------------------------------------------------------------------


def test_that_a_department_changes_hands_and_everybody_is_told_once(department: Any) -> None:
    person = department.with_deputy()
    hand_over(department, department.as_director(), person)
    new = unlock(department.folder, person, DEPUTY)
    assert new.keyholders.is_owner
    assert new.person.role is Role.DIRECTOR
    assert "You lead the department now" in new.notices[0]
    for opening in (department.as_administrator, department.as_director):
        told = opening()
        assert "led by Dr C. Deputy. Compare these words with Dr C. Deputy once" in told.notices[0]
        assert new.keyholders.fingerprint in told.notices[0]
        assert opening().notices == ()
        assert told.person.role is not Role.DIRECTOR
    former = department.as_director()
    assert former.person.role is Role.DEPUTY
    former.publish({Section.REVIEW: department.section_file(b"by the deputy")})
    with pytest.raises(NotEntitled):
        former.keyholders.membership(department.cheap).without(person)
    new = new.newest()
    department.change(new, new.keyholders.membership(department.cheap).without(department.director))
    assert [one.id for one in department.as_administrator().locked.people] == [person, department.administrator]
    assert verify(department.folder) == ()


def test_that_an_administrator_who_takes_over_opens_reviews(department: Any) -> None:
    hand_over(department, department.as_director(), department.administrator)
    assert department.as_administrator().can(Section.REVIEW)


def test_that_a_second_handover_is_followed_by_who_missed_the_first(department: Any) -> None:
    deputy = department.with_deputy()
    third = department.as_director().keyholders.add_person("Dr D. Third", Role.DEPUTY, CHOSEN, department.cheap).id
    hand_over(department, department.as_director(), deputy)
    hand_over(department, unlock(department.folder, deputy, DEPUTY), third)
    leader = unlock(department.folder, third, CHOSEN)
    for vault in (department.as_administrator(), department.as_director(), unlock(department.folder, deputy, DEPUTY)):
        assert "led by Dr D. Third" in vault.notices[0]
        assert vault.keyholders.fingerprint == leader.keyholders.fingerprint
    assert leader.notices
    hand_over(department, unlock(department.folder, third, CHOSEN), department.director)
    assert department.as_director().keyholders.is_owner
    assert "led by Dr B. Director" in department.as_administrator().notices[0]


def test_that_a_newcomer_whose_director_has_changed_meanwhile_is_told(department: Any) -> None:
    deputy, code = department.with_deputy(), suggest_introduction()
    vault = department.as_director()
    change = vault.keyholders.membership(department.cheap).with_person("Dr E", Role.DEPUTY, code, is_introduction=True)
    department.change(vault, change)
    hand_over(department, department.as_director(), deputy)
    newcomer = unlock(department.folder, change.made[0].person.id, code, own_passphrase=CHOSEN)
    assert "led by Dr C. Deputy" in newcomer.notices[0]
    assert unlock(department.folder, newcomer.person.id, CHOSEN).notices == ()


def test_that_a_department_of_the_first_format_changes_hands(first_format: Any) -> None:
    deputy = first_format.with_deputy()
    hand_over(first_format, first_format.as_director(), deputy)
    assert unlock(first_format.folder, deputy, DEPUTY).keyholders.is_owner
    assert "led by Dr C. Deputy" in first_format.as_administrator().notices[0]
    assert first_format.as_administrator().notices == ()
    assert first_format.as_director().person.role is Role.DEPUTY


# --- recovered -------------------------------------------------------------------------------------------------------


def test_that_a_recovery_key_reads_everything_and_writes_nothing(department: Any) -> None:
    key = make_recovery_key(department)
    vault = unlock_for_recovery(department.folder, key.lower().replace("-", " "))
    director = department.as_director()
    assert all(vault.section_key(section) == director.section_key(section) for section in Section)
    assert director.locked.has_recovery_key
    assert vault.person not in director.locked.people
    for section in Section:
        with pytest.raises(NotEntitled, match="writes nothing"):
            vault.publish({section: department.section_file(b"by paper")})


@pytest.mark.parametrize("section", list(Section))
def test_that_a_section_signed_by_hand_with_a_recovery_key_is_refused(department: Any, section: Section) -> None:
    vault = unlock_for_recovery(department.folder, make_recovery_key(department))
    commit = json.loads((department.folder / "commit-000004.json").read_bytes())["payload"]
    entry = vault.commit.sections[section]  # type: ignore[union-attr]
    name = f"{section.value}-000005.db"
    shutil.copy(department.folder / entry.file, department.folder / name)
    forged = entry.fields() | {"file": name, "generation": 5, "writer": vault.person.id}
    text = forged | {"kind": "section-entry", "format": 1, "vault": vault.id, "section": section.value}
    forged["signature"] = vault.keys.sign(json.dumps(text, sort_keys=True, separators=(",", ":")).encode()).hex()
    path = department.folder / "commit-000005.json"
    for writer, key, words in (
        (department.director, department.as_director().keys, "without the right to write it"),
        (vault.person.id, vault.keys, "recovery key, which writes nothing"),
    ):
        commit |= {"number": 5, "writer": writer, "previous": commit_hash(vault.store, 4)}
        commit["sections"] |= {section.value: forged}
        path.write_bytes(signed_file(commit, key.sign))
        with pytest.raises(CannotOpenDepartment, match=words):
            department.as_director()
        path.unlink()


def test_that_a_mistyped_another_and_a_missing_recovery_key_are_told_apart(department: Any) -> None:
    with pytest.raises(CannotOpenDepartment, match="No recovery key was made"):
        unlock_for_recovery(department.folder, suggest_recovery_key())
    key = make_recovery_key(department)
    with pytest.raises(RuleBroken) as refused:
        unlock_for_recovery(department.folder, key[:-1])
    assert refused.value.field == "key"
    with pytest.raises(WrongPassphrase):
        unlock_for_recovery(department.folder, suggest_recovery_key())


def test_that_a_replaced_recovery_key_opens_nothing_newer(department: Any) -> None:
    first = make_recovery_key(department)
    paper = unlock_for_recovery(department.folder, first)
    second = make_recovery_key(department)
    assert opens_nothing_new(department, paper.keys.identity, set(Section))
    with pytest.raises(WrongPassphrase):
        unlock_for_recovery(department.folder, first)
    assert unlock_for_recovery(department.folder, second).can(Section.REVIEW)
    assert not list(department.folder.glob(f"keys-{paper.person.id}-*"))
    with pytest.raises(NotEntitled):
        paper.newest()


@pytest.mark.parametrize("who", ["the director who lost the passphrase", "a deputy"])
def test_that_a_recovery_key_makes_a_new_director(department: Any, who: str) -> None:
    deputy = department.with_deputy()
    old = department.as_director()
    vault = unlock_for_recovery(department.folder, make_recovery_key(department))
    person = department.director if who != "a deputy" else deputy
    department.change(vault, vault.keyholders.membership(department.cheap).recovered(person, CHOSEN))
    assert vault.person.id == person
    vault.publish({Section.WARD: department.section_file(b"by the new director")})
    again = unlock(department.folder, person, CHOSEN)
    assert again.keyholders.is_owner
    assert again.notices == ()
    assert again.key_of_epoch(Section.REVIEW, 1) == old.section_key(Section.REVIEW)
    assert "The department is now led by" in department.as_administrator().notices[0]
    assert department.as_administrator().notices == ()
    if who == "a deputy":
        assert department.as_director().person.role is Role.DEPUTY
    else:
        with pytest.raises(WrongPassphrase):
            department.as_director()
        assert opens_nothing_new(department, old.keys.identity, set(Section))
    again.keyholders.add_person("Dr F. New", Role.DEPUTY, "tulip umbrella violet walnut xylem", department.cheap)
    assert len(department.as_administrator().locked.people) == 4
    assert verify(department.folder) == ()


def test_that_a_recovery_key_recovers_those_only_who_belong(department: Any) -> None:
    vault = unlock_for_recovery(department.folder, make_recovery_key(department))
    membership = vault.keyholders.membership(department.cheap)
    for person in (PersonId("0" * 32), vault.person.id):
        with pytest.raises(RuleBroken):
            membership.recovered(person, CHOSEN)
    for refuse in (
        lambda: membership.without(department.administrator),
        lambda: membership.handed_over(department.administrator),
        lambda: membership.with_recovery_key(bytes(20)),
    ):
        with pytest.raises(NotEntitled):
            refuse()


def test_that_a_recovery_key_of_another_department_opens_nothing_here(
    department: Any, tmp_path: Path, template: Any
) -> None:
    key = make_recovery_key(department)
    folder = tmp_path / "elsewhere" / template.folder.name
    shutil.copytree(template.folder, folder)
    other = type(department)(folder, template.director, template.administrator, tmp_path)
    make_recovery_key(other)
    with pytest.raises(WrongPassphrase):
        unlock_for_recovery(folder, key)
