"""What crosses between the open sections and the department's folder: publishing, others' work, changes of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.people import Section
from cdconsole.storage.disk import disk_asked
from cdconsole.storage.open_sections import OpenSections
from cdconsole.storage.section_topics import SECTION_TOPICS
from cdconsole.storage.seen import SeenCommit
from cdconsole.vault import (
    Commit,
    Generation,
    KdfParameters,
    Membership,
    PeopleChange,
    PublishConflict,
    SectionFiles,
    Vault,
)

_MOST_TRIES = 20


@dataclass(frozen=True)
class Staged:
    """Section files on their way to the folder, and how many units of work each holds; a thread may ``send`` them."""

    files: Mapping[Section, Path]
    commits: Mapping[Section, int]
    send: Callable[[], Generation]


@dataclass(frozen=True)
class Arrival:
    """A newer state of the folder, proved; the files of these sections were fetched, still encrypted."""

    vault: Vault
    sections: frozenset[Section]


class Exchange:
    """One open department's traffic with its folder.

    ``stage``, ``settle``, ``drop`` and ``take_over`` touch the open files; ``Staged.send`` and ``look`` touch the
    share, and may run in another thread meanwhile. ``before_publishing`` lets that thread come to an end first.
    """

    def __init__(self, sections: OpenSections, seen: SeenCommit) -> None:
        self.before_publishing: Callable[[], None] = _nothing
        self._sections = sections
        self._seen = seen

    @property
    def unpublished(self) -> frozenset[Section]:
        """Return the sections with work that is on this computer only."""
        return self._sections.dirty

    # --- to the folder -----------------------------------------------------------------------------------------------

    @disk_asked()
    def publish(self) -> Commit | None:
        """Write the sections with unpublished work to the department folder; None where there is nothing to write.

        Work of others that came first is merged with. Raises what ``Vault.publish`` raises; the work then stays on
        this computer, marked as unpublished.
        """
        self.before_publishing()
        for _ in range(_MOST_TRIES):
            staged = self.stage()
            if staged is None:
                return None
            try:
                return self.settle(staged, staged.send())
            except PublishConflict as conflict:
                refused = conflict
                self.drop(staged)
                self.pull()
            except BaseException:
                self.drop(staged)
                raise
        raise refused

    @disk_asked()
    def stage(self) -> Staged | None:
        """Copy the sections with unpublished work, as they are now, to be sent; None where there is nothing to write.

        Raises UserFacingError where the disk refuses.
        """
        sections = self.unpublished & frozenset(self._sections.vault.person.role.writes)
        if not sections:
            return None
        files = {section: self._sections.copies[section].staged for section in sections}
        for section, path in files.items():
            path.unlink(missing_ok=True)
            self._sections[section].backup_to(path)
        publish = self._sections.vault.publication(SectionFiles(files, self._audit_heads(sections)))
        proofs = [self._sections[section].prover(path) for section, path in files.items()]

        def send() -> Generation:
            for prove in proofs:
                prove()
            return publish()

        return Staged(files, {section: self._sections[section].commits for section in sections}, send)

    @disk_asked()
    def settle(self, staged: Staged, generation: Generation) -> Commit:
        """Take over what was sent: the local copies are the published files now, or work based on them."""
        commit = self._sections.vault.stand_on(generation)
        for section, path in staged.files.items():
            is_all = self._sections[section].commits == staged.commits[section]
            self._sections.was_sent(section, path, is_all=is_all)
        self._seen.note(self._sections.vault)
        return commit

    @disk_asked()
    def drop(self, staged: Staged) -> None:
        """Give up on what was staged. It is kept as a possible base: a share that failed late may have it after all."""
        for section, path in staged.files.items():
            if path.exists():
                self._sections.copies[section].keep_as_sent(path)

    # --- from the folder ---------------------------------------------------------------------------------------------

    def pull(self) -> ChangeSet:
        """Take over what others have published, if anything, and return what it changes here."""
        arrival = self.look()
        return ChangeSet() if arrival is None else self.take_over(arrival)

    @disk_asked()
    def look(self) -> Arrival | None:
        """Return the newer state of the folder with its new section files, or None where there is none.

        Raises OlderThanSeen, CannotOpenDepartment, DamagedSection, NotEntitled where the person's keys were taken back,
        and UserFacingError where the disk refuses.
        """
        newest = self._sections.vault.newest()
        if newest is self._sections.vault:
            return None
        self._seen.check(newest)
        changed = []
        for section, copy in self._sections.copies.items():
            published = self._sections.published(section, newest)
            if published is not None and published != self._sections.published(section):
                copy.fetch(published)
                changed.append(section)
        return Arrival(newest, frozenset(changed))

    @disk_asked()
    def take_over(self, arrival: Arrival) -> ChangeSet:
        """Work on what has arrived from now on, unpublished work merged onto it. Return what may have changed."""
        earlier = self._sections.vault
        if arrival.vault.number <= earlier.number:
            return ChangeSet()  # this computer has published meanwhile
        self._sections.vault = arrival.vault
        self._sections.shut(arrival.sections)
        for section in arrival.sections:
            if section in self.unpublished:
                self._sections.merge(section)
            else:
                self._sections.replace(section, self._sections.copies[section].fetched)
        self._seen.note(arrival.vault)
        topics = frozenset[Topic]().union(*(SECTION_TOPICS[section] for section in arrival.sections))
        return ChangeSet(
            topics if earlier.organisation.members == arrival.vault.organisation.members else topics | {Topic.PEOPLE}
        )

    # --- people ------------------------------------------------------------------------------------------------------

    @disk_asked()
    def change_people(self, make: Callable[[Membership], PeopleChange], kdf: KdfParameters) -> PeopleChange:
        """Publish a change of the people, every section it gives a fresh key re-encrypted, and return what was made.

        Raises what ``make`` raises, PublishConflict and PublishFailed.
        """
        for _ in range(_MOST_TRIES):
            self.publish()
            self.pull()
            change = make(self._sections.vault.keyholders.membership(kdf))
            files = {section: self._sections.copies[section].staged for section in change.fresh}
            for section, path in files.items():
                path.unlink(missing_ok=True)
                self._sections[section].rekey_to(path, change.fresh[section])
            try:
                self._sections.vault.keyholders.change_people(change, SectionFiles(files, self._audit_heads(files)))
            except PublishConflict as conflict:
                refused = conflict
                continue
            self._sections.shut(files)
            for section, path in files.items():
                self._sections.replace(section, path)
            self._seen.note(self._sections.vault)
            return change
        raise refused

    def _audit_heads(self, sections: Iterable[Section]) -> dict[Section, str]:
        return {section: self._sections[section].audit_head() for section in sections}


def _nothing() -> None:
    """Nothing is on its way where everything is done in one thread."""
