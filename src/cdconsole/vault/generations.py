"""Find a department's newest generation and prove that its files are what its people signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection
from cdconsole.domain.people import Section
from cdconsole.vault.commits import (
    Commit,
    SectionEntry,
    check_not_older,
    check_succession,
    organisation_named,
    parse_commit,
)
from cdconsole.vault.documents import LaterVersion, Malformed, Stored, digest
from cdconsole.vault.folder import DepartmentFiles, document_name
from cdconsole.vault.organisation import Organisation, parse_organisation

KEPT_COMMITS = 10
RESTORE = "Nothing has been changed. Restore the department from an earlier generation or a backup."


@dataclass(frozen=True)
class Generation:
    """A published state: its people, and its commit once anything has been published."""

    organisation: Stored[Organisation]
    commit: Stored[Commit] | None

    @property
    def entries(self) -> tuple[SectionEntry, ...]:
        """Return the sections' entries."""
        return () if self.commit is None else tuple(self.commit.value.sections.values())


def newest_generation(folder: DepartmentFiles) -> Generation:
    """Return the newest generation, its signatures checked against the owner it names itself.

    Raises CannotOpenDepartment where it is damaged, incomplete or of a later version; an older generation is never
    opened in its place without a word.
    """
    # Sections are listed before the commits: of saves that end meanwhile, the commit is seen and not the section alone.
    sections = folder.section_generations()
    commits = folder.numbers("commit")
    _check_complete(sections, commits[-1] if commits else 0)
    if not commits:
        return Generation(read_organisation(folder, folder.numbers("org")[-1]), None)
    return read_generation(folder, commits[-1])


def read_generation(folder: DepartmentFiles, number: int) -> Generation:
    """Return one published generation with its signatures checked. Raises CannotOpenDepartment."""
    return Generation(*_read_commit(folder, number))


def _read_commit(folder: DepartmentFiles, number: int) -> tuple[Stored[Organisation], Stored[Commit]]:
    name = document_name("commit", number)
    data = folder.read(name)
    with _said_to_be_damaged(name):
        people = organisation_named(data)
    organisation = read_organisation(folder, people)
    with _said_to_be_damaged(name):
        commit = parse_commit(data, organisation)
        if commit.number != number:
            raise Malformed("its name and its number differ")
    return organisation, Stored(commit, digest(data))


def read_organisation(folder: DepartmentFiles, number: int) -> Stored[Organisation]:
    """Return one generation of the people, signed by the owner it names. Raises CannotOpenDepartment."""
    name = document_name("org", number)
    data = folder.read(name)
    with _said_to_be_damaged(name):
        organisation = parse_organisation(data)
        if organisation.number != number:
            raise Malformed("its name and its number differ")
    return Stored(organisation, digest(data))


def check_section_file(folder: DepartmentFiles, entry: SectionEntry) -> None:
    """Compare a section's file with its entry. Raises DamagedSection, naming the section, where they differ."""
    found = folder.measure(entry.file)
    if found is None:
        raise _damaged(entry, "is missing from the folder")
    if found.size == 0:
        raise _damaged(entry, "is empty")
    if found.size != entry.size:
        raise _damaged(entry, f"is damaged: it has {found.size:,} bytes instead of {entry.size:,}")
    if found.sha256 != entry.sha256:
        raise _damaged(entry, "is damaged: its content is not what was saved")


def earlier_problems(folder: DepartmentFiles, newest: Generation) -> tuple[str, ...]:
    """Return what is wrong with the earlier commits still kept, none of which stops the newest from opening.

    Raises DamagedSection or CannotOpenDepartment where a commit put back something older than the one before it.
    """
    problems = list(_unfinished(folder, newest))
    chain = [] if newest.commit is None else [newest]
    own = newest.commit.value.number if newest.commit else 0
    kept = kept_numbers(folder)
    for number in reversed([number for number in kept if number < own]):
        try:
            chain.append(read_generation(folder, number))
        except CannotOpenDepartment as problem:
            problems.append(f"An earlier generation cannot be used: {problem.message}")
            break
    for after, before in pairwise(chain):
        problems += _succession_problems(after, before)
    for left in _readable(folder, [number for number in folder.numbers("commit") if number < kept[0]] if kept else []):
        if newest.commit is not None and left.commit is not None:
            check_not_older(newest.commit.value, left.commit.value)
    return tuple(problems)


def _readable(folder: DepartmentFiles, numbers: Iterable[int]) -> Iterator[Generation]:
    """Return the generations of these numbers, those that can't be used passed over."""
    for number in numbers:
        try:
            generation = read_generation(folder, number)
        except CannotOpenDepartment:
            continue
        yield generation


def _succession_problems(later: Generation, earlier: Generation) -> Iterator[str]:
    after, before = later.commit, earlier.commit
    if after is None or before is None:
        return
    with _said_to_be_damaged(document_name("commit", after.value.number)):
        check_succession(after.value, before.value)
        people, people_before = later.organisation, earlier.organisation
        if people.sha256 != people_before.sha256 and not people.value.follows(people_before):
            raise Malformed("its list of people was not signed by who led the department before it")
    if after.value.previous != before.sha256:
        yield f"Commit {after.value.number} does not follow the commit {before.value.number} in this folder."


def _unfinished(folder: DepartmentFiles, newest: Generation) -> Iterator[str]:
    number = newest.commit.value.number if newest.commit else 0
    if number + 1 in folder.section_generations() and number + 1 not in folder.numbers("commit"):
        yield "A save did not finish, or is being made at this moment. The department is as it was before that save."


def _check_complete(generations: list[int], newest: int) -> None:
    """Refuse a folder that holds sections of later commits than its newest: commits were lost or not copied."""
    # A save under way, or one cut short, has the sections of the next commit there before it.
    if generations and generations[-1] > newest + 1:
        raise CannotOpenDepartment(
            f"The department is incomplete: it holds a section of generation {generations[-1]}, but no commit after "
            f"{newest}.",
            "Copy the whole folder again, or restore the department from a backup.",
        )


@contextmanager
def _said_to_be_damaged(name: str) -> Iterator[None]:
    """Turn what is wrong with a document into words that name its file."""
    try:
        yield
    except LaterVersion:
        raise CannotOpenDepartment(
            f"The department was made by a later version of this program ({name}).",
            "Install the newest version and open it again. Nothing has been changed.",
        ) from None
    except Malformed as problem:
        raise CannotOpenDepartment(f"{name} is damaged or has been altered: {problem}.", RESTORE) from None


def _damaged(entry: SectionEntry, what: str) -> DamagedSection:
    return DamagedSection(f"The {entry.section.value} section ({entry.file}) {what}.", RESTORE)


def kept_entries(folder: DepartmentFiles, section: Section) -> tuple[SectionEntry, ...]:
    """Return what a section was in each generation that is kept, newest first; damaged ones are passed over."""
    found: list[SectionEntry] = []
    for generation in _readable(folder, reversed(folder.numbers("commit"))):
        found += (entry for entry in generation.entries if entry.section is section and entry not in found)
    return tuple(found)


def commit_hash(folder: DepartmentFiles, number: int) -> str | None:
    """Return the SHA-256 of a commit's file, or None where it is not kept."""
    found = folder.measure(document_name("commit", number))
    return None if found is None else found.sha256


def kept_numbers(folder: DepartmentFiles) -> list[int]:
    """Return the numbers of the commits that must follow each other, lowest first.

    Where the kept ones are all there, older ones were left by a removal cut short; otherwise every one counts.
    """
    numbers = folder.numbers("commit")
    newest = numbers[-KEPT_COMMITS:]
    is_whole = len(newest) == KEPT_COMMITS and newest[-1] - newest[0] == KEPT_COMMITS - 1
    return newest if is_whole else numbers
