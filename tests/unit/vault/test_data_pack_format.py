"""Read and write a data pack by docs/formats/data-pack.md alone: its reader and writer import nothing of the vault."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unit.vault.packs import FILES, VAULT, a_sender, sealed

WORDS = Path(__file__).resolve().parents[3] / "resources" / "words" / "eff_large_wordlist.txt"


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def line(*parts: str) -> str:
    body = "_".join(parts)
    return f"{body}_{sha256(body.encode()).hexdigest()[:8]}"


def read_by_the_document(data: bytes, identity: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    first, _, rest = data.partition(b"\n")
    magic, key = first.decode("ascii").split(" ")
    prefix, vault, recipient, _check = key.split("_")
    assert (magic, prefix, key) == ("cdpack1", "cdvkey1", line("cdvkey1", vault, recipient))
    plain = pyrage.decrypt(rest, [pyrage.x25519.Identity.from_str(identity)])
    length = int.from_bytes(plain[:4], "big")
    header, at = plain[4 : 4 + length], 4 + length
    whole = json.loads(header)
    assert canonical(whole) == header
    payload = whole["payload"]
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(payload["sender"]["key"]))
    signer.verify(bytes.fromhex(whole["signature"]), canonical(payload))
    assert payload["vault"] == vault
    files = {}
    for file in payload["files"]:
        content = plain[at : at + file["size"]]
        at += file["size"]
        assert sha256(content).hexdigest() == file["sha256"]
        files[file["name"]] = content
    assert at == len(plain)
    return payload, files


def write_by_the_document(vault: str, recipient: str, seed: Ed25519PrivateKey) -> bytes:
    content = b"spell,patient\n1,2\n"
    payload = {
        "kind": "data-pack",
        "format": 1,
        "vault": vault,
        "sender": {"name": "Somebody else's program", "key": seed.public_key().public_bytes_raw().hex()},
        "period": None,
        "sequence": 1,
        "at": "2026-11-23T10:42:00Z",
        "files": [{"name": "é.csv", "size": len(content), "sha256": sha256(content).hexdigest()}],
    }
    header = canonical({"payload": payload, "signature": seed.sign(canonical(payload)).hex()})
    plain = len(header).to_bytes(4, "big") + header + content
    label = f"cdpack1 {line('cdvkey1', vault, recipient)}\n".encode()
    return label + pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])


def test_that_an_outsider_reads_a_pack_by_the_document_alone(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    sender = a_sender(tmp_path)
    payload, files = read_by_the_document(sealed(str(identity.to_public()), sender), str(identity))
    assert files == FILES
    assert payload["sender"] == {"name": "BI team", "key": sender.key.hex()}
    assert payload["period"] == {"from": "2026-10", "to": "2026-10"}
    assert (payload["vault"], payload["sequence"]) == (VAULT, 1)


def test_that_a_pack_written_by_the_document_alone_is_opened() -> None:
    from cdconsole.vault.data_pack import open_pack

    identity, seed = pyrage.x25519.Identity.generate(), Ed25519PrivateKey.generate()
    recipient = str(identity.to_public())
    opened = open_pack(write_by_the_document(VAULT, recipient, seed), VAULT, {recipient: str(identity)})
    assert (opened.header.sender, opened.header.period) == ("Somebody else's program", None)
    assert [file.name for file in opened.header.files] == ["é.csv"]
    assert opened.contents == (b"spell,patient\n1,2\n",)


def test_that_an_outsider_finds_the_same_six_words_and_public_line(tmp_path: Path) -> None:
    from cdconsole.vault.fingerprint import fingerprint
    from cdconsole.vault.public_lines import sender_line

    key = a_sender(tmp_path).key
    words = WORDS.read_text(encoding="utf-8").split()
    number, found = int(sha256(key).hexdigest(), 16), []
    for _ in range(6):
        found.append(words[number % 7776])
        number //= 7776
    assert fingerprint(key) == " ".join(found)
    assert sender_line(key) == line("cdvsender1", key.hex())
