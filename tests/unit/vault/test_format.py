"""Open a department by docs/security.md alone, as somebody else's program would: nothing of the vault is imported."""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DIRECTOR = "acid angular bobcat cheddar dwindle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"
DEPUTY = "jailer kudos lantern mural nuzzle"


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def verified(key: str, signature: str, data: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), data)


def read(path: Path) -> tuple[dict[str, Any], str]:
    data = path.read_bytes()
    document = json.loads(data)
    assert canonical(document) == data
    assert sorted(document) == ["payload", "signature"]
    return document["payload"], document["signature"]


def unsealed(sealed: dict[str, Any], bound: dict[str, Any], passphrase: str) -> dict[str, Any]:
    kdf = sealed["kdf"]
    key = hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode(),
        bytes.fromhex(kdf["salt"]),
        kdf["time_cost"],
        kdf["memory_kib"],
        kdf["lanes"],
        32,
        Type.ID,
    )
    data = canonical(bound | {"kind": "sealed-identity", "kdf": kdf})
    inside = AESGCM(key).decrypt(bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["ciphertext"]), data)
    keys: dict[str, Any] = json.loads(inside)
    return keys


def own_keys(folder: Path, person: dict[str, Any], passphrase: str) -> dict[str, Any]:
    own, signature = read(max(folder.glob(f"keys-{person['id']}-*.json")))
    verified(person["signing_key"], signature, canonical(own))
    assert own["person"] == person["id"]
    names = ("vault", "person", "number", "introduction", "encryption_key", "signing_key")
    return unsealed(own, {name: own[name] for name in names} | {"format": 2}, passphrase)


def first_format_keys(people: dict[str, Any], person: dict[str, Any], passphrase: str) -> dict[str, Any]:
    names = ("name", "role", "encryption_key", "signing_key")
    bound = {name: person[name] for name in names} | {"format": 1, "vault": people["vault"], "person": person["id"]}
    return unsealed(person["sealed"], bound, passphrase)


def in_force(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the newest commit and the people it names, everything proved that needs no passphrase."""
    newest = max(folder.glob("commit-*.json"))
    commit, signature = read(newest)
    path = folder / f"org-{commit['organisation']['number']:06d}.json"
    people, people_signature = read(path)
    members = {person["id"]: person for person in people["people"]}
    assert sha256(path.read_bytes()).hexdigest() == commit["organisation"]["sha256"]
    before = folder / f"commit-{commit['number'] - 1:06d}.json"
    assert not before.exists() or sha256(before.read_bytes()).hexdigest() == commit["previous"]
    signer = people["signer"]["signing_key"] if people["format"] == 2 else members[people["owner"]]["signing_key"]
    verified(signer, people_signature, canonical(people))
    verified(members[commit["writer"]]["signing_key"], signature, canonical(commit))
    for section, entry in commit["sections"].items():
        content = (folder / entry["file"]).read_bytes()
        assert (sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["size"])
        text = {name: value for name, value in entry.items() if name != "signature"}
        text |= {"kind": "section-entry", "format": 1, "vault": people["vault"], "section": section}
        verified(members[entry["writer"]]["signing_key"], entry["signature"], canonical(text))
        assert entry["epoch"] == people["grants"][section]["epoch"]
    return commit, people


def trusted(folder: Path, people: dict[str, Any], keys: dict[str, Any]) -> bool:
    """Follow the chain of signers from the newest list of people to what the person's keys pin."""
    path = folder / f"org-{people['number']:06d}.json"
    while True:
        digest = sha256(path.read_bytes()).hexdigest()
        before = [
            one for one in folder.glob("org-*.json") if sha256(one.read_bytes()).hexdigest() == people["previous"]
        ]
        if before:
            earlier, signature = read(before[0])
            verified(earlier["signer"]["signing_key"], signature, canonical(earlier))
            entitled = [
                {"person": person["id"], "signing_key": person["signing_key"]}
                for person in earlier["people"]
                if person["id"] == earlier["owner"] or person["role"] == "recovery"
            ]
            if people["signer"] not in entitled:
                return False
        by_owner = people["signer"]["signing_key"] == keys["owner_key"]
        if digest == keys["organisation"] or (by_owner and people["number"] > keys["organisation_number"]):
            return True
        if not before:
            return False
        path, people = before[0], earlier


def section_keys(people: dict[str, Any], person: str, keys: dict[str, Any]) -> dict[str, list[str]]:
    """Return each section's keys of all epochs, oldest first."""
    identity = pyrage.x25519.Identity.from_str(keys["decryption_key"])
    found = {}
    for section, grant in people["grants"].items():
        if person in grant["keys"]:
            wrapped = json.loads(pyrage.decrypt(bytes.fromhex(grant["keys"][person]), [identity]))
            place = {"vault": people["vault"], "section": section, "epoch": grant["epoch"]}
            assert wrapped == place | {"kind": "section-key", "key": wrapped["key"]}
            earlier = []
            if grant.get("earlier"):
                bound = canonical(place | {"kind": "earlier-section-keys"})
                key = HKDF(SHA256(), 32, None, bound).derive(bytes.fromhex(wrapped["key"]))
                sealed = bytes.fromhex(grant["earlier"])
                earlier = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], bound))
            found[section] = [*earlier, wrapped["key"]]
    return found


def check_private_halves(person: dict[str, Any], keys: dict[str, Any]) -> None:
    seed = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys["signing_seed"]))
    assert seed.public_key().public_bytes_raw().hex() == person["signing_key"]
    assert str(pyrage.x25519.Identity.from_str(keys["decryption_key"]).to_public()) == person["encryption_key"]


def test_that_an_outsider_opens_a_department_by_the_document_alone(department: Any) -> None:
    """Its ward was re-encrypted for a new deputy's sake and it was handed over: nothing here is at its first state."""
    folder, deputy = department.folder, department.with_deputy()
    vault = department.as_director()
    department.change(
        vault, vault.keyholders.membership(department.cheap).with_renewed(deputy, "0000-0000-0000-0000-0")
    )
    department.change(vault, vault.keyholders.membership(department.cheap).handed_over(department.administrator))
    commit, people = in_force(folder)
    assert commit["number"] == 6
    members = {person["id"]: person for person in people["people"]}
    assert members[people["owner"]]["id"] == department.administrator
    for who, passphrase in (
        (department.director, DIRECTOR),
        (department.administrator, ADMINISTRATOR),
        (deputy, "0000-0000-0000-0000-0"),
    ):
        keys = own_keys(folder, members[who], passphrase)
        check_private_halves(members[who], keys)
        assert trusted(folder, people, keys)
        opened = section_keys(people, who, keys)
        expected = {
            section.value: [vault.key_of_epoch(section, epoch).hex() for epoch in range(1, vault.epoch(section) + 1)]
            for section in vault.person.role.sections
        }
        assert opened == expected
        assert [len(each) for each in opened.values()] == [2, 2, 2]


def test_that_an_outsider_opens_a_department_of_the_first_format(first_format: Any) -> None:
    commit, people = in_force(first_format.folder)
    assert (commit["number"], people["format"]) == (3, 1)
    members = {person["id"]: person for person in people["people"]}
    for who, passphrase, vault in (
        (first_format.director, DIRECTOR, first_format.as_director()),
        (first_format.administrator, ADMINISTRATOR, first_format.as_administrator()),
    ):
        keys = first_format_keys(people, members[who], passphrase)
        assert keys["owner_key"] == members[people["owner"]]["signing_key"]
        check_private_halves(members[who], keys)
        expected = {section.value: [vault.section_key(section).hex()] for section in vault.person.role.sections}
        assert section_keys(people, who, keys) == expected


def test_that_the_kept_file_of_the_first_format_opens_by_the_document_alone() -> None:
    kept = Path(__file__).parents[2] / "released_files" / "format-1" / "Gastroenterology.cdv"
    passphrases = {"director": DIRECTOR, "administrator": ADMINISTRATOR, "deputy": DEPUTY}
    _, people = in_force(kept)
    for person in people["people"]:
        keys = first_format_keys(people, person, passphrases[person["role"]])
        check_private_halves(person, keys)
        sections = {"ward", "records"} if person["role"] == "administrator" else {"ward", "records", "review"}
        assert set(section_keys(people, person["id"], keys)) == sections
