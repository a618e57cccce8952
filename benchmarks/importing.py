"""Importing extracts of spells, every row checked and stored encrypted, against what does neither.

A year against csv.reader; a million rows, and a workbook, against the fastest parse and a bare encrypted insert.
"""

from __future__ import annotations

import csv
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import openpyxl
import pandas
from python_calamine import CalamineWorkbook

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.requests import CreateDepartment
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import sqlcipher
from figures import Entry, against

RUNS, ROWS = 3, 22_524
WIDE_RUNS = 2
HEADINGS = (
    *("episode_id", "pseudo_id", "gender", "age_band_start", "admission_method", "discharge_method"),
    *("patient_classification", "main_specialty", "consultant", "hrg_code", "start", "end"),
)


def measure_import() -> Entry:
    """Import a generated year of 22,524 spells into an empty department, each time a new one."""
    imported, read = [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(RUNS):
            place = Path(folder) / str(run)
            place.mkdir()
            extract = write_extract(place / "spells.csv", seed=run)
            read.append(seconds_to_read(extract))
            imported.append(seconds_to_import(extract, place))
    entry = against("csv.reader over the same file", imported, read, None)
    return entry | {"rows": ROWS}


def measure_million() -> Entry:
    """Import a CSV of 1,000,000 rows and 20 columns, against pandas and a bare SQLCipher insert with an index."""
    return _against_bare_insert(1_000_000, ("pandas and a bare insert with index", 1.6), _write_wide_csv, _parse_csv)


def measure_million_in_order() -> Entry:
    """Import the same million rows in the order of their identifiers, as a hospital's system numbers them."""
    return _against_bare_insert(
        1_000_000, ("pandas and a bare insert with index", 1.6), partial(_write_wide_csv, in_order=True), _parse_csv
    )


def measure_workbook() -> Entry:
    """Import an XLSX of 100,000 rows and 20 columns, against python-calamine and the same insert."""
    return _against_bare_insert(
        100_000, ("python-calamine and a bare insert with index", 2.0), _write_workbook, _parse_workbook
    )


def _against_bare_insert(
    rows: int,
    reference: tuple[str, float],
    write: Callable[[Path, int], Path],
    parse: Callable[[Path], list[tuple[object, ...]]],
) -> Entry:
    imported, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        extract = write(Path(folder), rows)
        for run in range(WIDE_RUNS):
            place = Path(folder) / str(run)
            place.mkdir()
            begun = time.perf_counter()
            _insert(place / "bare.db", parse(extract))
            bare.append(time.perf_counter() - begun)
            imported.append(seconds_to_import(extract, place))
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return against(reference[0], imported, bare, reference[1]) | {"rows": rows, "most_memory_mb": memory >> 10}


def _wide_rows(rows: int, in_order: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield a heading and rows; identifiers in no order, as where they are pseudonyms, or counting up."""
    draw = random.Random(1)  # noqa: S311 - a benchmark's data are no secret
    yield (
        *("spell_id", "patient", "sex", "age", "admission_method", "discharge_method", "patient_class", "specialty"),
        *("consultant", "hrg", "admitted", "discharged", "ward", "site", "diagnosis 1", "diagnosis 2", "diagnosis 3"),
        *("procedure 1", "deprivation", "commissioner"),
    )
    numbers = draw.sample(range(10 * rows), rows)
    for number in sorted(numbers) if in_order else numbers:
        came = datetime(2023, 1, 1) + timedelta(minutes=draw.randrange(1_500_000))  # noqa: DTZ001 - as extracts are
        went = came + timedelta(hours=draw.expovariate(1 / 60))
        yield (
            *(f"{number:08}", str(4_000_000_000 + draw.randrange(400_000)), draw.choice("12")),
            *(str(draw.randrange(18, 95)), draw.choice(("11", "21", "28")), "1", draw.choice("12"), "301"),
            *(f"C{1_000_000 + draw.randrange(60)}", f"FZ9{draw.randrange(9)}A", f"{came:%F %H:%M}", f"{went:%F %H:%M}"),
            *(f"W{draw.randrange(30)}", "RX1", f"K{draw.randrange(99)}", f"J{draw.randrange(99)}", ""),
            *(f"H{draw.randrange(99)}", str(draw.randrange(10)), "QXX"),
        )


def _write_wide_csv(folder: Path, rows: int, in_order: bool = False) -> Path:
    path = folder / "spells.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(_wide_rows(rows, in_order))
    return path


def _write_workbook(folder: Path, rows: int) -> Path:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Spells")
    for row in _wide_rows(rows):
        sheet.append(row)
    path = folder / "spells.xlsx"
    workbook.save(path)
    return path


def _parse_csv(path: Path) -> list[tuple[object, ...]]:
    return list(pandas.read_csv(path, dtype=str).itertuples(index=False, name=None))


def _parse_workbook(path: Path) -> list[tuple[object, ...]]:
    return list(map(tuple, CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()))[1:]


def _insert(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows as they are into an encrypted table with an index, in one transaction."""
    connection = sqlcipher.create(path, bytes(range(sqlcipher.KEY_BYTES)))
    width = len(rows[0])
    connection.execute(f"CREATE TABLE row ({', '.join(f'c{place} TEXT' for place in range(width))})")
    connection.execute("CREATE UNIQUE INDEX row_of_key ON row (c0)")
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO row VALUES ({', '.join('?' * width)})", rows)
    connection.execute("COMMIT")
    connection.close()


def write_extract(path: Path, seed: int) -> Path:
    """Write a file with the columns and the size of a hospital's year, drawn from a seed."""
    draw = random.Random(seed)  # noqa: S311 - a benchmark's data are no secret
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(ROWS):
            start = datetime(2025, 1, 1) + timedelta(minutes=draw.randrange(500_000))  # noqa: DTZ001 - as extracts are
            end = start + timedelta(hours=draw.expovariate(1 / 60))
            words = ("Female", "50-54 yrs", "Planned", "Discharged", "Ordinary admission", "GASTROENTEROLOGY")
            consultant = f"Consultant {draw.randrange(14) + 1}"
            writer.writerow(
                (
                    number,
                    10_000 + draw.randrange(9_000),
                    *words,
                    consultant,
                    "FZ91A",
                    f"{start:%F %H:%M}",
                    f"{end:%F %H:%M}",
                )
            )
    return path


def seconds_to_read(path: Path) -> float:
    begun = time.perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        rows = sum(1 for _ in csv.reader(file))
    if rows != ROWS + 1:
        raise RuntimeError(f"{rows} rows read")
    return time.perf_counter() - begun


def seconds_to_import(path: Path, place: Path) -> float:
    session = Session(SystemClock(), place / "home")
    task = Task()
    words = "lemon orbit quietly tractor seven"
    try:
        answer(
            session, CreateDepartment(str(place), "Gastroenterology", "Gastroenterology", "A. Director", words), task
        )
        mapping = answer(session, PreviewExtract(str(path)), task).proposed
        begun = time.perf_counter()
        report = answer(session, ImportExtract(str(path), mapping), task)
        taken = time.perf_counter() - begun
    finally:
        session.close()
    if report.rejected or report.left_out:
        raise RuntimeError(report.sentence)
    return taken
