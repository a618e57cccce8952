"""What a window can want of searching reviews."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.requests import Request
from cdconsole.domain.review_search import ReviewHits


@dataclass(frozen=True)
class SearchReviews(Request[ReviewHits]):
    """Find texts of reviews in which every word of ``text`` begins a word, or the clinician's name; newest first."""

    text: str
    most: int = 200

    def __repr__(self) -> str:
        return "SearchReviews(...)"
