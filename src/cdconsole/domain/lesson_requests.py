"""What a person can want of the learning log."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListLessons(Request[tuple[Lesson, ...]]):
    """The newest version of every lesson, the last written first; retired ones too."""


@dataclass(frozen=True)
class SaveLesson(Command[Lesson]):
    """Store a lesson (empty id), or its next version; ``version`` is the one that was edited."""

    lesson: Lesson

    def __repr__(self) -> str:
        return "SaveLesson(...)"


@dataclass(frozen=True)
class ShowPrintedLessons(Request[Printed]):
    """The learning log as a document; ``only`` these lessons, in the order given, or every one in use."""

    only: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ExportLessons(Command[ExportReceipt]):
    """Write the learning log as CSV through the export log; ``only`` as for printing."""

    path: str
    only: tuple[str, ...] | None = None
