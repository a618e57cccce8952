"""What a department's files are at one moment: each section's name, size and hash, signed by who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cdconsole.domain.errors import DamagedSection
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Section
from cdconsole.vault.documents import (
    FORMAT,
    SIGNATURE_BYTES,
    Fields,
    Malformed,
    Stored,
    canonical,
    mapping,
    moment,
    read_document,
    signature_holds,
    signed_file,
)
from cdconsole.vault.organisation import Organisation

KIND = "commit"
HASH_BYTES = 32


@dataclass(frozen=True)
class SectionEntry:
    """One section's file. ``generation`` is the number of the commit that brought it; the signature is its writer's."""

    section: Section
    file: str
    sha256: str
    size: int
    epoch: int
    generation: int
    writer: PersonId
    audit_head: str = ""
    signature: bytes = b""

    def signed_by(self, sign: Callable[[bytes], bytes], vault: str) -> SectionEntry:
        """Return the entry with its writer's signature."""
        return replace(self, signature=sign(self.signed_text(vault)))

    def signed_text(self, vault: str) -> bytes:
        """Return what the writer signs: every field, the section and the department."""
        named = {"kind": "section-entry", "format": FORMAT, "vault": vault, "section": self.section.value}
        return canonical(named | self.fields())

    def fields(self) -> dict[str, object]:
        """Return the entry without its signature, as files hold it."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "size": self.size,
            "epoch": self.epoch,
            "generation": self.generation,
            "writer": self.writer,
            "audit_head": self.audit_head,
        }


@dataclass(frozen=True)
class Commit:
    """One published state of the department. ``previous`` is the SHA-256 of the commit file before it, or empty."""

    number: int
    vault: str
    previous: str
    organisation_number: int
    organisation_sha256: str
    at: datetime
    writer: PersonId
    sections: Mapping[Section, SectionEntry]

    def file(self, sign: Callable[[bytes], bytes]) -> bytes:
        """Return the bytes of its file, signed."""
        return signed_file(
            {
                "kind": KIND,
                "format": FORMAT,
                "vault": self.vault,
                "number": self.number,
                "previous": self.previous,
                "organisation": {"number": self.organisation_number, "sha256": self.organisation_sha256},
                "at": moment(self.at),
                "writer": self.writer,
                "sections": {
                    section.value: entry.fields() | {"signature": entry.signature.hex()}
                    for section, entry in self.sections.items()
                },
            },
            sign,
        )


def organisation_named(data: bytes) -> int:
    """Return the number of the organisation that a commit file names, before anything else of it is believed."""
    payload = mapping(read_document(data, KIND).payload)
    return Fields(payload.get("organisation"), "number", "sha256").number("number")


def parse_commit(data: bytes, organisation: Stored[Organisation]) -> Commit:
    """Read a commit file and check it against the organisation it names.

    Raises Malformed for anything but the exact form and an own person's signature, LaterVersion, and DamagedSection
    where a section was signed by nobody with the right to write it.
    """
    document = read_document(data, KIND)
    fields = Fields(
        document.payload,
        *("kind", "format", "vault", "number", "previous", "organisation", "at", "writer", "sections"),
    )
    named = Fields(fields.value("organisation"), "number", "sha256")
    commit = Commit(
        number=fields.number("number"),
        vault=fields.id("vault"),
        previous=fields.binary("previous").hex(),
        organisation_number=named.number("number"),
        organisation_sha256=named.binary("sha256", HASH_BYTES).hex(),
        at=fields.moment("at"),
        writer=PersonId(fields.id("writer")),
        sections=_read_sections(fields.value("sections")),
    )
    people = organisation.value
    if (commit.vault, commit.organisation_sha256) != (people.vault, organisation.sha256):
        raise Malformed("it belongs to another list of people")
    writer = people.member(commit.writer)
    if writer is None:
        raise Malformed("it was written by somebody who does not belong to the department")
    if not writer.person.role.writes:
        raise Malformed("it was written with a recovery key, which writes nothing")
    document.check(writer.keys.signing)
    for entry in commit.sections.values():
        _check_entry(entry, commit, people)
    return commit


def _read_sections(value: object) -> dict[Section, SectionEntry]:
    groups = mapping(value)
    if not set(groups) <= {section.value for section in Section}:
        raise Malformed("it names an unknown section")
    return {Section(name): _read_entry(Section(name), groups[name]) for name in sorted(groups)}


def _read_entry(section: Section, value: object) -> SectionEntry:
    names = ("file", "sha256", "size", "epoch", "generation", "writer", "audit_head", "signature")
    fields = Fields(value, *names)
    generation = fields.number("generation")
    file = fields.text("file")
    if re.fullmatch(rf"{section.value}-{generation:06d}(-\d{{1,3}})?\.db", file) is None:
        raise Malformed(f"its {section.value} file has an impossible name")
    return SectionEntry(
        section=section,
        file=file,
        sha256=fields.binary("sha256", HASH_BYTES).hex(),
        size=fields.number("size"),
        epoch=fields.number("epoch"),
        generation=generation,
        writer=PersonId(fields.id("writer")),
        audit_head=fields.binary("audit_head").hex(),
        signature=fields.binary("signature", SIGNATURE_BYTES),
    )


def _check_entry(entry: SectionEntry, commit: Commit, people: Organisation) -> None:
    """Refuse a section that nobody entitled has signed, or one under another key than the one in force."""
    writer = people.member(entry.writer)
    if writer is None or entry.section not in writer.person.role.writes:
        who = "somebody who does not belong to the department" if writer is None else writer.person.name
        raise _refused(entry.section, f"was written by {who}, without the right to write it")
    if not signature_holds(writer.keys.signing, entry.signature, entry.signed_text(commit.vault)):
        raise _refused(entry.section, f"is not signed by {writer.person.name}, who is said to have written it")
    if entry.epoch != people.epoch(entry.section) or entry.generation > commit.number:
        raise _refused(entry.section, "is not of the generation that the list of people calls for")


def check_not_older(commit: Commit, seen: Commit) -> None:
    """Refuse a commit, any number after one that was seen, with a section older than it had. Raises DamagedSection."""
    for section, old in seen.sections.items():
        new = commit.sections.get(section)
        if new is None or new.generation < old.generation:
            raise _refused(section, f"was put back to an earlier generation before commit {commit.number}")


def check_succession(commit: Commit, before: Commit) -> None:
    """Refuse a commit that puts an older section in the place of a newer one. Raises DamagedSection, or Malformed."""
    for section, old in before.sections.items():
        new = commit.sections.get(section)
        carried_over = new == old
        newly_written = new is not None and new.generation == commit.number
        if not (carried_over or newly_written):
            raise _refused(section, f"was put back to an earlier generation in commit {commit.number}")
    if commit.organisation_number < before.organisation_number:
        raise Malformed("it goes back to an earlier list of people")


def _refused(section: Section, what: str) -> DamagedSection:
    return DamagedSection(
        f"The {section.value} section {what}.",
        "It is refused and nothing has been changed. Tell the clinical director, and restore the department from an "
        "earlier generation or a backup.",
    )
