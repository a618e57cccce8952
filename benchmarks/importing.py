"""Importing an extract of spells, rows checked and stored encrypted, against reading the same file with csv.reader."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.requests import CreateDepartment
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from figures import Entry, against

RUNS, ROWS = 3, 22_524
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
