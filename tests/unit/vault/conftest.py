"""A small published department that every vault test may alter in its own copy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.vault import Commit, KdfParameters, PeopleChange, SectionFiles, Vault, create_department, unlock
from cdconsole.vault.documents import canonical, digest, signed_file
from cdconsole.vault.folder import document_name

CHEAP = KdfParameters(19456, 1, 1)
CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, 7, 123456, tzinfo=UTC))
DIRECTOR = "acid angular bobcat cheddar dwindle"
DEPUTY = "jailer kudos lantern mural nuzzle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"


@dataclass(frozen=True)
class Department:
    """A department on disk and who can open it."""

    folder: Path
    director: PersonId
    administrator: PersonId
    work: Path
    cheap: KdfParameters = CHEAP

    def as_director(self) -> Vault:
        return unlock(self.folder, self.director, DIRECTOR, clock=CLOCK)

    def as_administrator(self) -> Vault:
        return unlock(self.folder, self.administrator, ADMINISTRATOR, clock=CLOCK)

    def change(self, vault: Vault, change: PeopleChange) -> Commit:
        """Publish a change of the people, exactly the sections re-written that get a fresh key."""
        files = {section: self.section_file(b"rekeyed " * 9, f"rekeyed-{section.value}") for section in change.fresh}
        return vault.keyholders.change_people(change, SectionFiles(files))

    def with_deputy(self, passphrase: str = DEPUTY) -> PersonId:
        return self.as_director().keyholders.add_person("Dr C. Deputy", Role.DEPUTY, passphrase, CHEAP).id

    def section_file(self, content: bytes, name: str = "new.db") -> Path:
        path = self.work / name
        path.write_bytes(content)
        return path


@pytest.fixture
def department_terms() -> dict[str, Any]:
    return {
        "names": (" Gastroenterology ", "Medicine"),
        "director_name": "Dr B. Director",
        "passphrase": DIRECTOR,
        "kdf": CHEAP,
        "clock": CLOCK,
    }


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """Three commits: the administrator joins, the director publishes all, the administrator publishes the ward."""
    home = tmp_path_factory.mktemp("vault")
    vault = create_department(
        home / "Gastroenterology", ("Gastroenterology", "Medicine"), "Dr B. Director", DIRECTOR, kdf=CHEAP, clock=CLOCK
    )
    administrator = vault.keyholders.add_person("A. Administrator", Role.ADMINISTRATOR, ADMINISTRATOR, CHEAP)
    department = Department(vault.folder, vault.person.id, administrator.id, home)
    contents = {Section.WARD: b"ward " * 300, Section.RECORDS: b"records " * 900, Section.REVIEW: b"review " * 500}
    files = {section: department.section_file(data, section.value) for section, data in contents.items()}
    vault.publish(files, {Section.REVIEW: "ab" * 32})
    department.as_administrator().publish({Section.WARD: department.section_file(b"ward, later " * 200)})
    return department


@pytest.fixture
def department(template: Department, tmp_path: Path) -> Department:
    folder = tmp_path / template.folder.name
    shutil.copytree(template.folder, folder)
    return Department(folder, template.director, template.administrator, tmp_path)


@dataclass(frozen=True)
class FirstFormat(Department):
    """The same department as version 0.1.0 wrote it: no signer, and the sealed keys inside the list of people."""

    def rewrite(self, people: dict[str, Any], signed_by: Callable[[bytes], bytes]) -> None:
        """Sign another list of people, and the newest commit that names it."""
        org = self.folder / document_name("org", people["number"])
        org.write_bytes(signed_file(people, signed_by))
        path = self.folder / "commit-000003.json"
        commit = json.loads(path.read_bytes())["payload"]
        commit["organisation"] = {"number": people["number"], "sha256": digest(org.read_bytes())}
        commit["writer"] = self.director
        path.write_bytes(signed_file(commit, signed_by))
        for earlier in ("commit-000001.json", "commit-000002.json"):
            (self.folder / earlier).unlink(missing_ok=True)


@pytest.fixture
def first_format(department: Department) -> FirstFormat:
    """Written by hand, as docs/security.md describes format 1."""
    first = FirstFormat(department.folder, department.director, department.administrator, department.work)
    vaults = {vault.person.id: vault for vault in (first.as_director(), first.as_administrator())}
    owner = vaults[first.director]
    hashes = {0: ""}
    for number in (1, 2):
        path = first.folder / document_name("org", number)
        people = json.loads(path.read_bytes())["payload"]
        del people["signer"]
        for grant in people["grants"].values():
            del grant["earlier"]
        for person in people["people"]:
            person["sealed"] = _first_seal(people["vault"], person, vaults[person["id"]], owner)
        people |= {"format": 1, "previous": hashes[number - 1]}
        path.write_bytes(signed_file(people, owner.keys.sign))
        hashes[number] = digest(path.read_bytes())
    for path in first.folder.glob("keys-*"):
        path.unlink()
    first.rewrite(people, owner.keys.sign)
    return first


def _first_seal(vault_id: str, person: dict[str, Any], vault: Vault, owner: Vault) -> dict[str, Any]:
    passphrase = DIRECTOR if person["role"] == "director" else ADMINISTRATOR
    kdf = {"algorithm": "argon2id", "memory_kib": 19456, "time_cost": 1, "lanes": 1, "salt": "5a" * 16}
    kept = ("name", "role", "encryption_key", "signing_key")
    bound = {name: person[name] for name in kept} | {"kind": "sealed-identity", "format": 1, "vault": vault_id}
    bound |= {"person": person["id"], "kdf": kdf}
    inside = {
        "decryption_key": str(vault.keys.identity._decryption),
        "signing_seed": vault.keys.identity._signing.private_bytes_raw().hex(),
        "owner_key": owner.keys.public.signing.hex(),
    }
    cipher = AESGCM(CHEAP.derive(passphrase, b"\x5a" * 16))
    ciphertext = cipher.encrypt(b"\x01" * 12, canonical(inside), canonical(bound))
    return {"kdf": kdf, "nonce": "01" * 12, "ciphertext": ciphertext.hex()}
