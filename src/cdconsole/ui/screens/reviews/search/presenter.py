"""Searches while a person types, and opens what they choose. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.review_search import FEWEST_LETTERS, ReviewHit, ReviewHits
from cdconsole.domain.review_search_requests import SearchReviews
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.search.state import SearchState, screen_of


class SearchPresenter:
    """``open_review`` shows a hit in its review, ``go`` another screen."""

    def __init__(self, desk: ReviewDesk, open_review: Callable[[ReviewHit], None], go: Callable[..., None]) -> None:
        self._desk = desk
        self._open_review = open_review
        self._go = go
        self._last = SearchState()

    def begin(self, text: str | None = None) -> None:
        """Show the page, as it was when it was left last, or search for a text."""
        self._show(self._last)
        if text is not None or self._last.text:
            self.typed(self._last.text if text is None else text)

    def typed(self, text: str) -> None:
        """Search for what stands in the field now."""
        if len(text.strip()) < FEWEST_LETTERS:
            self._show(SearchState(text))
            return
        self._show(replace(self._last, text=text, problem=""))
        self._desk.scope.latest("search", SearchReviews(text), self._found, self._not_found)

    def leave(self) -> None:
        """Go back to where the search was begun."""
        self._desk.show(replace(self._desk.state, search=None))

    def open(self, hit: ReviewHit) -> None:
        """Show a hit where it was written."""
        if hit.text.review is not None:
            self._open_review(hit)
            return
        self.leave()
        if (elsewhere := screen_of(hit.text)) is not None:
            screen, ids = elsewhere
            self._go(screen, **ids)
        else:
            self._desk.show(replace(self._desk.state, room=None))
            self._desk.view.show_thank_you(hit.text.record)

    def _found(self, found: ReviewHits) -> None:
        self._show_if_here(replace(self._last, found=found))

    def _not_found(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._show_if_here(replace(self._last, found=None, problem=str(problem)))
        elif not isinstance(problem, Cancelled):
            self._desk.tell(problem)

    def _show_if_here(self, state: SearchState) -> None:
        self._last = state
        if self._desk.state.search is not None:
            self._show(state)

    def _show(self, state: SearchState) -> None:
        self._last = state
        self._desk.show(replace(self._desk.state, search=state))
