"""What the presenters of the reviews screen share: its state, its view, its requests and the clock. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.calendar import Clock
from cdconsole.domain.review import Review
from cdconsole.domain.review_search import ReviewHit
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.reviews.drafts import Draft
from cdconsole.ui.screens.reviews.state import ReviewsState, RoomState


class ReviewsScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: ReviewsState) -> None:
        """Show everything anew."""
        ...

    def show_draft(self, draft: Draft) -> None:
        """Show one note of the room anew and touch nothing else."""
        ...

    def show_place(self, hit: ReviewHit) -> None:
        """Bring into sight where in the room a search found something."""
        ...

    def show_thank_you(self, recognition: str) -> None:
        """Bring one thank-you into sight, by its id."""
        ...


def _alone(_is_presenting: bool) -> None:
    """Do nothing: no window is there whose other parts could be seen."""


class ReviewDesk:
    """One state, shown anew after each change; ``tell`` hears of problems that have no place on the screen.

    ``present`` hears when others begin to look at the window, and when they do no longer.
    """

    def __init__(
        self,
        view: ReviewsScreen,
        scope: TaskScope,
        clock: Clock,
        tell: Callable[[Exception], None],
        present: Callable[[bool], None] = _alone,
    ) -> None:
        self.view = view
        self.scope = scope
        self.clock = clock
        self.tell = tell
        self.set_presenting = present
        self.state = ReviewsState(clock.today())

    def show(self, state: ReviewsState) -> None:
        """Take over a state and show it."""
        was_presenting, self.state = self.state.is_presenting, state
        if state.is_presenting and not was_presenting:
            self.set_presenting(True)  # before anything is shown, so that nothing else can be seen beside it
        self.view.show_state(state)
        if was_presenting and not state.is_presenting:
            self.set_presenting(False)

    @property
    def room(self) -> RoomState | None:
        """Return the room, while somebody is in it."""
        return self.state.room

    def change_room(self, **changes: Any) -> None:
        """Show the room with some of it changed; nothing where nobody is in it."""
        if self.state.room is not None:
            self.show(replace(self.state, room=replace(self.state.room, **changes)))

    def is_here(self, review: Review) -> bool:
        """Return whether this review is the one in the room."""
        return self.state.room is not None and self.state.room.review.id == review.id
