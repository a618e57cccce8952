"""Keeps the line at the bottom up to date with what the worker tells of the department and its folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from cdconsole.domain.calendar import Clock
from cdconsole.domain.people import Editing, SessionSummary
from cdconsole.ui.shell.main_window import MainWindow
from cdconsole.ui.shell.problems import Problems
from cdconsole.ui.shell.status import Status, editing_text
from cdconsole.ui.task_runner import ProcessTaskRunner

_KEPT_HERE = "What you wrote is kept on this computer meanwhile."


class StatusLine(QObject):
    """Hears the worker by itself; the shell says who is in."""

    def __init__(self, window: MainWindow, runner: ProcessTaskRunner, clock: Clock, problems: Problems) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._problems = problems
        self._status = Status()
        runner.published.connect(self._published)
        runner.not_published.connect(self._not_published)
        runner.folder_away.connect(self._away)
        runner.folder_back.connect(self._back)
        runner.others_editing.connect(self._others_editing)

    def begin(self, summary: SessionSummary) -> None:
        """Say who has unlocked the department, and forget what was said of the one before."""
        self._show(Status(summary.person.name))
        self.refresh(summary)

    def saved(self) -> None:
        """Say that something was stored just now."""
        self._show(replace(self._status, saved=self._clock.now()))

    def refresh(self, summary: SessionSummary) -> None:
        """Say how far the data go, and what the department still lacks."""
        self._show(replace(self._status, data_to=summary.data_to, wants=summary.wants))

    def locks_in(self, seconds: int | None) -> None:
        """Say when the department locks by itself, None while that is far off."""
        self._show(replace(self._status, locks_in_seconds=seconds))

    def _published(self, at: datetime) -> None:
        self._show(replace(self._status, published=at, is_held_here=False))

    def _not_published(self, message: str, what_to_do: str) -> None:
        if not self._status.is_held_here:
            self._problems.tell(message, f"{what_to_do} {_KEPT_HERE}")
        self._show(replace(self._status, is_held_here=True))

    def _away(self, message: str, _what_to_do: str) -> None:
        self._show(replace(self._status, away=message))

    def _back(self) -> None:
        self._show(replace(self._status, away=""))

    def _others_editing(self, editing: tuple[Editing, ...]) -> None:
        self._show(replace(self._status, others=tuple(editing_text(one) for one in editing)))

    def _show(self, status: Status) -> None:
        self._status = status
        self._window.show_status(status)
