"""Turn one generation of a department into the next, so that nobody ever sees half of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.people import Section
from cdconsole.vault.commits import Commit, SectionEntry
from cdconsole.vault.documents import Stored, digest
from cdconsole.vault.folder import DepartmentFolder, PublishConflict, conflict, document_name
from cdconsole.vault.generations import KEPT_COMMITS, Generation, read_generation
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.organisation import Organisation, Signer
from cdconsole.vault.placing import NameTaken, Placed, PublishFailed

_MOST_TRIES = 999


@dataclass(frozen=True)
class SectionFiles:
    """New encrypted section files, each with the head of its audit chain in hexadecimal."""

    files: Mapping[Section, Path] = field(default_factory=dict)
    audit_heads: Mapping[Section, str] = field(default_factory=dict)


class Publisher:
    """Writes generations in one person's name. Every failure leaves the department as it was.

    ``writer`` signs sections and commits; it differs from who signs the list of people only where a recovery key,
    which writes nothing, makes a new clinical director.
    """

    def __init__(
        self, folder: DepartmentFolder, keys: UnlockedKeys, clock: Clock, writer: UnlockedKeys | None = None
    ) -> None:
        self._folder = folder
        self._keys = keys
        self._writer = writer or keys
        self._clock = clock

    def publish_sections(self, after: Generation, sections: SectionFiles) -> Generation:
        """Copy new section files in and commit them. Raises PublishConflict or PublishFailed."""
        return self._publish(self._next_commit(after), after, after.organisation, sections)

    def signed_people(self, after: Generation, organisation: Organisation) -> Stored[Organisation]:
        """Return the next list of people, numbered and signed, before it is written. Raises PublishFailed."""
        numbered = replace(
            organisation,
            number=self._numbers("org")[-1] + 1,
            previous=after.organisation.sha256,
            signer=Signer(self._keys.person.id, self._keys.public.signing),
        )
        return Stored(numbered, digest(numbered.file(self._keys.sign)))

    def publish_people(self, after: Generation, people: Stored[Organisation], sections: SectionFiles) -> Generation:
        """Write a signed list of people, and commit it with the sections re-written for it.

        Raises PublishConflict or PublishFailed.
        """
        number = self._next_commit(after)
        place_organisation(self._folder, people.value, self._keys.sign)
        return self._publish(number, after, people, sections)

    def _publish(
        self, number: int, after: Generation, people: Stored[Organisation], sections: SectionFiles
    ) -> Generation:
        placed = self._place_sections(number, sections.files)
        entries = {
            section: SectionEntry(
                section=section,
                file=file.name,
                sha256=file.sha256,
                size=file.size,
                epoch=people.value.epoch(section),
                generation=number,
                writer=self._writer.person.id,
                audit_head=sections.audit_heads.get(section, ""),
            ).signed_by(self._writer.sign, people.value.vault)
            for section, file in placed.items()
        }
        try:
            return Generation(people, self._commit(number, after, people, entries))
        except PublishConflict:
            # Only here is it certain that no commit names these files; after any other failure one might.
            self._folder.remove(file.name for file in placed.values())
            raise

    def _next_commit(self, after: Generation) -> int:
        number = after.commit.value.number + 1 if after.commit else 1
        published = self._numbers("commit")
        if published and published[-1] >= number:
            raise conflict()
        if number > 1 and (not published or published[-1] < number - 1):
            raise PublishFailed(
                "The department's folder is older than what was saved in it before.",
                "Nothing was written. Tell the clinical director and who looks after the drive.",
            )
        return number

    def _numbers(self, kind: str) -> list[int]:
        try:
            return self._folder.numbers(kind)
        except CannotOpenDepartment as problem:
            raise PublishFailed(
                f"The department's folder could not be written. {problem.message}",
                "Check that the drive is connected and try again.",
            ) from problem

    def _place_sections(self, number: int, files: Mapping[Section, Path]) -> dict[Section, Placed]:
        placed: dict[Section, Placed] = {}
        try:
            for section, source in files.items():
                placed[section] = self._place_section(section, number, source)
        except PublishFailed:
            self._folder.remove(file.name for file in placed.values())
            raise
        return placed

    def _place_section(self, section: Section, number: int, source: Path) -> Placed:
        """Copy a section file in. A name left by a broken save is passed over: the commit's name is what counts."""
        for attempt in range(1, _MOST_TRIES + 1):
            suffix = "" if attempt == 1 else f"-{attempt}"
            try:
                return self._folder.place_copy(f"{section.value}-{number:06d}{suffix}.db", source)
            except NameTaken:
                continue
        raise PublishFailed(
            f"{self._folder.path} holds too many unfinished saves.", "Restore the department from a backup."
        )

    def _commit(
        self,
        number: int,
        after: Generation,
        people: Stored[Organisation],
        entries: Mapping[Section, SectionEntry],
    ) -> Stored[Commit]:
        """Write the commit: the one moment at which the new generation comes into being."""
        before = after.commit
        commit = Commit(
            number=number,
            vault=people.value.vault,
            previous=before.sha256 if before else "",
            organisation_number=people.value.number,
            organisation_sha256=people.sha256,
            at=whole_second(self._clock),
            writer=self._writer.person.id,
            sections={**(before.value.sections if before else {}), **entries},
        )
        data = commit.file(self._writer.sign)
        try:
            self._folder.place_bytes(document_name("commit", number), data)
        except NameTaken:
            raise conflict() from None
        self._prune(number)
        return Stored(commit, digest(data))

    def _prune(self, newest: int) -> None:
        """Remove what none of the last commits needs; if one of them can't be read, remove nothing."""
        with suppress(CannotOpenDepartment):
            kept = self._folder.numbers("commit")[-KEPT_COMMITS:]
            generations = [read_generation(self._folder, number) for number in kept]
            files = frozenset(entry.file for generation in generations for entry in generation.entries)
            self._folder.remove(self._folder.surplus(files, kept[0], newest))


def place_organisation(
    folder: DepartmentFolder, organisation: Organisation, sign: Callable[[bytes], bytes]
) -> Stored[Organisation]:
    """Sign a list of people and write it. Raises PublishConflict where its number is taken, or PublishFailed."""
    data = organisation.file(sign)
    try:
        folder.place_bytes(document_name("org", organisation.number), data)
    except NameTaken:
        raise conflict() from None
    return Stored(organisation, digest(data))


def whole_second(clock: Clock) -> datetime:
    """Return the time now in UTC as files hold it."""
    return clock.now().astimezone(UTC).replace(microsecond=0)
