"""Whatever two people do at once, nothing acknowledged is lost and nothing is doubled."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from cdconsole.domain.people import Section
from cdconsole.storage import spells, sqlcipher
from cdconsole.storage.merging.rules import BOOKKEEPING, NOT_MERGED, QUIET, VERSIONED
from cdconsole.storage.merging.tables import Row, Table, children_first
from unit.storage.merging import acts
from unit.storage.merging.trio import BY_BASE, BY_US, Trio

SECTIONS = pytest.mark.parametrize("section", Section)
THOROUGH = settings(
    max_examples=int(os.environ.get("CDCONSOLE_MERGE_EXAMPLES", "10")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example is seven files: making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
WHEN = st.sampled_from((BY_BASE + timedelta(minutes=5), BY_US))


@contextmanager
def trio(section: Section) -> Iterator[Trio]:
    with tempfile.TemporaryDirectory() as folder:
        made = Trio(Path(folder), section)
        made.before(acts.begin(section))
        yield made


def sit(trio: Trio, side: str, data: DataObject) -> None:
    """Let one person do something, and something more half an hour later."""
    edit, at = (trio.we if side == "ours" else trio.they), data.draw(WHEN, side)
    for begins in (at, at + timedelta(minutes=30)):
        _do(edit, data.draw(acts.of_section(trio.section), side), begins)


def _do(edit: Any, done: list[acts.Act], at: datetime) -> None:
    edit(lambda work: [act(work) for act in done], at)


@SECTIONS
@THOROUGH
@given(data=st.data())
def test_that_without_work_of_theirs_the_merge_is_ours(section: Section, data: DataObject) -> None:
    with trio(section) as three:
        sit(three, "ours", data)
        assert three.merge().conflicts == 0
        assert contents(three, "merged") == contents(three, "ours")
        assert three.problems() == ()


@SECTIONS
@THOROUGH
@given(data=st.data())
def test_that_without_work_of_ours_the_merge_is_theirs(section: Section, data: DataObject) -> None:
    with trio(section) as three:
        sit(three, "theirs", data)
        outcome = three.merge()
        assert (outcome.rows, outcome.conflicts) == (0, 0)
        assert contents(three, "merged") == contents(three, "theirs")


@SECTIONS
@THOROUGH
@given(data=st.data())
def test_that_work_theirs_holds_already_is_merged_only_once(section: Section, data: DataObject) -> None:
    with trio(section) as three:
        sit(three, "ours", data)
        three.path("theirs").write_bytes(three.path("ours").read_bytes())
        assert three.merge().conflicts == 0
        assert contents(three, "merged") == contents(three, "ours")


@SECTIONS
@THOROUGH
@given(data=st.data())
def test_that_everything_either_did_is_in_the_merged_file_or_asked_about(section: Section, data: DataObject) -> None:
    with trio(section) as three:
        sit(three, "ours", data)
        sit(three, "theirs", data)
        outcome = three.merge()
        assert three.problems() == ()
        assert outcome.conflicts == len(three.rows("SELECT 1 FROM conflict"))
        tables = tables_of(three)
        kept = kept_values(three)
        for table in tables:
            for side, other in (("ours", "theirs"), ("theirs", "ours")):
                lost = list(lost_values(three, table, side, other, kept))
                assert lost == [], (table.name, side)
        check_logs(three)
        if section is Section.RECORDS:
            assert three.read(spells.count_problems) == ()
            assert three.rows("SELECT source_key FROM spell GROUP BY source_key HAVING count(*) > 1") == []


def contents(three: Trio, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, but for when the tables got their form and macs of another key."""
    return {
        table.name: three.rows(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.keys)}", name=name)
        for table in tables_of(three, every=True)
    }


def tables_of(three: Trio, *, every: bool = False) -> list[Table]:
    connection = sqlcipher.connect(three.path("base"), three.copy("base").key)
    found = [table for table in children_first(connection) if table.keys]
    connection.close()
    return [table for table in found if every or table.name not in NOT_MERGED | {"conflict"}]


def rows_of(three: Trio, table: Table, name: str) -> dict[tuple[Any, ...], Row]:
    found = [
        table.row(values) for values in three.rows(f"SELECT {table.listed(table.name)} FROM {table.name}", name=name)
    ]
    return {table.key(row): row for row in found}


def kept_values(three: Trio) -> set[tuple[str, str, str]]:
    """Return each (table, column, value) that some conflict keeps."""
    return {
        (table, column, repr(value))
        for table, *sides in three.rows("SELECT table_name, ours, theirs FROM conflict")
        for side in sides
        if side is not None
        for column, value in json.loads(side).items()
    }


def lost_values(
    three: Trio, table: Table, side: str, other: str, kept: set[tuple[str, str, str]]
) -> Iterator[tuple[Any, ...]]:
    """Yield what one side changed and nobody can find again."""
    base, mine, merged = (rows_of(three, table, name) for name in ("base", side, "merged"))
    theirs = rows_of(three, table, other)
    for key, row in mine.items():
        if row == base.get(key) or table.name in QUIET or is_told_by_another(three, table, row):
            continue
        for column, value in row.items():
            is_changed = key not in base or base[key][column] != value
            is_told = column not in BOOKKEEPING and column not in table.keys and not column.endswith("_id")
            if not (is_changed and is_told) or table.name == "agreement_mark":
                continue
            seen = (
                {one[column] for one in merged.values()}
                if key not in merged or table.name in VERSIONED
                else {merged[key][column]}
            )
            if value not in seen and (table.name, column, repr(value)) not in kept:
                yield key, column, value
    for key in base.keys() - mine.keys():
        is_kept = three.rows("SELECT 1 FROM conflict WHERE table_name = ? AND row_key = ?", table.name, json.dumps(key))
        if key in merged and not is_kept and theirs.get(key) == base[key]:
            yield key, "deleted", base[key]


def is_told_by_another(three: Trio, table: Table, row: Row) -> bool:
    """Return whether a row is part of a spell that is looked at itself, or began what the other side saw end."""
    if table.name == "episode":
        return three.rows("SELECT 1 FROM spell WHERE id = ?", row["spell_id"]) == []
    if table.name == "spell" and row["discharged"] is None:
        return three.rows("SELECT 1 FROM spell WHERE source_key = ?", row["source_key"]) != []
    return False


def check_logs(three: Trio) -> None:
    """Check that each entry of history, audit trail and export log is there once, and each side's in its order."""
    columns = {
        "history": "table_name, revision, at, person, before, after",
        "audit_event": "id, at, person, action, subject",
        **({"export_log": "at, person, what, file_name, state"} if three.section is Section.RECORDS else {}),
    }
    for table, names in columns.items():
        base, ours, theirs, merged = (
            three.rows(f"SELECT {names} FROM {table} ORDER BY sequence", name=name)
            for name in ("base", "ours", "theirs", "merged")
        )
        new = ours[len(base) :]
        assert merged[: len(theirs)] == theirs
        assert merged[len(theirs) : len(theirs) + len(new)] == new
        added = merged[len(theirs) + len(new) :]
        assert not (Counter(added) & Counter(theirs + new))


def test_that_the_sections_tables_are_all_known_to_the_checks() -> None:
    for section in Section:
        with trio(section) as three:
            assert {table.name for table in tables_of(three, every=True)} >= {"history", "audit_event", "conflict"}
