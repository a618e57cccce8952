"""Says on a chart how many spells have no consultant episodes, where a measure asks them whose spells are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Attribution, Source
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.people import Section
from cdconsole.services.department_data import DepartmentData
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.storage import episode_attribution

_TOPICS = frozenset({Topic.SPELL, Topic.IMPORT})
_BY_EPISODES = (Attribution.ADMITTING, Attribution.EPISODE, Attribution.SHARED)


def with_episode_note(
    session: Session, data: DepartmentData, whose: Whose, chart: MeasureChart, period: Period
) -> MeasureChart:
    """Return a chart that says how many spells of its months count for whoever discharged them, for want of episodes.

    Counted are the spells that a clinician discharged, or everybody.
    """
    counting = chart.measure.counting
    if chart.unavailable or counting.source is not Source.SPELLS or counting.attribution not in _BY_EPISODES:
        return chart
    without = session.keep("spells without episodes", _TOPICS, lambda: _without(session))
    found = sum(count for (who, month), count in without.items() if month in period.months and whose in (None, who))
    if not found:
        return chart
    every = sum(_discharged(columns.discharged_day, period) for columns in data.spells.recorded(whose))
    words = f"{found:,} of {every:,} discharged spells have no consultant episodes: they count for who discharged them."
    return replace(chart, quality_reasons=(*chart.quality_reasons, words))


def _without(session: Session) -> Mapping[tuple[ClinicianId, Month], int]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return episode_attribution.without_episodes(snapshot)


def _discharged(days: npt.NDArray[np.int32], period: Period) -> int:
    first, last = period.first.first.toordinal(), period.last.last.toordinal()
    return int(np.count_nonzero((days >= first) & (days <= last)))
