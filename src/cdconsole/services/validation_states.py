"""How far clinicians got with their records: the votes kept with the days of their records, counted over any period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from cdconsole.domain.attribution import ValidationState, Vote
from cdconsole.domain.calendar import Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.department_data import DepartmentData
from cdconsole.services.session import Session
from cdconsole.services.spell_records import ended_in
from cdconsole.storage import attribution

_TOPICS: Final = frozenset({Topic.SPELL, Topic.IMPORT, Topic.ATTRIBUTION})


@dataclass(frozen=True, eq=False)
class _Said:
    """What one clinician said: [votes] each the day their record ended, the vote's code, and when it was given."""

    day: npt.NDArray[np.int64]
    vote: npt.NDArray[np.int8]
    at: npt.NDArray[np.int64]
    moments: tuple[datetime, ...]

    @classmethod
    def of(cls, votes: Sequence[tuple[date, Vote | None, datetime]]) -> _Said:
        """Return votes as columns; ``at`` is the place in ``moments``, which are in order."""
        moments = sorted({at for _, _, at in votes})
        places = {at: place for place, at in enumerate(moments)}
        return cls(
            np.array([on.toordinal() for on, _, _ in votes], dtype=np.int64),
            np.array([_CODES[vote] for _, vote, _ in votes], dtype=np.int8),
            np.array([places[at] for _, _, at in votes], dtype=np.int64),
            tuple(moments),
        )

    def state(self, records: int, period: Period) -> ValidationState:
        """Return how far they got with so many records that ended in a period."""
        inside = (self.day >= period.first.first.toordinal()) & (self.day <= period.last.last.toordinal())
        codes = np.bincount(self.vote[inside], minlength=len(_CODES))
        return ValidationState(
            records=records,
            voted=int(codes.sum() - codes[_CODES[None]]),
            not_mine=int(codes[_CODES[Vote.NOT_MINE]]),
            shared=int(codes[_CODES[Vote.SHARED]]),
            last_at=self.moments[int(self.at[inside].max())] if inside.any() else None,
        )


_Votes = Mapping[ClinicianId, _Said]
_CODES: Final[Mapping[Vote | None, int]] = {vote: code for code, vote in enumerate((None, *Vote))}
_NOTHING: Final = _Said.of(())


def validation_state(session: Session, data: DepartmentData, clinician: ClinicianId, period: Period) -> ValidationState:
    """Return how far a clinician got with the records that ended in a period."""
    columns = data.spells.columns.get(clinician)
    ended = slice(0, 0) if columns is None else ended_in(columns, period)
    return _votes(session).get(clinician, _NOTHING).state(ended.stop - ended.start, period)


def read_votes_ahead(session: Session) -> None:
    """Have the votes read once the answer is sent: whoever sees the department goes to a clinician next."""

    def read() -> None:
        _votes(session)

    session.later(read)


def _votes(session: Session) -> _Votes:
    return session.renew("votes by day", _TOPICS, lambda before, about: _read(session, before, about))


def _read(session: Session, before: _Votes | None, about: frozenset[ClinicianId]) -> _Votes:
    with session.snapshot(Section.RECORDS) as snapshot:
        votes = attribution.voted(snapshot, about if before is not None else ())
    others = {} if before is None or not about else {who: said for who, said in before.items() if who not in about}
    return others | {who: _Said.of(said) for who, said in votes.items()}
