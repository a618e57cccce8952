"""Restore from every released format version: each kept file opens for each of its people, with every row."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.people import Section
from released_files.contents import differences
from released_files.opening import CONTENTS, PEOPLE, opened
from reliability.department import CLOCK
from reliability.program import Counts, Outcome, Program, Tally


def run(_count: int, scratch: Path) -> Outcome:
    """Open every kept file as everybody in it."""
    tally = Tally("tables that differ", "problems inside")
    rows = 0
    for name, role in PEOPLE:
        with opened(name, role, scratch / f"{name} {role}", CLOCK) as session:
            for section in session.person.role.sections:
                tables = CONTENTS[name]["sections"][section.value]
                with session.snapshot(section) as snapshot:
                    found = differences(snapshot, tables)
                for what in found:
                    tally.add("tables that differ", f"{name}, {Section(section).value}: {what}")
                rows += sum(table["rows"] for table in tables.values())
            for problem in session.file.check():
                tally.add("problems inside", problem)
    return tally.outcome(f"{len(CONTENTS)} versions, {len(PEOPLE)} openings, {rows:,} rows compared")


PROGRAM = Program("restore from every released format version: every row as it was", Counts(1, 1, 1), run)
