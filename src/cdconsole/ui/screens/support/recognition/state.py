"""Everything the log of thank-yous shows, and what is looked for in it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from cdconsole.domain.review import Recognition
from cdconsole.ui.corrections.state import thanked_text
from cdconsole.ui.thanking.state import ThankForm

NOBODY_YET = (
    "No thank-yous yet. Say what somebody did, exactly, and soon: it is kept here, and shown at their next review."
)


class Since(Enum):
    """How far back the log is looked at; the value is the days, 0 for all."""

    EVER = 0
    QUARTER = 92
    YEAR = 366

    @property
    def title(self) -> str:
        """Return the choice in words."""
        return {Since.EVER: "At any time", Since.QUARTER: "Last 3 months", Since.YEAR: "Last 12 months"}[self]


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words anywhere, to whom, by whom, since when; what is empty does not matter."""

    words: str = ""
    clinician: str = ""
    author: str = ""
    since: Since = Since.EVER

    def finds(self, given: Recognition, today: date) -> bool:
        """Return whether a thank-you is among what is looked for."""
        text = f"{given.clinician} {thanked_text(given)} {given.measured} {given.author}".casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and self.clinician in ("", given.clinician_id)
            and self.author in ("", given.author)
            and (not self.since.value or _day(given) > today - timedelta(days=self.since.value))
        )


@dataclass(frozen=True)
class RecognitionState:
    """``given`` is None until it is read; ``people`` and ``measures`` are ids and what they are called."""

    today: date
    given: tuple[Recognition, ...] | None = None
    people: tuple[tuple[str, str], ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    wanted: Wanted = field(default_factory=Wanted)
    chosen: str = ""
    form: ThankForm | None = None
    said: str = ""
    problem: str = ""

    @property
    def shown(self) -> tuple[Recognition, ...]:
        """Return what is found, newest first."""
        return tuple(one for one in self.given or () if self.wanted.finds(one, self.today))

    @property
    def selected(self) -> Recognition | None:
        """Return the thank-you that is looked at."""
        return next((one for one in self.shown if one.id == self.chosen), None)

    @property
    def authors(self) -> tuple[str, ...]:
        """Return who thanked anybody, by name."""
        return tuple(sorted({one.author for one in self.given or ()}, key=str.casefold))

    @property
    def thanked(self) -> tuple[tuple[str, str], ...]:
        """Return who was thanked, by name."""
        return tuple(
            sorted({(one.clinician_id, one.clinician) for one in self.given or ()}, key=lambda one: one[1].casefold())
        )

    @property
    def summary(self) -> str:
        """Return how many there are, or were found."""
        if self.given is None:
            return "Reading…"
        found, every = len(self.shown), len(self.given)
        if found == every:
            return f"{every} thank-you{'' if every == 1 else 's'}"
        return f"{found} of {every} thank-yous"


def _day(given: Recognition) -> date:
    return given.at.astimezone().date()
