"""Goals that people share: one of the whole team with a PDSA cycle, and one achieved a year ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.goal_follow_up import GoalGroup
from cdconsole.domain.goal_requests import SaveGroupGoal
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SavePdsaCycle
from cdconsole.domain.review import Goal, GoalStatus, PdsaAct, PdsaCycle
from cdconsole.services.demonstration import take_over_goal

_ON_BIRCH = ("Dr Yusuf Demirel", "Dr Kofi Asamoah", "Dr Niamh Corrigan", "Dr Tunde Fagbenle")


def share_goals(telling: Telling, days: StoryDays) -> Goal:
    """Take over the goal that Birch ward kept on paper, and agree one of the whole team; return that, with a cycle."""
    telling.at(moment(days.review + timedelta(days=2), 13))
    _take_over(telling, days)
    team = GoalGroup("The whole team", (), "the three ward managers and Dr Okafor", date.min)
    goal = telling.ask(SaveGroupGoal(replace(_blank(team, (days.period.last + 1).first + timedelta(days=25)),
        text="A third of our inpatients leave before midday, on every ward",
        action="Every ward holds its board round at 08:15; pharmacy writes medicines to take home the evening before",
        measure=MeasureId.BEFORE_MIDDAY,
        target=0.33,
        support="A second pharmacist on weekday mornings, until the goal is looked at again",
    )))  # fmt: skip
    telling.at(moment(days.cycle_begins + timedelta(days=7), 12))
    began = PdsaCycle(
        id="",
        started=days.cycle_begins + timedelta(days=7),
        plan="Cedar ward copies the board round for four weeks, with Ash ward's sister beside it in the first.",
        prediction="One in four of Cedar's patients leaves before midday, up from about one in five.",
    )
    return telling.ask(SavePdsaCycle(goal.id, began))


def study_cycle(telling: Telling, days: StoryDays, goal: Goal) -> None:
    """Write up the cycle of the whole team's goal."""
    telling.at(moment(days.thanks + timedelta(days=12), 12))
    studied = replace(
        goal.cycles[0],
        do="Held on 18 of 20 weekdays; the registrar could not come on Tuesdays and Thursdays.",
        study="About as predicted on the days the registrar was there, and no change on the others.",
        act=PdsaAct.ADAPT,
    )
    telling.ask(SavePdsaCycle(goal.id, studied))


def _take_over(telling: Telling, days: StoryDays) -> None:
    ids = telling.ids()
    agreed, achieved = (days.period.last - 16).first + timedelta(days=9), (days.period.last - 11).first
    birch = GoalGroup("Birch ward", tuple(ids[name] for name in _ON_BIRCH), "Dr Demirel", agreed)
    kept = replace(
        _blank(birch, achieved),
        id=GoalId(new_id()),
        text="A senior doctor sees every patient on Birch ward every day, and stays get shorter",
        action="The four consultants share the daily review; dietetics sees patients on the day of admission",
        measure=MeasureId.LENGTH_OF_STAY,
        support="A dietitian's morning each weekday",
        status=GoalStatus.ACHIEVED,
        outcome="Reviewed daily for four months; Dr Demirel's patients stay about four days less.",
    )
    take_over_goal(telling.session, kept, achieved)


def _blank(group: GoalGroup, due: date) -> Goal:
    return Goal(GoalId(""), ClinicianId(""), ReviewId(""), "", "", None, "", None, "", None, "", due, group=group)
