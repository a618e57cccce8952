from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.limits import Limits
from cdconsole.importing.looking import look_at_extract
from unit.importing.whole import Whole, check_whole

SAMPLE = Path(__file__).resolve().parents[2] / "data/extracts/hospitalflow_sample.csv"
TODAY = date(2026, 11, 23)
DATES = st.sampled_from(
    ["", "2026-01-01", "2026-01-03 10:00", "2026-02-30", "1801-01-01", "2030-01-01", "x", "03/01/26"]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "k1", "k2", "k3", "k4"]), st.sampled_from(["", "p1", "p2"]),
        st.sampled_from(["", "C1", "C2"]),
        DATES, DATES, DATES, DATES, st.sampled_from(["", "1", "2", "98", "x"]), st.sampled_from(["A", "B", ""]),
    ),
    max_size=12,
)  # fmt: skip
COLUMNS = {
    Field.SPELL_KEY: "key", Field.PATIENT: "patient", Field.CLINICIAN: "consultant", Field.ADMITTED: "admitted",
    Field.DISCHARGED: "discharged", Field.EPISODE_START: "start", Field.EPISODE_END: "end",
    Field.EPISODE_ORDER: "order", Field.SPECIALTY: "specialty",
}  # fmt: skip


def accounted_for(extract: Whole) -> list[int]:
    stored = [row for spell in extract.spells for row in spell.rows]
    assert len(stored) == len(set(stored)) == extract.stored_rows
    refused = {finding.row for finding in extract.rejected}
    assert not refused & set(stored)
    assert {finding.row for finding in extract.questioned} <= set(stored)
    assert extract.stored_rows + extract.rejected_rows + extract.left_out_rows == extract.rows
    return sorted(stored)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS, kind=st.sampled_from((ExtractKind.SPELLS, ExtractKind.EPISODES)), specialty=st.sampled_from(["", "A"])
)
def test_that_every_row_is_accounted_for_once(
    tmp_path: Path, rows: list[tuple[str, ...]], kind: ExtractKind, specialty: str
) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([tuple(COLUMNS.values()), ("k0", "p0", "C0", *["2026-01-01"] * 4, "1", "A"), *rows])
    extract = check_whole(path, ColumnMapping(kind, COLUMNS, specialty=specialty), TODAY)
    assert extract.rows == 1 + sum(1 for row in rows if any(row))
    accounted_for(extract)
    if kind is ExtractKind.EPISODES:
        assert len(extract.episodes) == extract.stored_rows
        assert sorted(episode.row for episode in extract.episodes) == accounted_for(extract)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with one thing wrong in it: bytes cut, changed, doubled, or put in."""
    at, until = sorted(chance.randrange(len(content)) for _ in range(2))
    spice = chance.choice(
        [b'"', b",", b"\n", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b";;;", b"30/02/2019", b"9" * 40_000]
    )
    return chance.choice(
        [
            content[:at],
            content[:at] + content[until:],
            content[:until] + content[at:],
            content[:at] + spice + content[at:],
            content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :],
            content[until:] + content[:at],
        ]
    )


@pytest.mark.parametrize("seed", range(60))
def test_that_a_damaged_file_is_read_or_refused_and_every_row_accounted_for(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes(mutated(SAMPLE.read_bytes(), random.Random(seed)))  # noqa: S311 the same damage every time
    try:
        preview = look_at_extract(path, PreviewExtract(""), TODAY, Limits(), lambda _: None)
        extract = check_whole(path, preview.proposed, TODAY)
    except ImportRefused as refused:
        outcome = refused.message and refused.what_to_do
    else:
        outcome = accounted_for(extract)
    assert outcome
