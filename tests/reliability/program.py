"""A reliability program: what it asks, how often it does so, and the row it fills in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CAUSES = 12


@dataclass(frozen=True)
class Counts:
    """How often a program does its work: in every test run, by default, and in full."""

    small: int
    middle: int
    full: int

    def of(self, size: str) -> int:
        found: int = getattr(self, size)
        return found


@dataclass(frozen=True)
class Outcome:
    """What was done and found; ``passed`` is None where it could not be measured, and ``result`` then says why."""

    done: str
    result: str
    passed: bool | None


@dataclass(frozen=True)
class Program:
    """One row of the table. ``run`` gets a count and an empty folder of its own; it runs alone in its process."""

    asked: str
    counts: Counts
    run: Callable[[int, Path], Outcome]
    needs_shim: bool = False


@dataclass(frozen=True)
class Row:
    """One row as measured."""

    test: str
    asked: str
    done: str
    result: str
    seconds: float
    passed: bool | None


class Tally:
    """Counts what went wrong by kind, and keeps the different things that were seen, each with one example."""

    def __init__(self, *kinds: str) -> None:
        self.counts = dict.fromkeys(kinds, 0)
        self._seen: dict[str, tuple[int, str]] = {}

    def add(self, kind: str, what: str = "", number: int = 1, example: object = "") -> None:
        """Count ``number`` of a kind; ``what`` tells one cause from another, ``example`` is kept of the first."""
        if not number:
            return
        self.counts[kind] = self.counts.get(kind, 0) + number
        seen, first = self._seen.get(f"{kind}: {what}", (0, str(example)))
        self._seen[f"{kind}: {what}"] = (seen + number, first)

    def outcome(self, done: str, remark: str = "") -> Outcome:
        """Passed where every count is nothing; else the commonest causes are in the result."""
        words = [", ".join(f"{number:,} {kind}" for kind, number in self.counts.items())]
        commonest = sorted(self._seen.items(), key=lambda seen: -seen[1][0])[:CAUSES]
        words += [remark] if remark else []
        words += [f"{number:,} x {what}" + (f" [{first}]" if first else "") for what, (number, first) in commonest]
        return Outcome(done, "; ".join(words), not any(self.counts.values()))


def table(rows: Iterable[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| test | asked | done | result | seconds | passed |", "|---|---|---|---|---|---|"]
    for row in rows:
        passed = {True: "yes", False: "**NO**", None: "not measured"}[row.passed]
        cells: Sequence[str] = (row.test, row.asked, row.done, row.result, f"{row.seconds:.1f}", passed)
        lines.append("| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines)
