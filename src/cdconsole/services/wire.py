"""What crosses the two pipes between the window and the worker process, and nothing else."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.people import Editing
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import Progress


class BugReport(Exception):
    """A fault of the program, told without any value: ``kind`` is the exception's type, ``trace`` where it was.

    Neither the exception's own text nor local values are kept: both may hold a patient identifier.
    """

    def __init__(self, kind: str, trace: str) -> None:
        super().__init__(kind, trace)
        self.kind = kind
        self.trace = trace

    @classmethod
    def of(cls, problem: BaseException) -> BugReport:
        """Describe an exception and the chain of those that led to it."""
        parts = []
        link: BaseException | None = problem
        while link is not None:
            frames = traceback.extract_tb(link.__traceback__)
            lines = [f"  {_module_path(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
            parts.append("\n".join([type(link).__name__, *lines]))
            link = link.__cause__ or link.__context__
        return cls(type(problem).__name__, "\nafter\n".join(parts))

    def __str__(self) -> str:
        return self.trace


def _module_path(filename: str) -> str:
    """Return the end of a path: what lies above the package names the person's home folder."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])


# --- to the worker ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """Answer a request; ids grow by one."""

    id: int
    request: Request[Any]


@dataclass(frozen=True)
class Stop:
    """Cancel the request with this id, running or waiting."""

    id: int


@dataclass(frozen=True)
class Close:
    """Cancel everything, publish, forget the keys and end."""


# --- to the window ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progressed:
    """How far a request is."""

    id: int
    progress: Progress


@dataclass(frozen=True)
class Answered:
    """A request's value."""

    id: int
    value: Any


@dataclass(frozen=True)
class Failed:
    """Why a request has no value."""

    id: int
    problem: UserFacingError | Cancelled | BugReport


@dataclass(frozen=True)
class Changed:
    """What a committed write changed; not ``is_own`` where it came from another computer."""

    changes: ChangeSet
    is_own: bool = True


@dataclass(frozen=True)
class Published:
    """What was written has reached the department's own folder."""

    at: datetime


@dataclass(frozen=True)
class NotPublished:
    """What was written is kept on this computer and has not reached the department's folder; it is tried again."""

    message: str
    what_to_do: str


@dataclass(frozen=True)
class Told:
    """Something the person should know that nobody asked for."""

    message: str
    what_to_do: str


@dataclass(frozen=True)
class FolderAway:
    """The department's folder can't be read; work goes on with what is on this computer."""

    message: str
    what_to_do: str


@dataclass(frozen=True)
class FolderBack:
    """The department's folder can be read again."""


@dataclass(frozen=True)
class OthersEditing:
    """Who else is editing which section, by what they say themselves; empty when nobody is."""

    editing: tuple[Editing, ...]


@dataclass(frozen=True)
class MustLock:
    """The department can't stay open: the person's keys were taken back, or what has arrived can't be opened."""

    message: str
    what_to_do: str


FromWindow = Ask | Stop | Close
FromWorker = (
    Progressed
    | Answered
    | Failed
    | Changed
    | Published
    | NotPublished
    | FolderAway
    | Told
    | FolderBack
    | OthersEditing
    | MustLock
)
