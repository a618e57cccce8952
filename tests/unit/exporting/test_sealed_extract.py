from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract_proposal import ExtractFile, ExtractSignature
from cdconsole.domain.identity import PersonId
from cdconsole.exporting.sealed_extract import SignedBy, file_fields, opened, packed, unzipped_files, zipped_files
from cdconsole.vault.documents import canonical

FILES = (
    ExtractFile("README.txt", "What this is", 0, "About\r\n"),
    ExtractFile("goals.csv", "Agreed goals", 1, "goal\r\nRound earlier – é\r\n"),
)
MANIFEST = canonical(
    {
        "kind": "sealed-extract",
        "department": "Gastroenterology",
        "clinician": {"id": "ann", "name": "Dr Ann"},
        "recipient": "Prof. E.",
        "purpose": "Review",
        "files": file_fields(FILES),
    }
).decode()


def signed_by(name: str, text: str = MANIFEST, person: str = "") -> SignedBy:
    key = Ed25519PrivateKey.generate()
    at = datetime(2026, 11, 23, tzinfo=UTC)
    word = ExtractSignature(PersonId(person or name), name, "Deputy", at, key.sign(text.encode()).hex())
    return SignedBy(word, key.public_key().public_bytes_raw())


def whole() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed(MANIFEST, FILES, [signed_by("Dr A"), signed_by("Dr B")]))) as held:
        return {name: held.read(name) for name in held.namelist()}


def rezipped(parts: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return body.getvalue()


def with_manifest(change: Callable[[dict[str, Any]], object]) -> bytes:
    parts = whole()
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    return rezipped(parts | {"manifest.json": json.dumps(manifest).encode()})


def test_that_files_are_kept_whole_until_they_are_sealed() -> None:
    assert unzipped_files(zipped_files(FILES)) == FILES


def test_that_an_untouched_extract_opens() -> None:
    found = opened(rezipped(whole()))
    assert found.files == {file.name: file.text.encode() for file in FILES}
    assert [text.partition(" (")[0] for text in found.signed_by] == ["Dr A, Deputy", "Dr B, Deputy"]
    assert "Round" not in repr(found)


def test_that_files_other_than_those_of_the_manifest_are_not_packed() -> None:
    with pytest.raises(UserFacingError, match="not those that were signed"):
        packed(MANIFEST, FILES[:1], [signed_by("Dr A"), signed_by("Dr B")])


@pytest.mark.parametrize(
    "forged",
    [
        b"not a zip",
        rezipped({}),
        rezipped({**whole(), "goals.csv": b"altered"}),
        rezipped({**whole(), "extra.csv": b"added"}),
        rezipped({name: body for name, body in whole().items() if name != "goals.csv"}),
        with_manifest(lambda manifest: manifest["payload"].update(recipient="Somebody else")),
        with_manifest(lambda manifest: manifest["payload"].update(kind="commit")),
        with_manifest(lambda manifest: manifest["signatures"].pop()),
        with_manifest(lambda manifest: manifest["signatures"].__setitem__(1, manifest["signatures"][0])),
        with_manifest(lambda manifest: manifest["signatures"][0].update(signature="zz")),
        with_manifest(lambda manifest: manifest["signatures"][0].update(signature="00" * 64)),
        with_manifest(lambda manifest: manifest.update(signatures="none")),
    ],
)
def test_that_anything_altered_added_missing_or_signed_by_one_is_refused(forged: bytes) -> None:
    with pytest.raises(UserFacingError, match="not a whole sealed extract"):
        opened(forged)


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/passwd", "Goals.csv", "a.txt"])
def test_that_no_file_can_be_written_elsewhere(name: str) -> None:
    files = (ExtractFile(name, "", 0, "x"),)
    text = canonical(json.loads(MANIFEST) | {"files": file_fields(files)}).decode()
    data = packed(text, files, [signed_by("Dr A", text), signed_by("Dr B", text)])
    with pytest.raises(UserFacingError):
        opened(data)


def test_that_one_person_with_two_keys_is_not_two_people() -> None:
    data = packed(MANIFEST, FILES, [signed_by("Dr A", person="a"), signed_by("Dr A", person="a")])
    with pytest.raises(UserFacingError):
        opened(data)
