"""The columns of who looked at the owner's data. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.domain.pack_review import PackLook
from cdconsole.ui.tables.column import Column


def _day(look: PackLook) -> str:
    return date_text(look.on)


def _day_key(look: PackLook) -> object:
    return look.on


def _who(look: PackLook) -> str:
    return look.person


def _what(look: PackLook) -> str:
    return look.what


LOOK_COLUMNS: tuple[Column[PackLook], ...] = (
    Column("Day", _day, _day_key, width=120),
    Column("Who", _who, width=260),
    Column("What", _what),
)
