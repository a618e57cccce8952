"""The open files of a department's sections, and how each is brought to stand on what the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import DamagedSection, NotEntitled
from cdconsole.domain.people import Section
from cdconsole.storage.dirty_marker import Base
from cdconsole.storage.disk import disk_asked
from cdconsole.storage.local_copy import LocalCopy, Published, hash_of
from cdconsole.storage.merging import Copy, MergeTerms, merge
from cdconsole.storage.progress import Report, unheard
from cdconsole.storage.section_file import SectionFile
from cdconsole.storage.sqlcipher import damaged
from cdconsole.vault import Vault
from cdconsole.vault.generations import kept_entries


class OpenSections:
    """Holds one file a section that the person can read; ``vault`` says where each of them should stand."""

    def __init__(self, vault: Vault, folder: Path, clock: Clock) -> None:
        self.vault = vault
        self.notices: tuple[str, ...] = ()
        self.copies = {section: LocalCopy(folder, section) for section in Section if vault.can(section)}
        self._clock = clock
        self._files: dict[Section, SectionFile] = {}

    def __getitem__(self, section: Section) -> SectionFile:
        """Return a section's open file, opened again where the disk failed while it was exchanged.

        Raises NotEntitled where the person has no key to it, and what ``open`` raises.
        """
        self.vault.section_key(section)
        if section not in self._files:
            self._open_as_it_should_be(section)
        return self._files[section]

    @property
    def files(self) -> tuple[SectionFile, ...]:
        """Return the files that are open."""
        return tuple(self._files.values())

    @property
    def dirty(self) -> frozenset[Section]:
        """Return the sections with work that is on this computer only."""
        return frozenset(section for section, copy in self.copies.items() if copy.marker.is_set)

    def create(self) -> None:
        """Make every section anew. Raises UserFacingError where the disk refuses."""
        for section, copy in self.copies.items():
            key = self.vault.section_key(section)
            self._files[section] = SectionFile.create(copy.path, key, section, self._clock)

    def open(self, report: Report = unheard) -> None:
        """Open every section as the folder has it, unpublished work of last time merged onto it.

        Raises DamagedSection, CannotOpenDepartment, and UserFacingError where the disk refuses.
        """
        for done, section in enumerate(self.copies):
            report(done, len(self.copies), f"Copying and opening the {section.value} section")
            self._open_as_it_should_be(section)

    def shut(self, sections: Iterable[Section]) -> None:
        """Close files that are about to be exchanged: where that fails, none is worked on as it was before."""
        for section in sections:
            if section in self._files:
                self._files.pop(section).close()

    def replace(self, section: Section, fresh: Path) -> None:
        """Go on with a published file, fetched or staged, in the place of the open one."""
        self.shut([section])
        self.copies[section].take_over(fresh)
        self._open(section)

    def merge(self, section: Section) -> None:
        """Go on with unpublished work merged onto the file that was fetched."""
        self.shut([section])
        published = self.published(section)
        if published is not None:
            self._merge(section, published)
        self._open(section)

    def was_sent(self, section: Section, sent: Path, *, is_all: bool) -> None:
        """Say that a copy of the open file was published; where it is not all, work came since that is based on it."""
        published = self.published(section)
        if published is not None:
            copy = self.copies[section]
            (copy.is_published if is_all else copy.stand_on)(sent, published.base)
            self._files[section].base = published.base

    def close(self) -> None:
        """Close all files; what was committed is on the disk already."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def published(self, section: Section, vault: Vault | None = None) -> Published | None:
        """Return a section's file in the folder, as this vault or another one has it; None before it was published."""
        vault = vault or self.vault
        path, commit = vault.section_path(section), vault.commit
        if path is None or commit is None:
            return None
        return Published(path, commit.sections[section].sha256, vault.epoch(section))

    @disk_asked()
    def _open_as_it_should_be(self, section: Section) -> None:
        """Open a section as the folder has it, unpublished work merged onto it."""
        copy, published = self.copies[section], self.published(section)
        if not copy.settle(published):
            self._catch_up(section, published)
        try:
            _twice(partial(self._open, section), copy.path)
        except DamagedSection:
            if not copy.marker.is_set or published is None:
                raise
            self.notices = (*self.notices, copy.set_aside("it was found damaged"))
            copy.take_over(copy.fetch(published))
            self._open(section)

    def _open(self, section: Section) -> None:
        copy, published = self.copies[section], self.published(section)
        standing = (Base(), None) if published is None else (published.base, copy.keep_base)
        key = self.vault.section_key(section)
        self._files[section] = SectionFile.open(copy.path, key, section, self._clock, *standing)

    def _catch_up(self, section: Section, published: Published | None) -> None:
        """Bring a copy that is missing, old or diverged to what the folder has."""
        copy = self.copies[section]
        if published is None:
            raise damaged(copy.path.name, "was never published from the computer that made the department")
        fetched = copy.fetch(published)
        if copy.path.exists() and copy.marker.is_set:
            self._merge(section, published)
        else:
            copy.take_over(fetched)

    def _merge(self, section: Section, published: Published) -> None:
        """Merge the unpublished work in a copy, whose file is closed, onto the file that was fetched."""
        copy = self.copies[section]
        base = self._base(section)
        if base is not None and base[1].sha256 == published.sha256:
            copy.marker.replace(published.base)  # what was published last is this work, up to some moment
            return
        if base is None:
            self._set_aside(copy, "what it was based on is not there any more")
            return
        try:
            ours_key = self.vault.key_of_epoch(section, copy.marker.base.epoch)
            terms = MergeTerms(section, self._clock.now(), self.vault.person)
            key = self.vault.section_key(section)
            based_on = Copy(base[0], self.vault.key_of_epoch(section, base[1].epoch))
            copy.merged.unlink(missing_ok=True)
            ours, theirs = Copy(copy.path, ours_key), Copy(copy.fetched, key)
            _twice(partial(merge, based_on, ours, theirs, copy.merged, terms), copy.path, copy.fetched, base[0])
        except (DamagedSection, NotEntitled) as problem:
            self._set_aside(copy, f"it can't be merged: {problem.message}")
            return
        copy.take_merged(published)

    def _base(self, section: Section) -> tuple[Path, Base] | None:
        """Return the newest published file that the work in a copy is based on, from here or from the folder."""
        copy = self.copies[section]
        marked = copy.marker.base
        for entry in kept_entries(self.vault.store, section):
            here = copy.sent_file(entry.sha256)
            if here is None and entry.sha256 == marked.sha256:
                there = Published(self.vault.folder / entry.file, entry.sha256, entry.epoch)
                here = copy.base_file(entry.sha256) or copy.fetch(there, copy.path.with_suffix(".older"))
            if here is not None:
                return here, Base(entry.sha256, entry.epoch)
        here = copy.base_file(marked.sha256)
        return None if here is None else (here, marked)

    def _set_aside(self, copy: LocalCopy, why: str) -> None:
        self.notices = (*self.notices, copy.set_aside(why))
        copy.take_over(copy.fetched)


def _twice(act: Callable[[], object], *files: Path) -> None:
    """Do something that damage may stop, once more if it did: a disk that fails for a moment looks like damage."""
    try:
        act()
    except DamagedSection:
        for file in files:
            hash_of(file)  # raises where the disk can't read all of it
        act()
