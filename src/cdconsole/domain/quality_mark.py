"""The data-quality mark beside every n: how far a chart can be believed, in words with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.data_quality import ENOUGH_COMPLETE, FEW, LATE_DAYS

MOSTLY_CHECKED = 0.8


class Believable(Enum):
    """What the mark says. It is about the data, never about anybody's work."""

    DISPUTED = "Disputed"
    NOT_VALIDATED = "Not yet validated with the clinician"
    CARE = "Read with care"
    VALIDATED = "Validated with the clinician"
    TEAM = "As recorded"


@dataclass(frozen=True)
class QualityMark:
    """A chart's mark, and in sentences why it stands as it does."""

    mark: Believable
    reasons: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """Return the mark and its reasons, a line each, for a tooltip and a screen reader."""
        return "\n".join([f"Data quality: {self.mark.value}.", *self.reasons])


@dataclass(frozen=True)
class Filled:
    """How many of the records behind a chart have something the measure needs, such as an admission method."""

    what: str
    records: int
    filled: int


@dataclass(frozen=True)
class Delivery:
    """What an import that covers any of the chart's months brought: rows read and refused, how far it reaches, when."""

    file_name: str
    rows: int
    rejected: int
    covers_to: date
    imported: date


@dataclass(frozen=True)
class Checked:
    """How many of the clinician's records they have looked at; None in its place where nobody could (a team)."""

    records: int
    voted: int
    last: date | None


def mark_of(
    filled: Iterable[Filled], deliveries: Iterable[Delivery], checked: Checked | None, challenge: str, today: date
) -> QualityMark:
    """Return the mark for one chart. The first of these that holds gives the word, and every one its reason.

    ``challenge`` says in words what is being challenged, empty if nothing: disputed. Fewer than four fifths of the
    clinician's records looked at: not yet validated. A field less than 95 % filled, more than 2 % of a file's rows
    refused, or data that end more than 62 days ago: read with care. A team has nobody to validate it.
    """
    cares = [*_gaps(filled), *_refused(deliveries := tuple(deliveries)), *_late(deliveries, today)]
    validation, is_validated = _validation(checked)
    reasons = (*([challenge] if challenge else []), *validation, *cares)
    if challenge:
        mark = Believable.DISPUTED
    elif not is_validated:
        mark = Believable.NOT_VALIDATED
    elif cares:
        mark = Believable.CARE
    else:
        mark = Believable.VALIDATED if checked is not None else Believable.TEAM
    return QualityMark(mark, reasons)


def _validation(checked: Checked | None) -> tuple[tuple[str, ...], bool]:
    if checked is None:
        return (), True
    if not checked.voted or checked.last is None:
        return (f"The clinician has checked none of the {checked.records:,} records.",), False
    words = (
        f"The clinician checked {checked.voted:,} of {checked.records:,} records, last on {date_text(checked.last)}."
    )
    return (words,), checked.voted >= MOSTLY_CHECKED * checked.records


def _gaps(filled: Iterable[Filled]) -> Iterator[str]:
    for one in filled:
        if one.records and one.filled < ENOUGH_COMPLETE * one.records:
            yield (
                f"{one.what} is filled in for {one.filled:,} of {one.records:,} records"
                f" ({one.filled / one.records:.0%})."
            )


def _refused(deliveries: Iterable[Delivery]) -> Iterator[str]:
    for one in deliveries:
        if one.rejected > FEW * one.rows:
            yield f"{one.rejected:,} of {one.rows:,} rows of {one.file_name} could not be stored."


def _late(deliveries: tuple[Delivery, ...], today: date) -> Iterator[str]:
    newest = max((one.covers_to for one in deliveries), default=None)
    if newest is not None and (today - newest).days > LATE_DAYS:
        yield f"The data end on {date_text(newest)}, {(today - newest).days} days ago."
