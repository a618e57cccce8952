"""The inside of a sealed extract: a zip of the proposed files and a manifest that two people have signed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract_manifest import KIND
from cdconsole.domain.extract_proposal import ExtractFile, ExtractSignature, OpenedExtract
from cdconsole.vault.documents import Malformed, canonical, signature_holds

MANIFEST = "manifest.json"
_NAME = re.compile(r"README\.txt|[a-z][a-z-]{0,40}\.csv")
_LARGEST = 64 * 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip


@dataclass(frozen=True)
class SignedBy:
    """A signature with the public key that checks it."""

    signature: ExtractSignature
    key: bytes


def zipped_files(files: Iterable[ExtractFile]) -> bytes:
    """Return proposed files as they are kept until they are sealed."""
    return _zip([(file.name, json.dumps([file.title, file.rows, file.text]).encode()) for file in files])


def unzipped_files(body: bytes) -> tuple[ExtractFile, ...]:
    """Return the files that ``zipped_files`` kept."""
    with zipfile.ZipFile(io.BytesIO(body)) as kept:
        return tuple(ExtractFile(name, *json.loads(kept.read(name))) for name in kept.namelist())


def file_fields(files: Iterable[ExtractFile]) -> dict[str, dict[str, object]]:
    """Return what a manifest says of each file."""
    return {
        file.name: {"title": file.title, "sha256": _sha256(file), "bytes": len(file.text.encode())} for file in files
    }


def packed(manifest: str, files: Sequence[ExtractFile], signed: Sequence[SignedBy]) -> bytes:
    """Return the zip to be sealed. Raises UserFacingError where a file is not what the manifest says."""
    payload = json.loads(manifest)
    if file_fields(files) != payload["files"]:
        raise UserFacingError(
            "The files kept for this proposal are not those that were signed.", "Withdraw it and propose it again."
        )
    whole = canonical({"payload": payload, "signatures": [_signature_fields(one) for one in signed]})
    return _zip([(MANIFEST, whole), *((file.name, file.text.encode()) for file in files)])


def opened(data: bytes) -> OpenedExtract:
    """Return what an unsealed extract holds, every file and both signatures checked.

    The keys that check the signatures are those the manifest states: who they belong to is for the reader to ask.
    Raises UserFacingError where anything is missing, added or altered.
    """
    try:
        found = _unzip(data)
        whole = json.loads(found.pop(MANIFEST))
        payload, signatures = whole["payload"], whole["signatures"]
        _check_files(payload, found)
        signed_by = _check_signatures(canonical(payload), signatures)
        about = (
            f"{payload['clinician']['name']}, {payload['department']}. For {payload['recipient']}: {payload['purpose']}"
        )
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, Malformed) as problem:
        raise UserFacingError(
            "This is not a whole sealed extract of this program.", "Ask the department to seal it again."
        ) from problem
    return OpenedExtract(about, signed_by, found)


def _check_files(payload: Mapping[str, Any], found: Mapping[str, bytes]) -> None:
    if payload["kind"] != KIND or set(payload["files"]) != set(found):
        raise ValueError("files are missing or added")
    for name, body in found.items():
        if _NAME.fullmatch(name) is None or sha256(body).hexdigest() != payload["files"][name]["sha256"]:
            raise ValueError("a file is not what was signed")


def _check_signatures(text: bytes, signatures: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    keys = {signature["signing_key"] for signature in signatures}
    people = {signature["person"] for signature in signatures}
    if len(signatures) != 2 or len(keys) != 2 or len(people) != 2:
        raise ValueError("not signed by two people")
    for signature in signatures:
        if not signature_holds(bytes.fromhex(signature["signing_key"]), bytes.fromhex(signature["signature"]), text):
            raise ValueError("a signature does not hold")
    return tuple(f"{one['name']}, {one['role']} (key {one['signing_key'][:16]})" for one in signatures)


def _signature_fields(signed: SignedBy) -> dict[str, object]:
    return {
        "person": signed.signature.person,
        "name": signed.signature.name,
        "role": signed.signature.role,
        "at": signed.signature.at.isoformat(),
        "signing_key": signed.key.hex(),
        "signature": signed.signature.signature,
    }


def _sha256(file: ExtractFile) -> str:
    return sha256(file.text.encode()).hexdigest()


def _zip(parts: Iterable[tuple[str, bytes]]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            made.writestr(zipfile.ZipInfo(name, _EARLIEST), data, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        entries = held.infolist()
        if sum(entry.file_size for entry in entries) > _LARGEST:
            raise ValueError("more than a sealed extract can hold")
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names):
            raise ValueError("a file is in it twice")
        return {name: held.read(name) for name in names}
