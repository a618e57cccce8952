"""When the open department goes to its folder and when it looks there: publishing, others' work, who is editing."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass

from cdconsole.domain.errors import Cancelled, FolderUnreachable, NotEntitled, UserFacingError
from cdconsole.domain.people import Editing, Section
from cdconsole.services.courier import Courier
from cdconsole.services.session import Session
from cdconsole.services.wire import (
    BugReport,
    FolderAway,
    FolderBack,
    FromWorker,
    MustLock,
    NotPublished,
    OthersEditing,
    Published,
    Told,
)
from cdconsole.storage.backups import backup_if_due
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.exchange import Arrival, Staged
from cdconsole.vault import Generation, PublishConflict
from cdconsole.vault.leases import Leases

PUBLISH_AFTER_SECONDS = 2.0
PUBLISH_AT_LATEST_SECONDS = 4.0
RETRY_AFTER_SECONDS = 15.0
LOOK_EVERY_SECONDS = 3.0
BACK_UP_AFTER_SECONDS = 60.0
EDITING_FOR_SECONDS = 120.0


@dataclass(frozen=True)
class _Seen:
    """What a look at the folder brought."""

    arrival: Arrival | None
    editing: tuple[Editing, ...]


class ExchangeSchedule:
    """Belongs to the worker's main thread; what touches the share goes with the courier."""

    def __init__(
        self,
        session: Session,
        courier: Courier,
        send: Callable[[FromWorker], None],
        is_wanted: Callable[[], bool],
    ) -> None:
        self._session = session
        self._courier = courier
        self._send = send
        self._is_wanted = is_wanted
        self._back_up_at: float | None = None
        self._file: DepartmentFile | None = None
        self._leases: Leases | None = None
        self._first_write = 0.0
        self._publish_at: float | None = None
        self._look_at = 0.0
        self._edited: dict[Section, float] = {}
        self._told: tuple[Editing, ...] = ()
        self._is_away = False
        self._warned = ""

    def wait(self) -> float | None:
        """Return how many seconds may pass before ``act`` is due; None while no department is open or one is out."""
        if self._courier.is_out or not self._session.is_open:
            return None
        due = min(at for at in (self._look_at, self._publish_at, self._back_up_at) if at is not None)
        return max(0.0, due - time.monotonic())

    def wrote(self, *, is_edit: bool) -> None:
        """Hear that something was stored: it is published when nothing more comes for a while.

        No edit is what the audit trail alone holds: opening, and looking.
        """
        now = time.monotonic()
        if is_edit:
            self._edited |= dict.fromkeys(self._session.file.exchange.unpublished, now)
        if self._publish_at is None:
            self._first_write = now
        # A person who types on and on must not put publishing off for ever.
        self._publish_at = min(now + PUBLISH_AFTER_SECONDS, self._first_write + PUBLISH_AT_LATEST_SECONDS)

    def finish(self) -> None:
        """Stop telling others that this person is editing: the department is closed."""
        if self._leases is not None and not self._courier.is_out:
            self._leases.release_all()

    def act(self) -> None:
        """Send what is due to be published, or else back up once a day, or look whether others have published."""
        file = self._current_file()
        now = time.monotonic()
        if self._publish_at is not None and self._publish_at <= now:
            self._publish_at = None
            self._publish(file)
        elif self._back_up_at is not None and self._back_up_at <= now:
            self._back_up_at = None
            self._back_up(file)
        if not self._courier.is_out and self._look_at <= now:
            self._look_at = now + LOOK_EVERY_SECONDS
            self._look(file)

    def _current_file(self) -> DepartmentFile:
        """Return the open department; with another one everything starts anew."""
        file = self._session.file
        if file is not self._file:
            self._file, self._leases = file, Leases(file.vault.folder, file.person, platform.node(), file.clock)
            self._edited, self._told, self._is_away = {}, (), False
        return file

    # --- publishing --------------------------------------------------------------------------------------------------

    def _publish(self, file: DepartmentFile) -> None:
        try:
            staged = file.exchange.stage()
        except UserFacingError as problem:
            self.not_published(problem)
            return
        if staged is not None:
            self._courier.go(staged.send, lambda brought, problem: self._sent(file, staged, brought, problem))

    def _sent(self, file: DepartmentFile, staged: Staged, brought: object, problem: Exception | None) -> None:
        if file is not self._file or not self._session.is_open:
            return  # locked meanwhile: the next opening finds what was sent
        if isinstance(brought, Generation):
            file.exchange.settle(staged, brought)
            self._send(Published(self._session.clock.now()))
            self._back_up_at = time.monotonic() + BACK_UP_AFTER_SECONDS
            if file.exchange.unpublished:
                self._publish_at = time.monotonic() + PUBLISH_AFTER_SECONDS
            return
        file.exchange.drop(staged)
        if isinstance(problem, PublishConflict):
            self._look_at = self._publish_at = time.monotonic()
            self._look(file)
        else:
            self.not_published(problem)

    def not_published(self, problem: Exception | None) -> None:
        """Tell why what was written has not reached the folder; it is tried again."""
        self._publish_at = time.monotonic() + RETRY_AFTER_SECONDS
        self._send(NotPublished(*_in_words(problem)))

    # --- backing up --------------------------------------------------------------------------------------------------

    def _back_up(self, file: DepartmentFile) -> None:
        """Make the day's backup, unless somebody asks for something meanwhile: then a little later."""
        try:
            report = backup_if_due(file, self._session.home, self._stop_if_wanted)
        except Cancelled:
            self._back_up_at = time.monotonic() + BACK_UP_AFTER_SECONDS
        except (UserFacingError, OSError) as problem:
            self._send(Told(*_in_words(problem)))
        else:
            if report is not None and report.problems:
                self._send(
                    Told("The day's backup was made, and something is wrong with it.", " ".join(report.problems))
                )

    def _stop_if_wanted(self, _done: int, _of: int, _label: str) -> None:
        if self._is_wanted():
            raise Cancelled

    # --- looking -----------------------------------------------------------------------------------------------------

    def _look(self, file: DepartmentFile) -> None:
        leases, recently = self._leases, time.monotonic() - EDITING_FOR_SECONDS
        editing = frozenset(section for section, at in self._edited.items() if at > recently)

        def errand() -> _Seen:
            return _Seen(file.exchange.look(), () if leases is None else _tend(leases, editing))

        self._courier.go(errand, lambda brought, problem: self._looked(file, brought, problem))

    def _looked(self, file: DepartmentFile, brought: object, problem: Exception | None) -> None:
        if file is not self._file or not self._session.is_open:
            return
        if isinstance(brought, _Seen):
            self._tell_reached()
            if brought.arrival is not None:
                self._take_over(file, brought.arrival)
            if brought.editing != self._told:
                self._told = brought.editing
                self._send(OthersEditing(brought.editing))
        elif isinstance(problem, NotEntitled):
            self._send(MustLock(problem.message, problem.what_to_do))
        elif isinstance(problem, UserFacingError) and not isinstance(problem, FolderUnreachable):
            self._warn(problem)
        elif not self._is_away:
            self._is_away = True
            self._send(FolderAway(*_in_words(problem)))

    def _warn(self, problem: UserFacingError) -> None:
        """Tell once why what is in the folder now is not taken over: it is older, damaged or of a later version."""
        if problem.message != self._warned:
            self._warned = problem.message
            self._send(Told(problem.message, problem.what_to_do))

    def _take_over(self, file: DepartmentFile, arrival: Arrival) -> None:
        try:
            self._session.announce(file.exchange.take_over(arrival))
        except UserFacingError as problem:  # a section is closed and can't be opened: nothing more can be shown of it
            self._send(MustLock(problem.message, problem.what_to_do))
            return
        if file.exchange.unpublished:
            self._publish_at = self._publish_at or time.monotonic()

    def _tell_reached(self) -> None:
        if self._is_away:
            self._is_away = False
            self._send(FolderBack())


def _tend(leases: Leases, editing: frozenset[Section]) -> tuple[Editing, ...]:
    """Say which sections are edited here, and return who else edits what."""
    if not editing:
        leases.release_all()
    leases.renew()
    for section in editing:
        leases.take(section)
    return leases.others()


def _in_words(problem: Exception | None) -> tuple[str, str]:
    """Return what is the matter with the folder, and what to do."""
    if isinstance(problem, UserFacingError):
        return problem.message, problem.what_to_do
    why = getattr(problem, "strerror", None) or type(problem).__name__
    if isinstance(problem, BugReport):
        why = f"a fault of the program: {problem.kind}"
    return (
        f"The department's folder can't be used ({why}).",
        "Your work is kept on this computer, and it is tried again.",
    )
