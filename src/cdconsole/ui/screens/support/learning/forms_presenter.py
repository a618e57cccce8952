"""Writes lessons, changes them and retires them. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import SaveLesson
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.learning.state import SAVE, LearningState, lesson_form, lesson_of, retire_form

_BLANK = Lesson("", "", "", "", "")


class FormsPresenter:
    """One form at a time."""

    def __init__(self, desk: Desk[LearningState]) -> None:
        self._desk = desk
        self._editing = _BLANK

    def begin(self) -> None:
        """Open the form of a new lesson."""
        self._edit(_BLANK)

    def begin_change(self) -> None:
        """Open the form of the lesson that is looked at."""
        line = self._desk.state.selected
        if line is not None:
            self._edit(line.lesson)

    def begin_retiring(self) -> None:
        """Ask why the lesson that is looked at is not needed any more."""
        line = self._desk.state.selected
        if line is not None and not line.lesson.is_retired:
            self._editing = line.lesson
            self._desk.change(form=retire_form())

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form = self._desk.state.form
        if form is None or form.is_busy:
            return
        lesson = (
            lesson_of(values, self._editing)
            if form.task == SAVE
            else replace(self._editing, is_retired=True, reason=values["reason"])
        )
        self._desk.change(form=form.busy())
        self._desk.scope.run(SaveLesson(lesson), self._stored, self._desk.refused)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._desk.change(form=None)

    def _edit(self, lesson: Lesson) -> None:
        self._editing = lesson
        self._desk.change(form=lesson_form(lesson, self._desk.state.measures, self._desk.state.streams))

    def _stored(self, lesson: Lesson) -> None:
        self._desk.change(form=None, chosen=lesson.id)
