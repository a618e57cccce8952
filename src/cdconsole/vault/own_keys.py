"""Each person's own file of sealed keys: a passphrase is changed by writing the next one, without anybody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.identity import PersonId
from cdconsole.vault import crockford
from cdconsole.vault.documents import FORMAT, Fields, LaterVersion, Malformed, digest, read_document, signed_file
from cdconsole.vault.folder import DepartmentFolder, conflict
from cdconsole.vault.identity import (
    KDF_FIELDS,
    NONCE_BYTES,
    Identity,
    PublicKeys,
    SealedIdentity,
    kdf_fields,
    read_sealed,
    unseal,
)
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.organisation import Member, Organisation
from cdconsole.vault.placing import NameTaken, PublishFailed

KIND = "own-keys"
INTRODUCTION_BYTES = 10
_LAST_NUMBER = 999_999_999
FILE = re.compile(r"keys-([0-9a-f]{32})-(\d{6,9})\.json")


@dataclass(frozen=True)
class OwnKeys:
    """A person's sealed keys. An introduction opens once, to choose a passphrase; then its file goes."""

    person: PersonId
    number: int
    keys: PublicKeys
    is_introduction: bool
    sealed: SealedIdentity

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"keys-{self.person}-{self.number:06d}.json"

    def file(self, vault: str, sign: Callable[[bytes], bytes]) -> bytes:
        """Return the bytes of its file, signed by the person's own key."""
        bound = _bound(vault, self.person, self.number, self.keys, is_introduction=self.is_introduction)
        return signed_file(
            bound
            | {
                "kind": KIND,
                "format": FORMAT,
                "kdf": kdf_fields(self.sealed),
                "nonce": self.sealed.nonce.hex(),
                "ciphertext": self.sealed.ciphertext.hex(),
            },
            sign,
        )


@dataclass(frozen=True)
class Seal:
    """How a person's keys are sealed: under which passphrase, at what cost, and whether as an introduction."""

    passphrase: str
    kdf: KdfParameters
    is_introduction: bool = False

    def __repr__(self) -> str:
        return "Seal(...)"


def seal_keys(vault: str, person: PersonId, number: int, identity: Identity, seal: Seal) -> OwnKeys:
    """Return a person's keys sealed for the file of this number."""
    bound = _bound(vault, person, number, identity.public, is_introduction=seal.is_introduction)
    sealed = identity.seal(seal.passphrase, bound, seal.kdf)
    return OwnKeys(person, number, identity.public, seal.is_introduction, sealed)


def place_own_keys(folder: DepartmentFolder, vault: str, own: OwnKeys, identity: Identity) -> None:
    """Write a file of own keys. Raises PublishConflict where its number was taken meanwhile, PublishFailed.

    A failure after it got its name takes it away again: what is told as failed must not be in force.
    """
    data = own.file(vault, identity.sign)
    try:
        folder.place_bytes(own.name, data)
    except NameTaken:
        raise conflict() from None
    except PublishFailed:
        with suppress(CannotOpenDepartment):
            there = folder.measure(own.name)
            if there is not None and there.sha256 == digest(data):
                folder.remove((own.name,))
        raise


def remove_earlier_keys(folder: DepartmentFolder, person: PersonId, number: int) -> None:
    """Take a person's files of keys before this number away: what they were sealed with opens nothing here now."""
    folder.remove(name for name, found in _files(folder, person) if found < number)


def remove_all_keys(folder: DepartmentFolder, person: PersonId) -> None:
    """Take away the files of keys of somebody who does not belong any more."""
    folder.remove(name for name, _ in _files(folder, person))


def next_number(folder: DepartmentFolder, person: PersonId) -> int:
    """Return the number that a person's next file of keys gets.

    Raises PublishFailed where somebody has left a file with the last number there is: what came after it would not be
    found, and the file that still opens would be taken away.
    """
    number = max((number for _, number in _files(folder, person)), default=0) + 1
    if number > _LAST_NUMBER:
        raise PublishFailed(
            f"A file in {folder.path} stands in the way: keys-{person}-{_LAST_NUMBER}.json was not written by this "
            "program.",
            "Ask who looks after the drive to take it away, and try again.",
        )
    return number


def newest_own_keys(folder: DepartmentFolder, vault: str, member: Member) -> OwnKeys | None:
    """Return the newest file that a person's own key has signed; what somebody else left there counts for nothing.

    Raises CannotOpenDepartment where a later version wrote it.
    """
    return _newest(folder, _files(folder, member.person.id), vault, member)


def _newest(folder: DepartmentFolder, files: Iterable[tuple[str, int]], vault: str, member: Member) -> OwnKeys | None:
    for name, _ in sorted(files, key=_number, reverse=True):
        with suppress(Malformed):
            return _parse(folder.read(name), name, vault, member)
    return None


def open_own_keys(folder: DepartmentFolder, organisation: Organisation, member: Member, passphrase: str) -> Identity:
    """Return a person's private keys, proved to belong to their public ones.

    Raises WrongPassphrase, and CannotOpenDepartment where their file of keys is missing.
    """
    own = newest_own_keys(folder, organisation.vault, member)
    sealed = own.sealed if own is not None else member.sealed
    if sealed is None:
        raise CannotOpenDepartment(
            f"The file with {member.person.name}'s keys is missing or damaged.",
            "Restore it from a backup, or ask the clinical director for a new introduction code.",
        )
    identity = unseal(sealed, passphrase, member.person.name)
    if identity.public != member.keys:
        raise CannotOpenDepartment(f"The keys of {member.person.name} are not theirs.", "Restore a backup.")
    return identity


def introduction_passphrase(code: str) -> str:
    """Return the passphrase that an introduction code stands for. Raises RuleBroken where it is mistyped."""
    return crockford.written(crockford.read(code, INTRODUCTION_BYTES, "passphrase"))


def cost_of(own: OwnKeys | None, member: Member) -> KdfParameters:
    """Return what deriving a person's key costs at present, to keep it so."""
    sealed = member.sealed if own is None else own.sealed
    return KdfParameters() if sealed is None else sealed.kdf


def newcomers(folder: DepartmentFolder, organisation: Organisation) -> frozenset[PersonId]:
    """Return who has not chosen a passphrase of their own yet. Nobody whose file can't be read stops the others."""
    found = []
    with suppress(CannotOpenDepartment):
        files = _all_files(folder)
        for member in organisation.members:
            with suppress(CannotOpenDepartment):
                own = _newest(folder, files.get(member.person.id, ()), organisation.vault, member)
                if own is not None and own.is_introduction:
                    found.append(member.person.id)
    return frozenset(found)


def _files(folder: DepartmentFolder, person: PersonId) -> list[tuple[str, int]]:
    return _all_files(folder).get(person, [])


def _all_files(folder: DepartmentFolder) -> dict[str, list[tuple[str, int]]]:
    """Return each person's files with their numbers."""
    found: dict[str, list[tuple[str, int]]] = {}
    for match in map(FILE.fullmatch, folder.names()):
        if match:
            found.setdefault(match[1], []).append((match[0], int(match[2])))
    return found


def _number(file: tuple[str, int]) -> int:
    return file[1]


def _bound(vault: str, person: PersonId, number: int, keys: PublicKeys, *, is_introduction: bool) -> dict[str, object]:
    return {
        "kind": "sealed-identity",
        "format": 2,
        "vault": vault,
        "person": person,
        "number": number,
        "introduction": is_introduction,
        "encryption_key": keys.encryption,
        "signing_key": keys.signing.hex(),
    }


def _parse(data: bytes, name: str, vault: str, member: Member) -> OwnKeys:
    try:
        document = read_document(data, KIND)
    except LaterVersion:
        raise CannotOpenDepartment(
            f"The keys were written by a later version of this program ({name}).",
            "Install the newest version and open it again. Nothing has been changed.",
        ) from None
    document.check(member.keys.signing)
    own = ("kind", "format", "vault", "person", "number", "introduction", "encryption_key", "signing_key")
    fields = Fields(document.payload, *own, "kdf", "nonce", "ciphertext")
    number, is_introduction = fields.number("number"), fields.flag("introduction")
    keys = PublicKeys(fields.text("encryption_key"), fields.binary("signing_key"))
    bound = _bound(vault, member.person.id, number, member.keys, is_introduction=is_introduction)
    kdf = Fields(fields.value("kdf"), *KDF_FIELDS)
    sealed = read_sealed(kdf, fields.binary("nonce", NONCE_BYTES), fields.binary("ciphertext"), bound)
    read = OwnKeys(PersonId(fields.id("person")), number, keys, is_introduction, sealed)
    if (read.name, fields.id("vault"), keys) != (name, vault, member.keys):
        raise Malformed("it belongs somewhere else")
    return read
