"""Look through an open section for damage: pages, references, the audit trail and the counts that must agree."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from cdconsole.domain.errors import DamagedSection
from cdconsole.domain.people import Section
from cdconsole.storage import audit, spells
from cdconsole.storage.section_file import Reading, SectionFile


def problems(file: SectionFile) -> tuple[str, ...]:
    """Return what is wrong with a section, each in a sentence that names it; nothing where all is well."""
    try:
        with file.snapshot() as snapshot:
            found = [
                *_page_problems(snapshot),
                *audit.verify_chain(snapshot, file.audit_chain),
                *(spells.count_problems(snapshot) if file.section is Section.RECORDS else ()),
            ]
    except DamagedSection as problem:
        found = [problem.message]
    return tuple(f"{file.section.value}: {problem}" for problem in found)


def row_counts(reading: Reading) -> Mapping[str, int]:
    """Return how many rows each table of a section has."""
    tables = reading.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1")
    return {table: reading.rows(f"SELECT count(*) FROM {table}")[0][0] for (table,) in tables}


def heal(file: SectionFile) -> str:
    """Rebuild a section whose records are whole although an empty page of its file is not; say so, or return nothing.

    A power cut can leave free pages that fail their seal: they hold nothing. Real damage is left for ``problems``.
    """
    with file.snapshot() as snapshot:
        if _integrity_problems(snapshot) or not _seal_problems(snapshot):
            return ""
        before = row_counts(snapshot)
    fresh = file.path.with_name(f"rebuilt-{file.path.name}")
    fresh.unlink(missing_ok=True)
    try:
        with closing(file.rebuilt(fresh)) as rebuilt:
            with rebuilt.snapshot() as snapshot:
                if row_counts(snapshot) != before or _page_problems(snapshot):
                    return ""
            file.replace_with(rebuilt)
    except DamagedSection:
        return ""
    finally:
        fresh.unlink(missing_ok=True)
    return (
        f"The {file.section.value} section had a damaged page that held no records, as a power cut can leave it. "
        f"Its file was written anew; all {sum(before.values()):,} rows are there."
    )


def _page_problems(reading: Reading) -> list[str]:
    references = [f"A row of {table} points nowhere." for table, *_ in reading.rows("PRAGMA foreign_key_check")]
    return _integrity_problems(reading) + _seal_problems(reading) + references


def _integrity_problems(reading: Reading) -> list[str]:
    return [f"Integrity: {text}" for (text,) in reading.rows("PRAGMA integrity_check") if text != "ok"]


def _seal_problems(reading: Reading) -> list[str]:
    return [f"Encryption: {text}" for (text,) in reading.rows("PRAGMA cipher_integrity_check")]
