"""The ward list as columns: every stay, and every revision of its predicted date, for measures of predictions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from cdconsole.storage.record_columns import Days, Floats, Texts, days_of, minutes_of
from cdconsole.storage.section_file import Reading


@dataclass(frozen=True, eq=False)
class WardColumns:
    """Stays, and the revisions of their predicted dates by stay and moment.

    ``whose``, ``place``, ``admitted`` and ``left`` are [stays]: the clinician's id, bay and bed, and minutes since 1970
    of the ward's time (NaN while on the ward). The rest is [revisions]: which stay, the number of the revision, the day
    predicted as a proleptic ordinal (-1 withdrawn), the reason's name, and when it was entered.
    """

    whose: Texts
    place: Texts
    admitted: Floats
    left: Floats
    stay: NDArray[np.intp]
    revision: NDArray[np.int64]
    predicted: Days
    reason: Texts
    entered: Floats


def stays(reading: Reading) -> WardColumns:
    """Return everybody who is or was on the ward list."""
    rows = reading.rows(
        "SELECT id, clinician_id, trim(bay || ' ' || bed), admitted_at, discharged_at FROM inpatient ORDER BY rowid"
    )
    ids, whose, place, admitted, left = list(zip(*rows, strict=True)) if rows else [()] * 5
    at = {id_: number for number, id_ in enumerate(ids)}
    found = reading.rows("SELECT inpatient_id, revision, predicted_on, reason, changed_at FROM predicted_discharge")
    revisions = sorted((at[inpatient], _local(entered), *rest) for inpatient, *rest, entered in found)
    stay, entered, number, predicted, reason = list(zip(*revisions, strict=True)) if revisions else [()] * 5
    return WardColumns(
        *(Texts.of(whose), Texts.of(place), minutes_of(admitted), minutes_of(left)),
        *(np.array(stay, dtype=np.intp), np.array(number, dtype=np.int64), days_of(predicted)),
        *(Texts.of(reason), minutes_of(entered)),
    )


def first_prediction(reading: Reading) -> date | None:
    """Return the local day on which the first predicted date of all was entered; None before it."""
    [(first,)] = reading.rows("SELECT min(changed_at) FROM predicted_discharge")
    return None if first is None else date.fromisoformat(_local(first)[:10])


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
