"""Own files of keys: an introduction code, a passphrase changed alone, and what somebody else may leave there."""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment, OwnPassphraseNeeded, RuleBroken, WrongPassphrase
from cdconsole.domain.people import Role
from cdconsole.vault import PublishConflict, PublishFailed, placing, read_locked, unlock
from cdconsole.vault.documents import canonical, signed_file
from cdconsole.vault.identity import Identity
from cdconsole.vault.membership import suggest_introduction

ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"
CHOSEN = "otter parsnip quilt rhubarb salmon"


def keys_of(department: Any, person: str) -> list[str]:
    return sorted(path.name for path in department.folder.glob(f"keys-{person}-*"))


def payload_of(path: Path) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(path.read_bytes())["payload"]
    return payload


@pytest.fixture
def introduced(department: Any) -> tuple[str, str]:
    """Return a newcomer's id and code."""
    vault, code = department.as_director(), suggest_introduction()
    change = vault.keyholders.membership(department.cheap).with_person(
        "Dr C. New", Role.DEPUTY, code, is_introduction=True
    )
    department.change(vault, change)
    return change.made[0].person.id, code


# --- introduction ----------------------------------------------------------------------------------------------------


def test_that_a_code_opens_once_and_asks_for_an_own_passphrase(department: Any, introduced: tuple[str, str]) -> None:
    person, code = introduced
    assert read_locked(department.folder).newcomers == {person}
    with pytest.raises(OwnPassphraseNeeded):
        unlock(department.folder, person, code)
    assert keys_of(department, person) == [f"keys-{person}-000001.json"]
    first = unlock(department.folder, person, code, own_passphrase=CHOSEN)
    assert keys_of(department, person) == [f"keys-{person}-000002.json"]
    again = unlock(department.folder, person, CHOSEN)
    assert again.person == first.person
    assert all(again.section_key(section) == first.section_key(section) for section in again.person.role.sections)
    assert read_locked(department.folder).newcomers == frozenset()
    with pytest.raises(WrongPassphrase):
        unlock(department.folder, person, code)


def test_that_the_code_opens_nothing_that_is_left_in_the_folder(department: Any, introduced: tuple[str, str]) -> None:
    person, code = introduced
    unlock(department.folder, person, code, own_passphrase=CHOSEN)
    for path in department.folder.glob("keys-*"):
        payload = payload_of(path)
        for passphrase in (code, code.lower(), code.replace("-", "")):
            with pytest.raises(WrongPassphrase):
                unlock(department.folder, payload["person"], passphrase)
        assert not payload["introduction"]


def test_that_a_code_may_be_typed_in_small_letters_and_with_o_for_0(
    department: Any, introduced: tuple[str, str]
) -> None:
    person, code = introduced
    typed = code[:-1].lower().replace("0", "o").replace("1", "l").replace("-", " ") + code[-1]
    assert unlock(department.folder, person, typed, own_passphrase=CHOSEN).person.id == person


def test_that_a_mistyped_code_is_told_apart_from_another_one(department: Any, introduced: tuple[str, str]) -> None:
    person, code = introduced
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in (wrong, code[:-2], CHOSEN):
        with pytest.raises(RuleBroken) as refused:
            unlock(department.folder, person, typed, own_passphrase=CHOSEN)
        assert refused.value.field == "passphrase"
        assert typed not in str(refused.value)
    with pytest.raises(WrongPassphrase):
        unlock(department.folder, person, suggest_introduction(), own_passphrase=CHOSEN)
    assert keys_of(department, person) == [f"keys-{person}-000001.json"]


def test_that_a_weak_passphrase_or_the_code_itself_is_not_taken(department: Any, introduced: tuple[str, str]) -> None:
    person, code = introduced
    for own in ("short", "password password", code, code.lower().replace("-", " ")):
        with pytest.raises(RuleBroken):
            unlock(department.folder, person, code, own_passphrase=own)
    assert unlock(department.folder, person, code, own_passphrase=CHOSEN).person.id == person


def test_that_a_code_left_by_a_crash_opens_nothing_and_goes_at_the_next_opening(
    department: Any, introduced: tuple[str, str]
) -> None:
    person, code = introduced
    first = department.folder / f"keys-{person}-000001.json"
    content = first.read_bytes()
    unlock(department.folder, person, code, own_passphrase=CHOSEN)
    first.write_bytes(content)
    with pytest.raises(WrongPassphrase):
        unlock(department.folder, person, code, own_passphrase=ADMINISTRATOR)
    assert first.exists()
    unlock(department.folder, person, CHOSEN)
    assert keys_of(department, person) == [f"keys-{person}-000002.json"]


def test_that_keys_made_for_a_change_that_lost_the_race_are_taken_away(department: Any) -> None:
    stale = department.as_director()
    department.as_administrator().publish({})
    before = {path.name for path in department.folder.iterdir()}
    change = stale.keyholders.membership(department.cheap).with_person(
        "Dr C", Role.DEPUTY, suggest_introduction(), is_introduction=True
    )
    with pytest.raises(PublishConflict):
        department.change(stale, change)
    assert {path.name for path in department.folder.iterdir()} == before


# --- passphrase ------------------------------------------------------------------------------------------------------


def test_that_a_passphrase_is_changed_by_the_person_alone(department: Any) -> None:
    vault = department.as_administrator()
    others = {path.name: path.read_bytes() for path in department.folder.iterdir() if vault.person.id not in path.name}
    vault.keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, department.cheap)
    with pytest.raises(WrongPassphrase):
        department.as_administrator()
    assert unlock(department.folder, vault.person.id, CHOSEN).person == vault.person
    assert keys_of(department, vault.person.id) == [f"keys-{vault.person.id}-000002.json"]
    now = {path.name: path.read_bytes() for path in department.folder.iterdir() if vault.person.id not in path.name}
    assert now == others


def test_that_the_present_passphrase_is_asked_for_and_a_weak_one_refused(department: Any) -> None:
    vault = department.as_administrator()
    with pytest.raises(WrongPassphrase):
        vault.keyholders.change_passphrase(CHOSEN, CHOSEN, department.cheap)
    with pytest.raises(RuleBroken):
        vault.keyholders.change_passphrase(ADMINISTRATOR, "short", department.cheap)
    assert department.as_administrator().person == vault.person


@pytest.mark.parametrize("failing", range(1, 9))
@pytest.mark.parametrize("once", [True, False])
def test_that_a_change_cut_off_at_any_call_leaves_exactly_one_passphrase_and_the_one_that_was_told(
    department: Any, monkeypatch: pytest.MonkeyPatch, failing: int, once: bool
) -> None:
    """Calls that change the disk fail, one of them or, as at a crash, all from one on."""
    vault = department.as_administrator()
    calls = iter(range(1, 1000))

    def failing_now(real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            number = next(calls)
            if number == failing or (number > failing and not once):
                raise OSError(errno.EIO, "refused")
            return real(*arguments, **named)

        return call

    changed = True
    with monkeypatch.context() as patched:
        for name in ("open", "fsync", "link"):
            patched.setattr(placing.os, name, failing_now(getattr(os, name)))
        patched.setattr(Path, "unlink", failing_now(Path.unlink))
        try:
            vault.keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, department.cheap)
        except PublishFailed:
            changed = False
    opening = []
    for passphrase in (ADMINISTRATOR, CHOSEN):
        with suppress(WrongPassphrase):
            opening.append((passphrase, unlock(department.folder, department.administrator, passphrase).person.id))
    assert len(opening) == 1
    if once or changed:
        assert opening == [(CHOSEN if changed else ADMINISTRATOR, department.administrator)]


def test_that_a_seal_of_the_first_format_opens_and_is_replaced_by_a_file(first_format: Any) -> None:
    vault = first_format.as_administrator()
    assert vault.notices == ()
    assert keys_of(first_format, vault.person.id) == []
    vault.keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, first_format.cheap)
    with pytest.raises(WrongPassphrase):
        first_format.as_administrator()
    assert unlock(first_format.folder, vault.person.id, CHOSEN).person == vault.person


def test_that_a_seal_of_the_first_format_is_carried_on_and_still_opens(first_format: Any) -> None:
    deputy = first_format.with_deputy()
    carried = payload_of(first_format.folder / "org-000003.json")
    assert carried["format"] == 2
    assert [person["sealed"] is None for person in carried["people"]] == [False, False, True]
    assert unlock(first_format.folder, deputy, "jailer kudos lantern mural nuzzle").person.id == deputy
    assert first_format.as_administrator().locked.people == first_format.as_director().locked.people


# --- what somebody else may leave there ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"person": "0" * 32},
        {"vault": "0" * 32},
        {"number": 3},
        {"encryption_key": "age1" + "q" * 58},
        {"introduction": 1},
        {"kdf": {}},
        {"nonce": "00"},
        {"kind": "organisation"},
        {"more": 1},
    ],
)
def test_that_a_file_of_keys_against_the_rules_counts_for_nothing(department: Any, change: dict[str, Any]) -> None:
    vault = department.as_administrator()
    payload = payload_of(department.folder / f"keys-{department.administrator}-000001.json") | {"number": 2}
    path = department.folder / f"keys-{department.administrator}-000002.json"
    for signed in (signed_file(payload | change, vault.keys.sign), b"", b"{}"):
        path.write_bytes(signed)
        assert department.as_administrator().person == vault.person


def test_that_a_file_signed_by_another_key_counts_for_nothing(department: Any) -> None:
    stranger = Identity.generate()
    payload = payload_of(department.folder / f"keys-{department.administrator}-000001.json") | {"number": 2}
    path = department.folder / f"keys-{department.administrator}-000002.json"
    payload["signing_key"] = stranger.public.signing.hex()
    for sign in (stranger.sign, department.as_director().keys.sign):
        path.write_bytes(signed_file(payload, sign))
        vault = department.as_administrator()
    vault.keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, department.cheap)
    assert keys_of(department, department.administrator) == [f"keys-{department.administrator}-000003.json"]
    assert unlock(department.folder, department.administrator, CHOSEN).person == vault.person


def test_that_somebody_elses_file_under_ones_own_name_opens_nothing(department: Any) -> None:
    theirs = (department.folder / f"keys-{department.director}-000001.json").read_bytes()
    (department.folder / f"keys-{department.administrator}-000002.json").write_bytes(theirs)
    assert department.as_administrator().person.id == department.administrator


def test_that_an_older_file_put_back_beside_the_newer_one_counts_for_nothing(department: Any) -> None:
    path = department.folder / f"keys-{department.administrator}-000001.json"
    older = path.read_bytes()
    department.as_administrator().keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, department.cheap)
    path.write_bytes(older)
    with pytest.raises(WrongPassphrase):
        department.as_administrator()
    path.with_name(f"keys-{department.administrator}-000003.json").write_bytes(older)
    with pytest.raises(WrongPassphrase):
        department.as_administrator()


def test_that_a_file_of_a_later_version_stops_nobody_else(department: Any) -> None:
    later = canonical({"payload": {"kind": "own-keys", "format": 9}, "signature": "00" * 64})
    (department.folder / f"keys-{department.administrator}-000002.json").write_bytes(later)
    with pytest.raises(CannotOpenDepartment, match="written by a later version") as refused:
        department.as_administrator()
    assert "newest version" in refused.value.what_to_do
    assert department.as_director().locked == read_locked(department.folder)


def test_that_the_last_number_there_is_never_costs_a_person_their_keys(department: Any) -> None:
    (department.folder / f"keys-{department.administrator}-999999999.json").write_bytes(b"planted")
    vault = department.as_administrator()
    with pytest.raises(PublishFailed, match="stands in the way"):
        vault.keyholders.change_passphrase(ADMINISTRATOR, CHOSEN, department.cheap)
    assert department.as_administrator().person == vault.person


def test_that_a_missing_file_of_keys_is_said_with_what_to_do(department: Any) -> None:
    (department.folder / f"keys-{department.administrator}-000001.json").unlink()
    with pytest.raises(CannotOpenDepartment, match="missing or damaged") as refused:
        department.as_administrator()
    assert "new introduction code" in refused.value.what_to_do


def test_that_who_is_unlocked_is_known_without_the_folder(department: Any) -> None:
    vault = department.as_director()
    department.folder.rename(department.work / "away")
    assert [person.id for person in vault.locked.people] == [department.director, department.administrator]
    assert vault.keyholders.newcomers == frozenset()
