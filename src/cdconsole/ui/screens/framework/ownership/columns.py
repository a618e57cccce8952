"""The columns of the table of clinicians. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.calendar import date_text
from cdconsole.domain.ownership import OwnershipRow, TextMark
from cdconsole.ui.tables.column import Column


def key_of(row: OwnershipRow) -> str:
    """Return what tells a row from the others."""
    return row.clinician.id


def _name(row: OwnershipRow) -> str:
    return row.clinician.name


def _order(row: OwnershipRow) -> object:
    return row.clinician.order


def _read(row: OwnershipRow) -> str:
    return _mark_text(row.read)


def _agreed(row: OwnershipRow) -> str:
    return _mark_text(row.agreed)


def _mark_text(mark: TextMark | None) -> str:
    return "" if mark is None else f"✓ v{mark.version} {mark.channel.value}, {date_text(mark.on)}"


def _trained(row: OwnershipRow) -> str:
    return ", ".join(f"✓ {tick.topic}" for tick in row.trained)


def _trained_tip(row: OwnershipRow) -> str:
    return "\n".join(
        f"{tick.topic}: entered by {tick.entered_by}, {date_text(tick.at.astimezone().date())}" for tick in row.trained
    )


def _entered(of: Callable[[OwnershipRow], TextMark | None]) -> Callable[[OwnershipRow], str]:
    def tip(row: OwnershipRow) -> str:
        mark = of(row)
        if mark is None:
            return ""
        return f"Version {mark.version}, {mark.channel.value}, {date_text(mark.on)}. Entered by {mark.entered_by}."

    return tip


def _read_of(row: OwnershipRow) -> TextMark | None:
    return row.read


def _agreed_of(row: OwnershipRow) -> TextMark | None:
    return row.agreed


OWNERSHIP_COLUMNS: tuple[Column[OwnershipRow], ...] = (
    Column("Clinician", _name, _order, width=176),
    Column("Read the sheet", _read, tooltip=_entered(_read_of), width=190),
    Column("Agreed to ownership", _agreed, tooltip=_entered(_agreed_of), width=190),
    Column("Trained in", _trained, tooltip=_trained_tip),
)
