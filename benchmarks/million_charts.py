"""A million spells in the real window: six charts of a clinician, one chart, one vote, and the worker's memory."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QGraphicsView, QToolButton

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId, PointRecords
from cdconsole.domain.requests import Request, ShowPointRecords
from cdconsole.services.tasks import Listeners
from cdconsole.ui.charts.chart_card import ChartCard, Shown
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.screens.clinician.state import ClinicianState
from cdconsole.ui.screens.clinician.view import ClinicianView
from cdconsole.ui.start import Opening
from cdconsole.ui.task_runner import ProcessTaskRunner
from driven_window import live, part, run_until, unlocked_window
from figures import Entry, against, spread
from million_department import SPELLS, million

ROUNDS, VOTES, SETTLED_MS = 2, 10, 60
WIDTH, HEIGHT = 1920, 1200
AT_MOST, MEDIAN_AT_MOST, WORST_AT_MOST = 1.3, 0.050, 0.100
ONE_CHART_AT_MOST, ONE_SPELL_AT_MOST, MEMORY_AT_MOST_MB = 0.016, 0.050, 600


class Painting(QObject):
    """Notes when charts have been painted after something else happened; ends the loop when no more are painted."""

    def __init__(self, charts: list[SpcChartView]) -> None:
        super().__init__()
        self._is_expected = False
        self._painted_at: float | None = None
        self._loop = QEventLoop()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._loop.quit)
        for chart in charts:
            chart.findChildren(QGraphicsView)[0].viewport().installEventFilter(self)

    def expect(self, *_: object) -> None:
        """Count what is painted from now on."""
        self._is_expected = True

    def finished_after(self, act: Callable[[], None]) -> float:
        """Return at what time, after something was done, the last of the charts expected was painted."""
        self._is_expected, self._painted_at = False, None
        act()
        run_until(lambda: self._painted_at is not None)
        self._loop.exec()
        assert self._painted_at is not None  # noqa: S101 - waited for
        return self._painted_at

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice that a chart is painted; it is painted all the same."""
        if event.type() == QEvent.Type.Paint and self._is_expected:
            # All that is painted together is painted before this call comes.
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self._painted_at = time.perf_counter()
        self._settled.start()


class Screen:
    """The clinician screen of an open window, with everything that it shows remembered."""

    def __init__(self, opening: Opening) -> None:
        part(opening.window, QToolButton, "go_clinician").click()
        run_until(lambda: any(chart.isVisible() for chart in opening.window.findChildren(SpcChartView)))
        live(1.0)
        assert opening.shell is not None  # noqa: S101 - it is unlocked
        self.runner: ProcessTaskRunner = opening.shell.runner
        self.view = opening.window.findChildren(ClinicianView)[0]
        self.painting = Painting(self.view.findChildren(SpcChartView))
        self.runner.finished.connect(self.painting.expect)
        self.shown: list[ClinicianState] = []
        show = self.view.show_state

        def remembering(state: ClinicianState) -> None:
            self.shown.append(state)
            show(state)

        self.view.show_state = remembering  # type: ignore[method-assign]
        self._show = show

    def seconds_to_step(self, step: QToolButton) -> float:
        """Return the time from a click to the last chart of the next clinician painted."""
        begun = time.perf_counter()
        return self.painting.finished_after(step.click) - begun

    def seconds_to_draw(self, state: ClinicianState) -> float:
        """Return the time from having everything that a page shows to the last of its charts painted."""
        begun = time.perf_counter()

        def draw() -> None:
            self.painting.expect()
            self._show(state)

        return self.painting.finished_after(draw) - begun

    def seconds_to_refresh(self, card: ChartCard) -> list[float]:
        """Return the times from one chart's values, with and without the newest month, to that chart painted."""
        whole = card.shown
        assert whole is not None  # noqa: S101 - it is drawn
        points = whole.chart.chart.points[:-1]
        shorter = replace(whole, chart=replace(whole.chart, chart=replace(whole.chart.chart, points=points)))
        taken = []
        for shown in (shorter, whole):
            begun = time.perf_counter()

            def draw(shown: Shown = shown) -> None:
                self.painting.expect()
                card.show_whole(shown)

            taken.append(self.painting.finished_after(draw) - begun)
        return taken

    def ask(self, request: Request[Any]) -> Any:
        """Return what the worker answers."""
        answers: list[object] = []
        self.runner.run(request, Listeners(answers.append, answers.append))
        run_until(lambda: bool(answers))
        if isinstance(answers[0], Exception):
            raise answers[0]
        return answers[0]

    def seconds_from_vote(self, clinician: ClinicianId, vote: GivenVote) -> float:
        """Return the time from hearing that a vote was stored to the last chart that it changed painted."""
        heard: list[float] = []
        listening = self.runner.changed.connect(lambda _: heard.append(time.perf_counter()))
        self.runner.finished.disconnect(self.painting.expect)

        def store() -> None:
            self.runner.run(SaveVotes(clinician, (vote,)), Listeners(self._stored, self._stored))

        painted = self.painting.finished_after(store)
        self.runner.changed.disconnect(listening)
        return painted - heard[0]

    def _stored(self, answer: object) -> None:
        if isinstance(answer, Exception):
            raise answer
        self.runner.finished.connect(self.painting.expect)


def measure_million_charts() -> Entry:
    """Go down and up the list of clinicians, draw each page again from what is ready; then one chart; then votes."""
    made, home = million()
    os.environ["CDCONSOLE_HOME"] = str(home)
    with unlocked_window(made) as opening:
        [worker] = active_children()
        opening.window.resize(WIDTH, HEIGHT)
        screen = Screen(opening)
        first, chosen, drawn = choose_all(screen)
        cards = [card for card in screen.view.findChildren(ChartCard) if not card.chart.visibleRegion().isEmpty()]
        one_chart = [seconds for card in cards for _ in range(ROUNDS) for seconds in screen.seconds_to_refresh(card)]
        voted = vote(screen)
        memory = peak_megabytes(worker.pid)
    entry = against("drawing the same charts from ready values", chosen, drawn, AT_MOST)
    entry["target"] = {"ratio": AT_MOST, "median_ms": MEDIAN_AT_MOST * 1000, "max_ms": WORST_AT_MOST * 1000}
    entry["met"] = bool(entry["met"]) and median(chosen) <= MEDIAN_AT_MOST and max(chosen) <= WORST_AT_MOST
    entry["spells"], entry["charts"] = SPELLS, len(cards)
    entry["first_time_each"] = spread(first)
    entry["one_chart"] = with_target(one_chart, ONE_CHART_AT_MOST)
    entry["one_vote_to_charts"] = with_target(voted, ONE_SPELL_AT_MOST)
    entry["worker_peak_mb"] = {"rss": memory, "target": MEMORY_AT_MOST_MB, "met": memory <= MEMORY_AT_MOST_MB}
    entry["load"] = os.getloadavg()
    return entry


def choose_all(screen: Screen) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of each clinician's first choice, of every later one, and of drawing the same again."""
    first = sweep(screen, "Next clinician") or sweep(screen, "Previous clinician")
    chosen: list[float] = []
    drawn: list[float] = []
    for name in ("Previous clinician", "Next clinician") * ROUNDS:
        chosen += sweep(screen, name, drawn)
    return first, chosen, drawn


def sweep(screen: Screen, name: str, drawn: list[float] | None = None) -> list[float]:
    """Go to one end of the list, and draw each page once more; return the seconds of each step."""
    taken, step = [], part(screen.view, QToolButton, name)
    while step.isEnabled():
        before = screen.shown[-1] if screen.shown else None
        taken.append(screen.seconds_to_step(step))
        after = screen.shown[-1]
        if drawn is not None and before is not None:
            screen.seconds_to_draw(before)
            drawn.append(screen.seconds_to_draw(after))
    return taken


def vote(screen: Screen) -> list[float]:
    """Return the seconds of votes on spells of the clinician shown, newest months first."""
    state = screen.shown[-1]
    assert state.page is not None  # noqa: S101 - it is shown
    who, months = state.page.clinician.id, list(state.page.period.months)[-VOTES:]
    taken = []
    for month in months:
        found: PointRecords = screen.ask(ShowPointRecords(who, MeasureId.SPELLS, month))
        record = next(one for one in found.records if one.vote is None)
        taken.append(screen.seconds_from_vote(who, GivenVote(record.key, Vote.NOT_MINE)))
        live(0.3)
    return taken


def with_target(seconds: list[float], at_most: float) -> Entry:
    return spread(seconds) | {"target": {"median_ms": at_most * 1000}, "met": median(seconds) <= at_most}


def peak_megabytes(process: int | None) -> int:
    """Return the most memory that a process has held."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM"))
