"""Put records back to an earlier state. The present state stays in the folder, and what was logged stays logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection
from cdconsole.domain.people import Section
from cdconsole.storage import health
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.local_copy import cache_folder
from cdconsole.storage.private_folder import private_folder
from cdconsole.storage.section_file import Reading, SectionFile
from cdconsole.vault.commits import SectionEntry
from cdconsole.vault.earlier import earlier_keys
from cdconsole.vault.folder import DepartmentFiles
from cdconsole.vault.generations import Generation
from cdconsole.vault.placing import place

# What was done, changed and exported since then did happen: these only ever grow, each by this number.
_LOGS = {
    "audit_event": "sequence",
    "audit_earlier_key": "up_to_sequence",
    "history": "sequence",
    "export_log": "sequence",
}


class Restoration:
    """Restores sections of an open department from a generation, found in its folder or in a backup."""

    def __init__(self, department: DepartmentFile, home: Path, files: DepartmentFiles, chosen: Generation) -> None:
        self._department = department
        self._private = cache_folder(home, department.vault.id)
        self._files = files
        self._entries = {entry.section: entry for entry in chosen.entries}
        self._keys = earlier_keys(department.vault, chosen)

    def restore(self, sections: Iterable[Section], subject: str) -> None:
        """Replace the sections' records by the earlier ones, with an audit event in each; not published yet.

        ``subject`` says where from. Everything is proved before anything is replaced. Raises CannotOpenDepartment or
        DamagedSection, with nothing changed, and NotEntitled.
        """
        with private_folder(self._private, "restoring") as folder, ExitStack() as held:
            ready = {
                section: held.enter_context(closing(self._prepared(folder, section, subject))) for section in sections
            }
            for section, file in ready.items():
                self._department.replace_section(section, file)

    def _prepared(self, folder: Path, section: Section, subject: str) -> SectionFile:
        """Return the earlier section under the present key, with what has been logged since and the audit event."""
        entry = self._entries.get(section)
        if entry is None:
            raise CannotOpenDepartment(
                f"That state has no {section.value} section.", "Choose another state, or another section."
            )
        present_key = self._department.vault.section_key(section)
        path = self._fetched(folder, entry)
        if self._keys.get(section) != present_key:
            path = self._under_present_key(path, section, present_key)
        file = SectionFile.open(path, present_key, section, self._department.clock)
        try:
            self._carry_on(file, subject)
        except BaseException:
            file.close()
            raise
        return file

    def _fetched(self, folder: Path, entry: SectionEntry) -> Path:
        name = f"{entry.section.value}.db"
        if place(folder, name, self._files.chunks(entry.file)).sha256 != entry.sha256:
            raise DamagedSection(
                f"The {entry.section.value} section of that state is damaged.", "Nothing was changed. Choose another."
            )
        with closing(self._opened_as_it_was(folder / name, entry.section)) as file:
            problems = health.problems(file)
        if problems:
            raise DamagedSection(f"That state is damaged: {problems[0]}", "Nothing was changed. Choose another.")
        return folder / name

    def _opened_as_it_was(self, path: Path, section: Section) -> SectionFile:
        if section not in self._keys:
            raise CannotOpenDepartment(
                f"You have no key to the {section.value} section of that time.", "Ask somebody who has to restore it."
            )
        return SectionFile.open(path, self._keys[section], section, self._department.clock)

    def _under_present_key(self, path: Path, section: Section, key: bytes) -> Path:
        fresh = path.with_name(f"{section.value}-rekeyed.db")
        with closing(self._opened_as_it_was(path, section)) as file:
            file.rekey_to(fresh, key)
        return fresh

    def _carry_on(self, file: SectionFile, subject: str) -> None:
        with file.snapshot() as earlier, self._department.snapshot(file.section) as present:
            newer = _newer_rows(earlier, present)
        with file.unit_of_work(self._department.person) as work:
            for table, rows in newer.items():
                if rows:
                    work.execute_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            work.audit("restored", subject)
            work.commit()


def _newer_rows(earlier: Reading, present: Reading) -> Mapping[str, list[tuple[object, ...]]]:
    """Return what the present logs hold beyond the earlier ones; nothing where they are not the same logs continued."""
    last = earlier.row("SELECT sequence, mac FROM audit_event ORDER BY sequence DESC LIMIT 1")
    if last and present.row("SELECT sequence, mac FROM audit_event WHERE sequence = ?", last[:1]) != last:
        return {}
    newer: dict[str, list[tuple[object, ...]]] = {}
    for table, number in _LOGS.items():
        if present.row("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)):
            [(highest,)] = earlier.rows(f"SELECT coalesce(max({number}), 0) FROM {table}")
            newer[table] = present.rows(f"SELECT * FROM {table} WHERE {number} > ? ORDER BY {number}", (highest,))
    return newer
