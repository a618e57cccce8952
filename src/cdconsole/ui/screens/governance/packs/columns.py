"""The columns of the list of clinicians' packs. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.ui.screens.governance.packs.state import PackRow
from cdconsole.ui.tables.column import Column


def _name(row: PackRow) -> str:
    return row.name


def _made(row: PackRow) -> str:
    return date_text(row.pack.made_at.astimezone().date())


def _made_key(row: PackRow) -> object:
    return row.pack.made_at


def _maker(row: PackRow) -> str:
    return row.pack.maker


def _until(row: PackRow) -> str:
    return date_text(row.pack.expires)


def _until_key(row: PackRow) -> object:
    return row.pack.expires


def _standing(row: PackRow) -> str:
    return row.pack.standing


COLUMNS: tuple[Column[PackRow], ...] = (
    Column("Clinician", _name, width=220),
    Column("Made", _made, _made_key, width=120),
    Column("Made by", _maker, width=180),
    Column("Opens until", _until, _until_key, width=120),
    Column("Standing", _standing, tooltip=_standing),
)
