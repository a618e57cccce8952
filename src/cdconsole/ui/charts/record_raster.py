"""Many records as one picture: a dot for each, or how many lie in each cell; numpy counts, Qt only takes the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from cdconsole.ui.charts.record_range import RecordRange
from cdconsole.ui.charts.scale import nice_step

DENSITY_ABOVE = 50_000
_CELL, _MOST_DOTS = 6.0, 16
# Up to so many dots in sight: their radius and how opaque one of them is. A few are large enough to point at.
_DOTS = ((500, 3.4, 0.8), (5_000, 2.4, 0.65), (DENSITY_ABOVE, 1.8, 0.5))
_LEVELS, _PALEST = 64, 0.14

Pixels = npt.NDArray[np.uint32]
Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Records:
    """Day ordinals [n], ascending, and values [n]."""

    days: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]

    @classmethod
    def of(cls, days: bytes, values: bytes) -> Records:
        """Return records as they cross from the worker; nothing is copied."""
        return cls(np.frombuffer(days, "<i4"), np.frombuffer(values, "<f4"))

    def __len__(self) -> int:
        return len(self.days)

    def inside(self, shown: RecordRange) -> Records:
        """Return those in sight."""
        begin, end = np.searchsorted(self.days, (np.floor(shown.left), np.ceil(shown.right)))
        values = self.values[begin:end]
        chosen = (values >= shown.low) & (values <= shown.high)
        return Records(self.days[begin:end][chosen], values[chosen])


@dataclass(frozen=True)
class Density:
    """Cells ``cell_days`` wide and ``cell_values`` high, the palest one record and the darkest ``most``.

    ``covers`` is the range that the picture fills; its edges are those of cells.
    """

    picture: QImage
    covers: RecordRange
    cell_days: int
    cell_values: float
    most: int


def dots(records: Records, shown: RecordRange, size: tuple[int, int], look: tuple[QColor, float]) -> QImage:
    """Return a picture of ``size`` pixels with a dot a record in sight, darker where several lie together.

    ``look`` is their colour and how many pixels wide a pixel at 100 % is. A record stands in the middle of its day.
    """
    (width, height), (colour, unit) = size, look
    _, at_100, opacity = next((each for each in _DOTS if len(records) <= each[0]), _DOTS[-1])
    radius = max(1.0, at_100 * unit)
    margin = ceil(radius)
    across, down = width + 2 * margin, height + 2 * margin
    columns = ((records.days + (0.5 - shown.left)) * (width / shown.days)).astype(np.int64) + margin
    rows = ((shown.high - records.values) * (height / shown.span)).astype(np.int64) + margin
    seen = (columns >= margin) & (columns < width + margin) & (rows >= margin) & (rows < height + margin)
    places = rows[seen] * across + columns[seen]
    stamp = _disc(radius, margin, across)
    counts = np.bincount((places[:, None] + stamp).ravel(), minlength=across * down).reshape(down, across)
    ramp = _ramp(colour, 1 - (1 - opacity) ** np.arange(_MOST_DOTS + 1))
    inside = counts[margin : margin + height, margin : margin + width]
    return _image(ramp[np.minimum(inside, _MOST_DOTS)])


def density(records: Records, shown: RecordRange, size: tuple[int, int], look: tuple[QColor, float]) -> Density:
    """Return how many records lie in each cell, cells some six pixels large and whole days and units.

    ``size`` and ``look`` as for ``dots``. Values on a grid of whole units would beat against cells of any other size.
    """
    (width, height), (colour, unit) = size, look
    cell_days = max(1, ceil(_CELL * unit * shown.days / max(1, width)))
    cell_values = nice_step(_CELL * unit * shown.span / max(1, height), 1.0)
    first = int(shown.left // cell_days)
    lowest = int((shown.low + 0.5) // cell_values)
    columns = int(shown.right // cell_days) - first + 1
    rows = int((shown.high + 0.5) // cell_values) - lowest + 1
    across = records.days // cell_days - first
    up = np.floor((records.values + np.float32(0.5)) / np.float32(cell_values)).astype(np.int64) - lowest
    counts = np.bincount((rows - 1 - up) * columns + across, minlength=rows * columns).reshape(rows, columns)
    most = int(counts.max(initial=0))
    levels = np.ceil(np.sqrt(counts / max(1, most)) * _LEVELS).astype(np.int64)
    ramp = density_ramp(colour)
    covers = RecordRange(
        first * cell_days,
        (first + columns) * cell_days,
        lowest * cell_values - 0.5,
        (lowest + rows) * cell_values - 0.5,
    )
    return Density(_image(ramp[levels]), covers, cell_days, cell_values, most)


def density_ramp(colour: QColor) -> Pixels:
    """Return the colours of a density from none to the most, as premultiplied pixels."""
    return _ramp(colour, np.concatenate([[0.0], np.linspace(_PALEST, 1.0, _LEVELS)]))


def strip(colour: QColor) -> QImage:
    """Return the colours of a density as a strip, palest left, for a legend."""
    return _image(density_ramp(colour)[None, 1:])


def _disc(radius: float, margin: int, across: int) -> Indexes:
    offsets = np.arange(-margin, margin + 1)
    rows, columns = np.meshgrid(offsets, offsets, indexing="ij")
    within = rows**2 + columns**2 <= radius**2
    return (rows[within] * across + columns[within]).astype(np.int64)


def _ramp(colour: QColor, alphas: npt.NDArray[np.floating]) -> Pixels:
    """Return a colour at each opacity, as premultiplied 0xAARRGGBB."""
    parts = [np.rint(alphas * part).astype(np.uint32) for part in (255, colour.red(), colour.green(), colour.blue())]
    shifted = [part << np.uint32(8 * place) for place, part in enumerate(reversed(parts))]
    ramp: Pixels = np.bitwise_or.reduce(shifted).astype(np.uint32)
    return ramp


def _image(pixels: Pixels) -> QImage:
    held = np.ascontiguousarray(pixels)
    height, width = held.shape
    # The copy owns its pixels; an image over numpy's would not keep them alive.
    return QImage(held.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
