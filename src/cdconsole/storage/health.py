"""Look through an open section for damage: pages, references, the audit trail and the counts that must agree."""

from __future__ import annotations

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


def _page_problems(reading: Reading) -> list[str]:
    pages = [f"Integrity: {text}" for (text,) in reading.rows("PRAGMA integrity_check") if text != "ok"]
    seals = [f"Encryption: {text}" for (text,) in reading.rows("PRAGMA cipher_integrity_check")]
    references = [f"A row of {table} points nowhere." for table, *_ in reading.rows("PRAGMA foreign_key_check")]
    return pages + seals + references
