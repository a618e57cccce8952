"""A hundred thousand records moved and zoomed, frame by frame, against pyqtgraph's scatter of the same points."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.services.definitions import BY_ID
from cdconsole.stats.value_distribution import value_distribution
from cdconsole.ui.charts.record_scatter import RecordScatter
from cdconsole.ui.theme import theme
from figures import Entry, against, spread

RECORDS, WIDTH, HEIGHT, FRAMES, REFERENCE_FRAMES = 100_000, 1100, 420, 120, 12
AT_MOST = 0.016
_PERIOD = Period(Month(2023, 11), Month(2026, 10))


def measure_record_scatter() -> Entry:
    """Return frames of 100,000 records as a density; beside them of 50,000 as dots, and of dots zoomed into."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance()
    theme.apply(app if isinstance(app, QApplication) else QApplication([]))
    many = distribution(RECORDS)
    dense, near, few = (prepared(records) for records in (many, many, distribution(RECORDS // 2)))
    while "density" in near.accessibleDescription():
        near.zoom_in()
    bare, item = bare_scatter(many)
    frames, reference = frames_of(dense, FRAMES), []
    for along in islice(cycle((4.0, 4.0, -4.0, -4.0)), REFERENCE_FRAMES):
        begun = time.perf_counter()
        item.getViewBox().translateBy(x=along)
        paint(bare)
        reference.append(time.perf_counter() - begun)
    entry = against("pyqtgraph's ScatterPlotItem of the same points", frames, reference, None)
    entry["target"] = {"median_ms": AT_MOST * 1000}
    entry["met"] = median(frames) <= AT_MOST
    entry["dots_50000"] = spread(frames_of(few, FRAMES))
    entry["dots_zoomed_into"] = spread(frames_of(near, FRAMES))
    return entry


def distribution(records: int) -> RecordDistribution:
    """Return stays of whole days, skewed as stays are, spread over three years."""
    draw = np.random.default_rng(20261123)
    first, last = _PERIOD.first.first.toordinal(), _PERIOD.last.last.toordinal()
    days = np.sort(draw.integers(first, last + 1, records)).astype("<i4")
    values = np.floor(draw.lognormal(1.7, 0.8, records)).astype("<f4")
    measure = BY_ID[MeasureId.LENGTH_OF_STAY]
    return RecordDistribution(
        measure, "", _PERIOD, days.tobytes(), values.tobytes(), (), "", value_distribution(values)
    )


def prepared(records: RecordDistribution) -> RecordScatter:
    scatter = RecordScatter()
    scatter.resize(WIDTH, HEIGHT)
    scatter.show_distribution(records)
    paint(scatter)
    return scatter


def bare_scatter(records: RecordDistribution) -> tuple[pg.PlotWidget, pg.ScatterPlotItem]:
    widget = pg.PlotWidget()
    widget.resize(WIDTH, HEIGHT)
    days, values = np.frombuffer(records.days, "<i4"), np.frombuffer(records.values, "<f4")
    item = pg.ScatterPlotItem(x=days, y=values, size=4, pen=None)
    widget.addItem(item)
    widget.disableAutoRange()
    paint(widget)
    return widget, item


def frames_of(scatter: RecordScatter, frames: int) -> list[float]:
    """Return the seconds of frames that move and zoom in turn, and end where they began."""
    moves: tuple[Callable[[], None], ...] = (
        lambda: scatter.show_range(scatter.range.moved(0.02, 0.0)),
        lambda: scatter.zoom(0.97, 0.97),
        lambda: scatter.show_range(scatter.range.moved(-0.02, 0.0)),
        lambda: scatter.zoom(1 / 0.97, 1 / 0.97),
    )
    taken = []
    for move in islice(cycle(moves), frames):
        begun = time.perf_counter()
        move()
        paint(scatter)
        taken.append(time.perf_counter() - begun)
    return taken


def paint(widget: QWidget) -> None:
    """Paint a widget into a picture, as the offscreen window would."""
    widget.grab()
