"""Answer, without a passphrase, whether a department's files are whole."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.vault.commits import SectionEntry
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import (
    check_section_file,
    earlier_problems,
    newest_generation,
    read_generation,
    read_organisation,
)


def verify(folder: Path) -> tuple[str, ...]:
    """Return every problem that shows without a passphrase: form, sizes, hashes and signatures of all generations kept.

    Signatures are compared with the owner that the lists of people name; only unlocking proves that owner genuine.
    Raises CannotOpenDepartment where the folder is not a department at all.
    """
    store = DepartmentFolder.existing(folder)
    problems = [*_newest_problems(store), *_people_problems(store), *_generation_problems(store)]
    return tuple(dict.fromkeys(problems))


def _newest_problems(store: DepartmentFolder) -> list[str]:
    try:
        return list(earlier_problems(store, newest_generation(store)))
    except CannotOpenDepartment as problem:
        return [problem.message]


def _people_problems(store: DepartmentFolder) -> list[str]:
    problems: list[str] = []
    owners: set[bytes] = set()
    for number in store.numbers("org"):
        try:
            owners.add(read_organisation(store, number).value.owner_key)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
    if len(owners) > 1:
        problems.append("The lists of people in this folder are signed by different owners.")
    return problems


def _generation_problems(store: DepartmentFolder) -> list[str]:
    problems: list[str] = []
    checked: set[SectionEntry] = set()
    for number in store.numbers("commit"):
        try:
            entries = set(read_generation(store, number).entries)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
            continue
        problems += _section_problems(store, entries - checked)
        checked |= entries
    return problems


def _section_problems(store: DepartmentFolder, entries: set[SectionEntry]) -> list[str]:
    problems: list[str] = []
    for entry in sorted(entries, key=_file_name):
        try:
            check_section_file(store, entry)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
    return problems


def _file_name(entry: SectionEntry) -> str:
    return entry.file
