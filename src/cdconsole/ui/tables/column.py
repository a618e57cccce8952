"""Says what one column of a table shows, how it sorts and whether it can be typed into. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class Alignment(Enum):
    """Words stand left, numbers right."""

    LEFT = "left"
    RIGHT = "right"


def _never(_row: Any) -> bool:
    return False


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column over rows of one type.

    ``sort_key`` returns something that compares (the text, folded, when not given); ``editable`` says for each row
    whether the cell can be typed into; ``width`` is in pixels at 100 %, 0 for "as wide as it needs". ``sorts`` says
    whether its heading sorts the table.
    """

    title: str
    text: Callable[[Row], str]
    sort_key: Callable[[Row], Any] | None = None
    alignment: Alignment = Alignment.LEFT
    editable: Callable[[Row], bool] = _never
    tooltip: Callable[[Row], str] | None = None
    width: int = 0
    sorts: bool = True

    def key(self, row: Row) -> Any:
        """Return what a row sorts by."""
        return self.text(row).casefold() if self.sort_key is None else self.sort_key(row)


def as_tab_separated(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """Return rows with headings as tab-separated text, for pasting into a spreadsheet."""
    lines = [[column.title for column in columns], *([column.text(row) for column in columns] for row in rows)]
    return "\n".join("\t".join(_one_line(cell) for cell in line) for line in lines) + "\n"


def as_html_table(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """Return rows with headings as an HTML table; every text is escaped."""
    head = "".join(f"<th>{escape(column.title)}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(column.text(row))}</td>" for column in columns) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
