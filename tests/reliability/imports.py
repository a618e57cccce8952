"""Hostile files and thousands of damaged ones through the reader: refused in words or read, each row accounted for."""

from __future__ import annotations

import re
import resource
import time
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.checking import check_extract
from cdconsole.importing.extract import preview, read_extract
from cdconsole.importing.limits import LIMITS, limit_this_process
from cdconsole.importing.looking import look_at_extract
from cdconsole.importing.records import CheckedExtract
from cdconsole.services.tasks import Task
from reliability.hostile_files import HEADING, mutant, write_hostile_files
from reliability.hostile_formats import good_files
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally

SEED = 12
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "extracts" / "hospitalflow_sample.csv"
TODAY = date(2026, 11, 23)
BATCH = 100  # mutants read by one limited process
EVERY = 200  # one mutant in so many also goes through a reader process of its own, as in the program
MOST_SECONDS = 10.0
MOST_BYTES = 1536 << 20
KINDS = ("crashes", "reader faults", "slower than 10 s", "more than 1.5 GB", "rows unaccounted for")


def run(mutants: int, scratch: Path) -> Outcome:
    """Read every hostile file and so many mutants of good ones, of every format."""
    tally, ends = Tally(*KINDS), Counter[str]()
    is_small = mutants <= BATCH
    hostile = write_hostile_files(scratch / "hostile", large=not is_small)
    _read_batch(hostile, tally, ends)
    for path in hostile[:: 7 if is_small else 1]:
        _read_by_program(path, tally, ends)
    chance, good = Random(SEED), good_files(SAMPLE)
    slowest = 0.0
    for first in range(0, mutants, BATCH):
        place = scratch / "mutants"
        rmtree(place, ignore_errors=True)
        place.mkdir()
        paths = [place / f"{number}.csv" for number in range(first, min(first + BATCH, mutants))]
        for path in paths:
            path.write_bytes(mutant(chance.choice(good), chance))
        slowest = max(slowest, _read_batch(paths, tally, ends))
        if first % EVERY == 0:
            _read_by_program(paths[0], tally, ends)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if memory > MOST_BYTES:
        tally.add("more than 1.5 GB")
    words = ", ".join(f"{number:,} {end}" for end, number in sorted(ends.items()))
    done = f"{len(hostile)} hostile files, {mutants:,} mutants"
    return tally.outcome(done, f"{words}; slowest mutant {slowest:.2f} s, most memory {memory >> 20:,} MB")


def _read_by_program(path: Path, tally: Tally, ends: Counter[str]) -> None:
    """Look at a file and read it as the program does, in a reader process of its own each time."""
    began = time.monotonic()
    try:
        seen = preview(path, PreviewExtract(""), TODAY, Task())
        checked = read_extract(path, seen.proposed, TODAY, Task(), _untaken)
    except ImportRefused:
        ends["refused"] += 1
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally.add("crashes", f"{type(problem).__name__} {problem}", example=path.name)
    else:
        ends["read"] += 1
        for words in _unaccounted(checked, path.read_bytes()):
            tally.add("rows unaccounted for", words, example=path.name)
    if time.monotonic() - began > 2 * MOST_SECONDS:  # two readings, each with its own limit
        tally.add("slower than 10 s", path.name)


def _read_batch(paths: list[Path], tally: Tally, ends: Counter[str]) -> float:
    """Read files in one process under the reader's own limits; return the slowest's seconds.

    A file that ends the process, as a parser's want of memory does, is read again by the program, which has to refuse
    it in words; a new process takes the files after it.
    """
    slowest = 0.0
    while paths:
        child = Child(partial(_read_all, paths))
        child.finish(BATCH * MOST_SECONDS)
        for words in child.said("FAULT "):
            tally.add("reader faults", words)
        for words in child.said("ROWS "):
            tally.add("rows unaccounted for", words)
        done = child.said("DONE ")
        seconds = [float(line.split()[1]) for line in done]
        tally.add("slower than 10 s", number=sum(1 for took in seconds if took > MOST_SECONDS))
        ends.update(line.split()[0] for line in done)
        slowest = max([slowest, *seconds])
        if len(done) < len(paths):
            _read_by_program(paths[len(done)], tally, ends)
        paths = paths[len(done) + 1 :]
    return slowest


def _read_all(paths: list[Path], say: Say) -> None:
    limit_this_process(LIMITS)
    for path in paths:
        began, end = time.monotonic(), "read"
        try:
            seen = look_at_extract(path, PreviewExtract(""), TODAY, LIMITS, _unheard)
            checked = check_extract(path, seen.proposed, TODAY, LIMITS, _unheard, _untaken)
        except ImportRefused:
            end = "refused"
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is what is looked for
            say(f"FAULT {type(problem).__name__}: {problem}".replace("\n", " ")[:300])
        else:
            for words in _unaccounted(checked, path.read_bytes()):
                say(f"ROWS {words}")
        say(f"DONE {end} {time.monotonic() - began:.4f}")


def _unheard(_rows: int) -> None:
    """Nobody waits for progress."""


def _untaken(_part: object) -> None:
    """Nobody stores what is read."""


def _unaccounted(checked: CheckedExtract, data: bytes) -> list[str]:
    """Return how the rows of a file and those said to be stored, rejected and left out differ."""
    said = checked.stored_rows + checked.rejected_rows + checked.left_out_rows
    problems = [] if said == checked.rows else [f"{said} told apart, {checked.rows} in all"]
    there = _rows_there(data)
    if there is not None and there != checked.rows:
        problems.append(f"{there} in the file, {checked.rows} seen")
    return problems


def _rows_there(data: bytes) -> int | None:
    """Return how many rows a plain file has, counted without the program's reader; None where that is not so simple."""
    if any(sign in data for sign in (b'"', b";", b"\t", b"\0", b"|", b"^", b"~")):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.replace(",", "").strip()]
    return len(lines) - HEADING


PROGRAM = Program(
    "hostile imports: no crash, 10 s and 1.5 GB at most, every row stored, rejected or left out",
    Counts(100, 2_000, 10_000),
    run,
)
