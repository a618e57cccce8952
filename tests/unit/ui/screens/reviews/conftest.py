"""The reviews screen without its widgets, over the small real department."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import Request
from cdconsole.domain.review_search import ReviewHit
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task, TaskScope
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.drafts import Draft, NoteKey
from cdconsole.ui.screens.reviews.presenter import ReviewsPresenter
from cdconsole.ui.screens.reviews.state import ReviewsState, RoomState
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
CLOCK = services.CLOCK
Value = TypeVar("Value")
ANN, BOB, NOBODY = ClinicianId("ann"), ClinicianId("bob"), ClinicianId("none")


class Waiting:
    """A request that somebody may cancel before it is answered."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class WorkerLike:
    """Answers at once, or as the worker does: later, and in the order asked."""

    def __init__(self, session: Session, changed: Callable[[ChangeSet], None]) -> None:
        self.is_slow = False
        self._inner = ImmediateTaskRunner(session, changed)
        self._asked: list[tuple[Request[Any], Listeners, Waiting]] = []

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        if not self.is_slow:
            return self._inner.run(request, listeners)
        waiting = Waiting()
        self._asked.append((request, listeners, waiting))
        return waiting

    @property
    def asked(self) -> list[Request[Any]]:
        return [request for request, _, _ in self._asked]

    def answer_all(self) -> None:
        while self._asked:
            request, listeners, waiting = self._asked.pop(0)
            if not waiting.is_cancelled:
                self._inner.run(request, listeners)


class SeenReviews:
    """Remembers what it was shown; a box holds what was typed until it is shown something else."""

    def __init__(self) -> None:
        self.state = ReviewsState(CLOCK.today())
        self.shown_drafts: list[Draft] = []
        self.shown_places: list[ReviewHit | str] = []

    def show_state(self, state: ReviewsState) -> None:
        self.state = state

    def show_draft(self, draft: Draft) -> None:
        self.shown_drafts.append(draft)

    def show_place(self, hit: ReviewHit) -> None:
        self.shown_places.append(hit)

    def show_thank_you(self, recognition: str) -> None:
        self.shown_places.append(recognition)


class Reviews:
    """One window on the reviews."""

    def __init__(self, session: Session, clock: FixedClock = CLOCK) -> None:
        self.session = session
        self.told: list[Exception] = []
        self.seen = SeenReviews()
        self.hears = True
        self.runner = WorkerLike(session, self._changed)
        self.desk = ReviewDesk(self.seen, TaskScope(self.runner, self.told.append), clock, self.told.append)
        self.went: list[tuple[str, dict[str, str]]] = []
        self.presenter = ReviewsPresenter(self.desk, session.person.name, self._go)
        self.notes, self.agreement, self.goals = (
            self.presenter.notes,
            self.presenter.agreement,
            self.presenter.goals,
        )
        self.presenter.start()

    def _go(self, to: str, **ids: str) -> None:
        self.went.append((to, ids))

    @property
    def state(self) -> ReviewsState:
        return self.seen.state

    @property
    def room(self) -> RoomState:
        assert self.desk.room is not None
        return self.desk.room

    def draft(self, key: NoteKey) -> Draft:
        return self.room.drafts[key]

    def write(self, key: NoteKey, text: str) -> None:
        self.notes.typed(key, text)
        self.notes.save(key)

    def ask(self, request: Request[Value]) -> Value:
        """Answer a request as another window would, whose writes are heard of later or not at all."""
        value = answer(self.session, request, Task())
        self.session.take_changes()
        return value

    def _changed(self, changes: ChangeSet) -> None:
        if self.hears:
            self.presenter.changed(changes)


@pytest.fixture
def reviews(session: Session) -> Reviews:
    return Reviews(session)


@pytest.fixture
def room(reviews: Reviews) -> Reviews:
    reviews.presenter.visit(clinician=ANN, begin="QUARTERLY")
    return reviews
