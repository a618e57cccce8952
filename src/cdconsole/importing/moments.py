"""Reads whole columns of dates into ISO text, which sorts as the moments do, each day and each time of day once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add, itemgetter

from cdconsole.importing.dates import DateReader

MIDNIGHT = "T00:00:00"
_DAY = len("2026-11-23")
_MOST_KEPT = 100_000
_day, _clock = itemgetter(slice(_DAY)), itemgetter(slice(_DAY, None))


class MomentReader:
    """Reads the cells of one column. A date alone becomes ``2026-11-23``, one with a time ``2026-11-23T10:42:00``."""

    def __init__(self, dates: DateReader) -> None:
        self._dates = dates
        self._days: dict[str, str] = {}
        self._clocks: dict[str, str] = {"": ""}

    def column(self, cells: Sequence[str]) -> list[str | None]:
        """Return each cell as ISO text, '' for an empty one and None for one that can't be read as a date."""
        days, clocks, read = self._days.get, self._clocks.get, self._read
        known_days, known_clocks = list(map(days, map(_day, cells))), list(map(clocks, map(_clock, cells)))
        if None not in known_days and None not in known_clocks:  # nearly always; it takes half the time
            return list(map(add, known_days, known_clocks))
        return [
            day + clock
            if (day := days(cell[:_DAY])) is not None and (clock := clocks(cell[_DAY:])) is not None
            else read(cell)
            for cell in cells
        ]

    def reason(self, cell: str) -> str:
        """Return why a cell can't be read."""
        return self._dates[cell].reason

    def _read(self, cell: str) -> str | None:
        """Read a cell as a whole, and remember its day and its time of day, which other cells have again."""
        if not cell:
            return ""
        head, space, tail = cell.rpartition(" ")
        if head in self._days and (known := self._clocks.get(space + tail)) is not None:
            return self._days[head] + known
        if len(self._dates) > _MOST_KEPT:
            self._dates.clear()
        at, is_timed, _ = self._dates[cell]
        if at is None:
            return None
        text = at.isoformat()
        for day, clock in ((cell[:_DAY], cell[_DAY:]), (head, space + tail)):
            alone = self._dates[day].at if day else None
            if alone is not None and alone.date() == at.date():
                self._days[day] = text[:_DAY]
                self._clocks[clock] = text[_DAY:] if is_timed else ""
        return text if is_timed else text[:_DAY]
