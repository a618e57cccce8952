"""Two notes on a clinician's chart, and one on the team's."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.annotation_requests import Annotate
from cdconsole.domain.measure import MeasureId

_NOTED = "Dr Amara Okafor"


def annotate_charts(telling: Telling, days: StoryDays) -> None:
    """Write what happened in some months on the charts that show them."""
    ids, last = telling.ids(), days.early.last
    telling.at(moment(days.thanks + timedelta(days=29), 14))
    mornings = MeasureId.BEFORE_MIDDAY
    telling.ask(Annotate(ids[_NOTED], mornings, last - 20, "A locum held the ward for two weeks."))
    telling.ask(Annotate(ids[_NOTED], mornings, last - 8, "Take-home drugs are ordered the evening before."))
    telling.ask(Annotate(None, mornings, last - 7, "The discharge lounge opened on weekdays."))
