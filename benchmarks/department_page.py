"""The department page with thirty measures: its small multiples painted, and the whole page shown."""

from __future__ import annotations

import math
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import cast

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPolygonF
from PySide6.QtWidgets import QApplication

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId, MonthlyValue, OutcomeMeasures
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import MEASURES
from cdconsole.stats.reading import reading
from cdconsole.ui.screens.department.state import DepartmentState
from cdconsole.ui.screens.department.tiles import MeasureTile
from cdconsole.ui.screens.department.view import DepartmentView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme import theme
from figures import Entry, against

CHARTS, MONTHS, ROUNDS = 30, 36, 30
AT_MOST = 0.100
_FIRST = Month(2023, 11)


def measure_department_page() -> Entry:
    """Return thirty tiles painted against thirty bare lines of as many points, and the page's first showing beside."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance()
    theme.apply(app if isinstance(app, QApplication) else QApplication([]))
    page = overview()
    view = DepartmentView(Clipboard(QGuiApplication.clipboard()))
    view.resize(1720, 1034)
    view.show()
    shown = [show(view, each) for each in (page, with_other_values(page))]
    tiles = [tile for tile in view.findChildren(MeasureTile) if tile.isVisibleTo(view)]
    images = [QImage(tile.size(), QImage.Format.Format_ARGB32_Premultiplied) for tile in tiles]
    lines = [[0.1 + 0.8 * random.random() for _ in range(MONTHS)] for _ in tiles]  # noqa: S311 - no secret
    painted, bare = [], []
    for _ in range(ROUNDS):
        bare.append(seconds_of(lambda: paint_lines(images, lines)))
        painted.append(seconds_of(lambda: paint_tiles(tiles, images)))
    entry = against("as many bare lines of as many points", painted, bare, None)
    entry["target"] = {"median_ms": AT_MOST * 1000}
    entry["met"] = median(painted) <= AT_MOST
    entry["tiles"] = len(tiles)
    entry["page_first_shown_ms"], entry["page_with_other_values_ms"] = (round(each * 1000, 1) for each in shown)
    view.close()
    return entry


def overview() -> DepartmentOverview:
    """Return a page of thirty measures with values made here, under five outcomes."""
    names = cast(tuple[MeasureId, ...], tuple(f"measure_{at}" for at in range(CHARTS)))
    charts = tuple(charted(name, at) for at, name in enumerate(names))
    under = tuple(OutcomeMeasures(f"Outcome {at}", names[at * 5 : at * 5 + 5]) for at in range(5))
    period = Period(_FIRST, _FIRST + (MONTHS - 1))
    return DepartmentOverview("Nothing changed.", charts, period, 0, 0, "", "", 0, 8, under)


def charted(name: MeasureId, seed: int) -> MeasureChart:
    draw = random.Random(seed)  # noqa: S311 - no secret
    chosen = MEASURES[seed % len(MEASURES)]
    measure = replace(chosen, id=name, title=f"{chosen.title} {seed}", target=0.55 if seed % 3 == 0 else None)
    values = tuple(MonthlyValue(_FIRST + at, 50, 100, 0.5 + draw.gauss(0, 0.05)) for at in range(MONTHS))
    chart = spc_chart(measure, values)
    team = tuple(0.5 + 0.02 * math.sin(at) for at in range(MONTHS))
    return MeasureChart(measure, chart, reading(chart, measure), "n 1,800 of 3,600, 36 months", team, "", "good")


def with_other_values(page: DepartmentOverview) -> DepartmentOverview:
    charts = (charted(chart.measure.id, CHARTS + at) for at, chart in enumerate(page.charts))
    return replace(page, charts=tuple(charts))


def show(view: DepartmentView, page: DepartmentOverview) -> float:
    begun = time.perf_counter()
    view.show_state(DepartmentState(page))
    QApplication.sendPostedEvents()
    view.grab()
    return time.perf_counter() - begun


def paint_tiles(tiles: list[MeasureTile], images: list[QImage]) -> None:
    for tile, image in zip(tiles, images, strict=True):
        tile.render(image, QPoint())


def paint_lines(images: list[QImage], lines: list[list[float]]) -> None:
    for image, line in zip(images, lines, strict=True):
        width, height = image.width() / MONTHS, image.height()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolyline(QPolygonF([QPointF(at * width, value * height) for at, value in enumerate(line)]))
        painter.end()


def seconds_of(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
