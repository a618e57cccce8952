"""From choosing a clinician to the charts painted, in the real window with its worker and 40,000 spells."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QGraphicsView, QToolButton

from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.screens.clinician.view import ClinicianView
from cdconsole.ui.start import Opening
from cdconsole.ui.task_runner import ProcessTaskRunner
from driven_window import live, make_demonstration, part, run_until, unlocked_window
from figures import Entry, against

ROUNDS, SETTLED_MS = 2, 60
MEDIAN_AT_MOST, WORST_AT_MOST = 0.050, 0.100


class PaintWatch(QObject):
    """Notes when charts have been painted after the worker's answer; ends the loop when nothing more is painted."""

    def __init__(self, runner: ProcessTaskRunner, charts: list[SpcChartView]) -> None:
        super().__init__()
        self._is_answered = False
        self._painted_at: float | None = None
        self._loop = QEventLoop()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._loop.quit)
        runner.finished.connect(self._answered)
        for chart in charts:
            chart.findChildren(QGraphicsView)[0].viewport().installEventFilter(self)

    def seconds_of(self, choose: QToolButton) -> float:
        """Return the time from a click to the last of the painting it causes."""
        self._is_answered, self._painted_at = False, None
        begun = time.perf_counter()
        choose.click()
        run_until(lambda: self._painted_at is not None)
        self._loop.exec()
        return self._painted_at - begun

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice that a chart is painted; it is painted all the same."""
        if event.type() == QEvent.Type.Paint and self._is_answered:
            # All that is painted together is painted before this call comes.
            QTimer.singleShot(0, self, self._note)
        return False

    def _answered(self, _number: int) -> None:
        self._is_answered = True

    def _note(self) -> None:
        self._painted_at = time.perf_counter()
        self._settled.start()


def measure_choose() -> Entry:
    """Go down and up the list of clinicians, every one at least twice."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CDCONSOLE_HOME"] = home
        with unlocked_window(make_demonstration(Path(home))) as opening:
            chosen, repainted = choose_all(opening)
    entry = against("repainting the same screen", chosen, repainted, None)
    entry["target"] = {"median_ms": MEDIAN_AT_MOST * 1000, "max_ms": WORST_AT_MOST * 1000}
    entry["met"] = median(chosen) <= MEDIAN_AT_MOST and max(chosen) <= WORST_AT_MOST
    return entry


def choose_all(opening: Opening) -> tuple[list[float], list[float]]:
    part(opening.window, QToolButton, "go_clinician").click()
    run_until(lambda: any(chart.isVisible() for chart in opening.window.findChildren(SpcChartView)))
    live(1.0)
    assert opening.shell is not None  # noqa: S101 - it is unlocked
    screen = opening.window.findChildren(ClinicianView)[0]
    watch = PaintWatch(opening.shell.runner, screen.findChildren(SpcChartView))
    chosen, repainted = [], []
    for _ in range(ROUNDS):
        for name in ("Next clinician", "Previous clinician"):
            step = part(screen, QToolButton, name)
            while step.isEnabled():
                chosen.append(watch.seconds_of(step))
                repainted.append(seconds_to_repaint(screen))
    return chosen, repainted


def seconds_to_repaint(screen: ClinicianView) -> float:
    begun = time.perf_counter()
    screen.repaint()
    return time.perf_counter() - begun
