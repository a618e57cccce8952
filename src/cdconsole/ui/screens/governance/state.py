"""Everything the governance screen shows. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cdconsole.domain.calendar import MONTH_NAMES, Quarter
from cdconsole.domain.governance import ExportLogRow, ExportReceipt, GovernancePreview

PROTECTION = (
    ("Team level", "No clinician is named, and no patient and no record is in it."),
    (
        "Small counts",
        "Counts 1 to 7 are suppressed and shown as *. Other counts are rounded to the nearest 5. Where a suppressed "
        "count could be worked out from a total, a second one is suppressed too.",
    ),
    (
        "Not encrypted",
        "Whoever has the file can read it. Keep it where the meeting's papers are kept.",
    ),
    ("Logged first", "The export is entered in the log below before the file appears."),
)
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True)
class Notice:
    """Stands where a preview would, and says why there is none and what to do."""

    title: str
    text: str


@dataclass(frozen=True)
class GovernanceState:
    """The screen. ``chosen`` is the quarter asked for, before its preview is there too.

    ``writing`` says what is being written, and is empty otherwise. Of ``receipt`` and ``refusal``, how the last
    attempt to write went, at most one is set.
    """

    chosen: Quarter | None = None
    preview: GovernancePreview | None = None
    notice: Notice | None = None
    writing: str = ""
    receipt: ExportReceipt | None = None
    refusal: str = ""
    log: tuple[ExportLogRow, ...] = ()
    is_log_read: bool = False

    @property
    def may_write(self) -> bool:
        """Return whether what would be written is what is shown."""
        return self.preview is not None and self.preview.quarter == self.chosen and not self.writing


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter with its months: ``2026Q3, Jul to Sep 2026``."""
    first, last = quarter.period.first, quarter.period.last
    return f"{quarter}, {MONTH_NAMES[first.month - 1]} to {last}"


def file_name(department: str, quarter: Quarter) -> str:
    """Return the name a workbook is given unless the person types another; safe on every file system."""
    plain = _NOT_IN_FILE_NAMES.sub(" ", department).strip(" .") or "Department"
    return f"{plain} governance {quarter}.xlsx"


def receipt_words(receipt: ExportReceipt) -> str:
    """Return what was written, in one sentence."""
    suppressed = "no value" if not receipt.suppressed else f"{receipt.suppressed:,} of them"
    held = "holds" if receipt.suppressed < 2 else "hold"
    return (
        f"{receipt.sheets} sheets, {receipt.rows:,} rows of monthly values; {suppressed} {held} a suppressed count. "
        "Not encrypted."
    )
