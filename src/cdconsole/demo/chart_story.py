"""What people wrote on charts: on some clinicians' months, and on the team's."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.absences import CLOSURE_BACK
from cdconsole.demo.signals import DNA_RATE, LATE_STARTS, planted_signals
from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.annotation_requests import Annotate
from cdconsole.domain.measure import MeasureId

_NOTED = "Dr Amara Okafor"
_WHAT_HAPPENED = {
    DNA_RATE: "Text reminders began in the IBD clinics.",
    LATE_STARTS: "Theatre 6 closed; lists began in a borrowed theatre.",
}


def annotate_charts(telling: Telling, days: StoryDays) -> None:
    """Write what happened in some months on the charts that show them."""
    ids, last = telling.ids(), days.early.last
    telling.at(moment(days.thanks + timedelta(days=29), 14))
    mornings = MeasureId.BEFORE_MIDDAY
    telling.ask(Annotate(ids[_NOTED], mornings, last - 20, "A locum held the ward for two weeks."))
    telling.ask(Annotate(ids[_NOTED], mornings, last - 8, "Take-home drugs are ordered the evening before."))
    telling.ask(Annotate(None, mornings, last - 7, "The discharge lounge opened on weekdays."))
    for signal in planted_signals(days.period):
        if signal.measure in _WHAT_HAPPENED:
            text = _WHAT_HAPPENED[signal.measure]
            telling.ask(Annotate(ids[signal.clinician], signal.measure, signal.first, text))
    points, closed = MeasureId("endoscopy_points"), days.period.last - CLOSURE_BACK
    telling.ask(Annotate(None, points, closed, "The endoscopy unit was closed for three days."))
