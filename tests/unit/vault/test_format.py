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

DIRECTOR = "acid angular bobcat cheddar dwindle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"


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


def unsealed(people: dict[str, Any], person: dict[str, Any], passphrase: str) -> dict[str, str]:
    sealed, kdf = person["sealed"], person["sealed"]["kdf"]
    key = hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode(),
        bytes.fromhex(kdf["salt"]),
        kdf["time_cost"],
        kdf["memory_kib"],
        kdf["lanes"],
        32,
        Type.ID,
    )
    bound = {
        "kind": "sealed-identity",
        "format": 1,
        "vault": people["vault"],
        "person": person["id"],
        "name": person["name"],
        "role": person["role"],
        "encryption_key": person["encryption_key"],
        "signing_key": person["signing_key"],
        "kdf": kdf,
    }
    inside = AESGCM(key).decrypt(bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["ciphertext"]), canonical(bound))
    keys: dict[str, str] = json.loads(inside)
    return keys


def test_that_an_outsider_opens_a_department_by_the_document_alone(department: Any) -> None:
    folder = department.folder
    newest = max(folder.glob("commit-*.json"))
    commit, commit_signature = read(newest)
    organisation_path = folder / f"org-{commit['organisation']['number']:06d}.json"
    people, people_signature = read(organisation_path)
    members = {person["id"]: person for person in people["people"]}

    assert sha256(organisation_path.read_bytes()).hexdigest() == commit["organisation"]["sha256"]
    assert sha256((folder / "commit-000002.json").read_bytes()).hexdigest() == commit["previous"]
    assert sha256((folder / "org-000001.json").read_bytes()).hexdigest() == people["previous"]
    verified(members[people["owner"]]["signing_key"], people_signature, canonical(people))
    verified(members[commit["writer"]]["signing_key"], commit_signature, canonical(commit))

    for section, entry in commit["sections"].items():
        content = (folder / entry["file"]).read_bytes()
        assert (sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["size"])
        text = {name: value for name, value in entry.items() if name != "signature"}
        text |= {"kind": "section-entry", "format": 1, "vault": people["vault"], "section": section}
        verified(members[entry["writer"]]["signing_key"], entry["signature"], canonical(text))

    for who, passphrase, vault in (
        (department.director, DIRECTOR, department.as_director()),
        (department.administrator, ADMINISTRATOR, department.as_administrator()),
    ):
        keys = unsealed(people, members[who], passphrase)
        assert keys["owner_key"] == members[people["owner"]]["signing_key"]
        seed = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys["signing_seed"]))
        assert seed.public_key().public_bytes_raw().hex() == members[who]["signing_key"]
        identity = pyrage.x25519.Identity.from_str(keys["decryption_key"])
        assert str(identity.to_public()) == members[who]["encryption_key"]
        opened = {
            section: json.loads(pyrage.decrypt(bytes.fromhex(grant["keys"][who]), [identity]))
            for section, grant in people["grants"].items()
            if who in grant["keys"]
        }
        expected = {
            section.value: {
                "kind": "section-key",
                "vault": people["vault"],
                "section": section.value,
                "epoch": 1,
                "key": vault.section_key(section).hex(),
            }
            for section in vault.person.role.sections
        }
        assert opened == expected
