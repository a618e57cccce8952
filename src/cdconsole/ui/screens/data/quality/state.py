"""Everything the quality page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.data_quality import FixItem, FixList, QualityLine, QualityReport, QualitySubject
from cdconsole.domain.governance import ExportReceipt


@dataclass(frozen=True)
class QualityState:
    """The page. ``doing`` says what is going on, and is empty otherwise."""

    subjects: tuple[QualitySubject, ...] = ()
    chosen: QualitySubject | None = None
    report: QualityReport | None = None
    fixes: FixList | None = None
    is_showing_decided: bool = False
    is_loading: bool = True
    doing: str = ""
    note_problem: str = ""
    problem: str = ""
    receipt: ExportReceipt | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing has been imported that a report could be about."""
        return not self.is_loading and not self.subjects

    @property
    def fix_words(self) -> str:
        """Return how many lines are still to mend, and how many of them are shown."""
        if self.fixes is None:
            return ""
        fixes = self.fixes
        if not fixes.total:
            return "Nothing to mend."
        words = f"{fixes.open:,} of {fixes.total:,} still to mend"
        shown = fixes.total if self.is_showing_decided else fixes.open
        return f"{words}; the first {len(fixes.items):,} are listed" if len(fixes.items) < shown else words

    @property
    def saved_words(self) -> str:
        """Return what became of saving the list, in a sentence."""
        if self.receipt is None:
            return ""
        return f"{self.receipt.rows:,} lines written to {self.receipt.path}, and entered in the export log."

    @property
    def lines(self) -> tuple[tuple[int, QualityLine], ...]:
        """Return the report's lines with their places, those to look at first."""
        lines = () if self.report is None else self.report.lines
        return tuple(enumerate(sorted(lines, key=_calm)))

    def item(self, key: str) -> FixItem | None:
        """Return one line of the list."""
        items = () if self.fixes is None else self.fixes.items
        return next((item for item in items if item.key == key), None)


def _calm(line: QualityLine) -> bool:
    return not line.needs_care
