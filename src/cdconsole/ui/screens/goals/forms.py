"""The forms of the goals screen: a group's goal, and whether a goal held. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cdconsole.domain.calendar import Month
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.goal_follow_up import GoalGroup, Held
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.review import Goal, GoalProgress
from cdconsole.ui.follow_up.targets import TARGET, read_target, typed_target
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

GROUP_GOAL, LOOK_BACK = "group goal", "look back"
_NAME, _MEMBERS, _OWNERS, _TEXT, _ACTION = "name", "members", "owners", "text", "action"
_MEASURE, _NO_MEASURE, _SUPPORT, _DUE, _HELD, _NOTE = "measure", "no_measure_reason", "support", "due", "held", "note"
_MONTHS_TO_REVIEW = 3
_WHOLE_TEAM = "The whole team"


def group_form(
    goal: Goal | None, clinicians: Iterable[Clinician], measures: Iterable[Measure], today: date
) -> FormState:
    """Return the form of a new goal of a group, or of a change of one."""
    known = {measure.id: measure for measure in measures}
    people = tuple((one.id, one.name) for one in clinicians if one.is_attributable)
    choices = (("", "None fits"), *((measure.id, measure.title) for measure in known.values()))
    group = None if goal is None else goal.group
    measure = None if goal is None or goal.measure is None else known.get(goal.measure)
    target = "" if goal is None or measure is None else typed_target(goal.target, measure.unit)
    due = (Month.of(today) + _MONTHS_TO_REVIEW).last if goal is None else goal.due
    several, choice, line = FieldKind.SEVERAL, FieldKind.CHOICE, FieldKind.LINE
    fields = (
        FormField(_NAME, "Whose goal it is", line, _WHOLE_TEAM if group is None else group.name),
        FormField(
            *(_MEMBERS, "Who belongs to the group", several, "" if group is None else " ".join(group.members)),
            hint="Nobody ticked: the whole team.",
            choices=people,
        ),
        FormField(_TEXT, "What will be different", value="" if goal is None else goal.text),
        FormField(_ACTION, "Who does what", value="" if goal is None else goal.action),
        FormField(_OWNERS, "Who sees to it", line, "" if group is None else group.owners),
        FormField(
            *(_MEASURE, "Measure", choice, "" if goal is None else goal.measure or ""),
            hint="Drawn for the whole team; the baseline is its last three months and never moves.",
            choices=choices,
        ),
        FormField(_NO_MEASURE, "Why none fits", line, "" if goal is None else goal.no_measure_reason),
        FormField(TARGET, "Target", line, target, hint="In per cent, days or a number a month, as the measure has it."),
        FormField(_SUPPORT, "Support the department gives", value="" if goal is None else goal.support),
        FormField(_DUE, "Looked at again on", FieldKind.DAY, due.isoformat()),
    )
    is_new = goal is None
    return FormState(
        *(GROUP_GOAL, "Goal of a group" if is_new else "Change the group's goal", "Agree goal" if is_new else "Save"),
        fields,
        lead="A goal that several people share, outside anybody's review.",
    )


def group_goal_of(values: Mapping[str, str], before: Goal | None, measures: Iterable[Measure], today: date) -> Goal:
    """Return the goal that was typed. Raises RuleBroken for a target that is not a number."""
    measure = next((one for one in measures if one.id == values[_MEASURE]), None)
    members = tuple(map(ClinicianId, values[_MEMBERS].split()))
    return Goal(
        id=GoalId("") if before is None else before.id,
        clinician_id=ClinicianId(""),
        from_review=ReviewId(""),
        text=values[_TEXT],
        action=values[_ACTION],
        measure=None if measure is None else MeasureId(measure.id),
        no_measure_reason=values[_NO_MEASURE],
        baseline=None,
        baseline_text="",
        target=None if measure is None else read_target(values[TARGET], measure.unit),
        support=values[_SUPPORT],
        due=date.fromisoformat(values[_DUE]),
        revision=1 if before is None else before.revision,
        group=GoalGroup(values[_NAME], members, values[_OWNERS], today),
    )


def look_back_form(progress: GoalProgress) -> FormState:
    """Return the form that asks whether what was achieved held."""
    choices = (("", "Choose…"), *((held.name, held.value) for held in Held))
    achieved = f"“{progress.goal.text}” was achieved: {progress.goal.outcome}"
    return FormState(
        *(LOOK_BACK, "Look back a year on", "Keep"),
        (
            FormField(_HELD, "Did it hold?", FieldKind.CHOICE, choices=choices),
            FormField(_NOTE, "What you see, and why you think so"),
        ),
        lead=f"{achieved} Look at the chart first. What you say stands, with the measure as it is today.",
    )


def held_of(values: Mapping[str, str]) -> tuple[Held, str]:
    """Return what was said of whether it held, and the note. Raises RuleBroken where nothing was chosen."""
    if not values[_HELD]:
        raise RuleBroken("Nothing is chosen.", "Say whether it held; nobody says it for you.", _HELD)
    return Held[values[_HELD]], values[_NOTE]
