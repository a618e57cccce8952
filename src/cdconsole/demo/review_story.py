"""The review held some four months ago: recognition, notes, goals with a PDSA cycle, both marks, locked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import (
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveGoal,
    SavePdsaCycle,
    SaveRecognition,
    SaveReviewDates,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Domain, Goal, NoteKind, Party, PdsaCycle

REVIEWED = "Dr Amara Okafor"

_NOTES: tuple[tuple[NoteKind, Domain | None, str], ...] = (
    (
        NoteKind.RECOGNITION,
        None,
        "Amara moved the board round to 08:15, persuaded pharmacy to join it, and more of her patients now leave in "
        "the morning. Thank you: the whole ward has felt it.",
    ),
    (
        NoteKind.CLINICIAN_VIEW,
        None,
        "Proud of the board round. Worried that it depends on two pharmacists. The lead role eats the second half of "
        "most Tuesdays.",
    ),
    (
        NoteKind.DIRECTOR_NOTE,
        Domain.OBJECTIVES,
        "The share discharged before midday has stayed high for months, so I read it as a change and not as luck. "
        "Length of stay has not moved with it: earlier in the day, not fewer days.",
    ),
    (
        NoteKind.DIRECTOR_NOTE,
        Domain.BEHAVIOUR,
        "Leads by doing. Colleagues on Birch ward have asked to copy the board round.",
    ),
    (NoteKind.DIRECTOR_NOTE, Domain.TALENT, "Ready for a wider role; would like to train a successor as lead."),
    (
        NoteKind.DIRECTOR_NOTE,
        Domain.FUTURE,
        "Spread the board round to a second ward; protect Tuesday afternoons.",
    ),
    (
        NoteKind.AGREED_FACTS,
        None,
        "The board round has been at 08:15 every weekday for months. The job plan has 1.5 PAs for the lead role.",
    ),
    (
        NoteKind.CLINICIAN_COMMENT,
        None,
        "A fair account. I would add that transport still decides who leaves before noon on Mondays.",
    ),
)

_THANKS: tuple[tuple[str, str], ...] = (
    ("Dr Tomasz Wieczorek", "For the twelve extra lists: the waiting list came down, and it cost you Saturdays."),
    ("Dr Mei-Ling Szeto", "For teaching three trainees to run a list safely, and for doing it kindly."),
    ("Dr Niamh Corrigan", "For rewriting the nutrition round's handover so that anybody can pick it up."),
)  # fmt: skip


def hold_review(telling: Telling, days: StoryDays) -> tuple[Goal, ...]:
    """Prepare, hold, mark and lock the review, on its day; return its goals."""
    clinician = telling.ids()[REVIEWED]
    telling.at(moment(days.review - timedelta(days=1), 16))
    review = telling.ask(PrepareReview(clinician)).id
    telling.at(moment(days.review, 14))
    for minute, (kind, domain, text) in enumerate(_NOTES):
        telling.at(moment(days.review, 14, 4 * minute))
        telling.ask(SaveReviewNote(review, kind, domain, text, revision=0))
    goals = tuple(telling.ask(SaveGoal(goal)) for goal in _goals(clinician, review, days))
    telling.ask(SaveReviewDates(review, days.review, days.next_review))
    telling.at(moment(days.review, 15, 5))
    telling.ask(MarkAgreement(review, Party.DIRECTOR, Agreement.AGREED, ""))
    telling.ask(
        MarkAgreement(
            review, Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, "Agreed, if the pharmacists' time is protected."
        )
    )
    telling.ask(LockReview(review))
    return goals


def run_cycle(telling: Telling, days: StoryDays, goal: GoalId) -> None:
    """Begin a PDSA cycle of a goal some weeks after the review, and write up what was done."""
    telling.at(moment(days.cycle_begins, 9))
    telling.ask(
        SavePdsaCycle(
            goal,
            PdsaCycle(
                id="",
                started=days.cycle_begins,
                plan="Name tomorrow's early leavers at the afternoon huddle, and book transport before 16:00.",
                prediction="Two more patients a week leave before noon; nobody is readmitted because of it.",
                do="Ran on Ash ward for three weeks; transport booked in time on 11 of 15 days.",
            ),
        )
    )


def thank(telling: Telling, days: StoryDays) -> None:
    """Record the thank-yous, a few days apart."""
    ids = telling.ids()
    for place, (name, text) in enumerate(_THANKS):
        telling.at(moment(days.thanks + timedelta(days=place), 17, 30))
        telling.ask(SaveRecognition(ids[name], text))


def _goals(clinician: ClinicianId, review: ReviewId, days: StoryDays) -> tuple[Goal, ...]:
    # The service gives ids, and freezes each baseline from the review's own charts.
    blank = Goal(GoalId(""), clinician, review, "", "", None, "", None, "", None, "", days.goals_due)
    return (
        replace(
            blank,
            text="Half of the inpatients leave before midday, and it stays so",
            action="Dr Okafor and the ward manager name early leavers the afternoon before",
            measure=MeasureId.BEFORE_MIDDAY,
            target=0.5,
            support="Two pharmacists' time at the board round, confirmed by the director for six months",
        ),
        replace(
            blank,
            text="The median stay falls to five days, without more readmissions",
            action="Dr Okafor agrees criteria-led discharge for gastrointestinal bleeds with the nurses in charge",
            measure=MeasureId.LENGTH_OF_STAY,
            target=5.0,
            support="An afternoon of the improvement team's time each month",
        ),
        replace(
            blank,
            text="A second consultant can stand in as clinical lead by the next round of job planning",
            action="Dr Okafor shares the rota and the governance meeting with Dr Asamoah from next month",
            no_measure_reason="it is about handing over, which no activity measure shows",
            support="0.5 PA from the department for the handover",
        ),
    )
