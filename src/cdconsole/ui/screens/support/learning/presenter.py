"""Reads the learning log, finds in it, and lets it go out. No Qt."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.framework_requests import ListWorkStreams
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import ExportLessons, ListLessons, ShowPrintedLessons
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListMeasures
from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.printed.presenter import Document
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.learning.forms_presenter import FormsPresenter
from cdconsole.ui.screens.support.learning.state import LearningState


class LearningPresenter:
    """One lesson is looked at; ``forms`` writes, changes and retires."""

    def __init__(self, desk: Desk[LearningState]) -> None:
        self._desk = desk
        self.forms = FormsPresenter(desk)

    def start(self) -> None:
        """Read the log."""
        self._desk.change()
        self._read()
        self._read_measures()
        self._read_streams()

    def visit(self, *, lesson: str = "", **_ids: str) -> None:
        """Look at a lesson that is named."""
        if lesson:
            self._desk.change(words="", has_retired=True, chosen=lesson)

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        if changes.touches(frozenset({Topic.LESSON})):
            self._read()
        if changes.touches(frozenset({Topic.MEASURE})):
            self._read_measures()
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read_streams()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def filter(self, words: str, has_retired: bool) -> None:
        """Look for words; with ``has_retired`` among the retired ones too."""
        self._desk.change(words=words, has_retired=has_retired)
        self._choose_shown()

    def select(self, lesson: str) -> None:
        """Look at one lesson."""
        if lesson != self._desk.state.chosen:
            self._desk.change(chosen=lesson)

    def export(self, path: str) -> None:
        """Write what is found as CSV."""
        self._desk.scope.run(ExportLessons(path, self._found()), self._exported, self._desk.cannot)

    def document(self) -> Document:
        """Return what is found, as a document."""
        return ShowPrintedLessons(self._found()), None

    def say(self, words: str) -> None:
        """Show what came of a document or file."""
        self._desk.change(said=words)

    def _found(self) -> tuple[str, ...]:
        return tuple(line.lesson.id for line in self._desk.state.lines)

    def _read(self) -> None:
        self._desk.scope.latest("lessons", ListLessons(), self._show_lessons, self._desk.cannot)

    def _read_measures(self) -> None:
        self._desk.scope.latest("measures", ListMeasures(), self._show_measures)

    def _read_streams(self) -> None:
        self._desk.scope.latest("streams", ListWorkStreams(), self._show_streams)

    def _show_lessons(self, lessons: tuple[Lesson, ...]) -> None:
        self._desk.change(lessons=lessons, problem="")
        self._choose_shown()

    def _choose_shown(self) -> None:
        shown = self._found()
        if self._desk.state.chosen not in shown:
            self._desk.change(chosen=next(iter(shown), ""))

    def _show_measures(self, measures: tuple[Measure, ...]) -> None:
        self._desk.change(measures=tuple((str(one.id), one.title) for one in measures))

    def _show_streams(self, streams: tuple[WorkStream, ...]) -> None:
        self._desk.change(streams=tuple(one.title for one in streams if one.closed is None))

    def _exported(self, receipt: ExportReceipt) -> None:
        lines = f"{receipt.rows:,} lesson{'' if receipt.rows == 1 else 's'}"
        self.say(f"{lines} written to {Path(receipt.path).name}; the export log has it.")
