"""Search every review one may read: in memory, over the decrypted rows; nothing is stored for it anywhere."""

from __future__ import annotations

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.change_set import Topic
from cdconsole.domain.people import Section
from cdconsole.domain.review_search import ReviewHits, WrittenText, fold, hit_in, is_found, wanted_words
from cdconsole.domain.review_search_requests import SearchReviews
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import review_texts

_SEARCHED = frozenset({Topic.REVIEW, Topic.GOAL, Topic.QUARTER, Topic.SUPPORT, Topic.LESSON})


@handles(SearchReviews)
def search_reviews(session: Session, request: SearchReviews, task: Task) -> ReviewHits:
    """Return the newest texts in which every word is found; none while fewer than two letters are asked for.

    Raises NotEntitled for an administrator.
    """
    session.require(Section.REVIEW)
    words = wanted_words(request.text)
    if not words:
        return ReviewHits((), 0)
    looked(session, Looking.SEARCH)
    found: list[tuple[WrittenText, str]] = []
    for text, folded in session.keep("texts of reviews", _SEARCHED, lambda: _texts(session)):
        task.checkpoint()
        if is_found(text, folded, words):
            found.append((text, folded))
    return ReviewHits(tuple(hit_in(*each, words) for each in found[: request.most]), len(found))


def _texts(session: Session) -> tuple[tuple[WrittenText, str], ...]:
    """Return every text with its form for comparing, the newest first."""
    with session.snapshot(Section.REVIEW) as snapshot:
        texts = sorted(review_texts.written_texts(snapshot), key=lambda text: text.on, reverse=True)
    return tuple((text, fold(text.text)) for text in texts)
