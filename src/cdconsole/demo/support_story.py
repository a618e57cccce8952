"""A thank-you that rests on something measured, one clinician's support in two steps, and two lessons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import SaveLesson
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveRecognition
from cdconsole.domain.support import Rung, SupportCause, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep

_THANKED, _SUPPORTED = "Dr Eleanor Thackray", "Dr Kofi Asamoah"
_LESSONS = (
    Lesson(
        "",
        "A board round needs pharmacy in the room",
        "Patients who could have left in the morning waited for their medicines until the afternoon.",
        "Naming early leavers the afternoon before is enough, if a pharmacist hears it.",
        "Medicines to take home are written the evening before, and the round begins at 08:15 on one ward.",
        MeasureId.BEFORE_MIDDAY,
    ),
    Lesson(
        "",
        "Ask what else moved before asking the clinician",
        "A length of stay rose for months, and the first thought was of pace.",
        "Patients with the longest stays had been brought together on one ward, under one name.",
        "Whoever prepares a review opens case mix and records first, and writes down what was considered.",
        MeasureId.LENGTH_OF_STAY,
    ),
)


def support_and_learn(telling: Telling, days: StoryDays) -> None:
    """Thank somebody for what was measured, begin to support somebody, and write down two lessons."""
    ids, day = telling.ids(), days.thanks + timedelta(days=3)
    telling.at(moment(day, 9))
    words = "For turning an overnight list into two day-case lists, and for bringing the nurses with you."
    telling.ask(SaveRecognition(ids[_THANKED], words, MeasureId.DAY_CASE_RATE))
    telling.at(moment(day, 10))
    telling.ask(SaveSupportStep(_first_step(ids[_SUPPORTED], day)))
    for place, lesson in enumerate(_LESSONS):
        telling.at(moment(day, 12 + place))
        telling.ask(SaveLesson(lesson))


def look_again(telling: Telling, days: StoryDays) -> None:
    """Take support a step further, some weeks on."""
    day = days.thanks + timedelta(days=28)
    telling.at(moment(day, 15))
    step = replace(
        _first_step(telling.ids()[_SUPPORTED], day),
        rung=Rung.AWARENESS,
        basis="It came back after two weeks of leave. We looked at it together: nobody had covered the letters.",
        cause=SupportCause.SYSTEM,
        agreed_support="Letters are covered as clinics are; the rota coordinator adds it to the leave form.",
        review_on=day + timedelta(weeks=8),
    )
    telling.ask(SaveSupportStep(step))


def _first_step(clinician: ClinicianId, day: date) -> SupportStep:
    return SupportStep(
        id="",
        clinician_id=clinician,
        clinician="",
        rung=Rung.CONVERSATION,
        basis="Letters after clinic waited for weeks. The practice manager of a surgery rang about one.",
        cause=SupportCause.RESOURCE,
        agreed_support="The service manager finds a secretary's half day; until then letters go to the pool.",
        review_on=day + timedelta(weeks=4),
    )
