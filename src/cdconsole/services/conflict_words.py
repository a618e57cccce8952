"""Say in a reader's words what two people changed at once, and what each made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from cdconsole.domain.attribution import Vote
from cdconsole.domain.calendar import date_text
from cdconsole.domain.challenge import ChallengeStatus
from cdconsole.domain.clinician import Grade
from cdconsole.domain.conflict import Choice, ConflictKind
from cdconsole.domain.definition_text import field_texts
from cdconsole.domain.goal_follow_up import Held
from cdconsole.domain.held import HeldPart
from cdconsole.domain.identity import ClinicianId, GoalId, InpatientId, ReviewId
from cdconsole.domain.job_plan import ExposureKind
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.ownership import TextKind
from cdconsole.domain.rectification import Decision
from cdconsole.domain.review import Agreement, Conversation, Domain, GoalStatus, NoteKind, Party, PdsaAct, ReviewStatus
from cdconsole.storage import goals, inpatients, job_plans, measure_definitions, outcomes, reviews, spells
from cdconsole.storage.conflicts import KeptConflict, Values, row_now
from cdconsole.storage.section_file import Reading

Names = Mapping[str, str]
"""What clinicians and measures are called, by their ids."""

_NOTHING = "Nothing"
_TAKEN_OUT = "Taken out"
_FIELDS = {
    ("inpatient", "clinician_id"): "Clinician",
    ("inpatient", "admitted_at"): "Admission",
    ("inpatient", "discharged_at"): "Discharge",
    ("inpatient", "hospital_number"): "Hospital number",
    ("predicted_discharge", ""): "Predicted date",
    ("clinician", "is_attributable"): "Attribution",
    ("pack_sender", "is_accepted"): "Acceptance",
    ("review", "held_on"): "Day",
    ("review", "next_on"): "Day of the next one after",
    ("review", "status"): "Lock",
    ("review", "topic"): "Topic",
    ("goal", "text"): "Words",
    ("goal", "measure"): "Measure",
    ("goal", "due"): "Day it is due",
    ("group_goal", "text"): "Words",
    ("group_goal", "name"): "Name",
    ("group_goal", "due"): "Day it is due",
    ("pdsa_cycle", "is_withdrawn"): "Taking back",
    ("group_cycle", "is_withdrawn"): "Taking back",
    ("sustain_check", "held"): "",
    ("group_sustain_check", "held"): "",
    ("challenge", "status"): "Decision",
    ("annotation", "withdrawn_at"): "Withdrawal",
    ("limit_change", "withdrawn_at"): "Withdrawal",
    ("data_query", "status"): "Answer",
    ("exposure", "first_day"): "Days",
    ("outcome", "review_on"): "Day of review",
    ("outcome", "parked_reason"): "Parking",
    ("outcome", "retired_reason"): "Retirement",
    ("work_stream", "closed_reason"): "Closing",
    ("work_stream", "members"): "Membership",
    ("work_stream", "departments"): "Other departments",
    ("stage_item", "removed_at"): "Place on the board",
    ("charter_version", "held_values"): "Values",
    ("outcome_measure", "measure"): "A measure",
    ("job_plan", ""): "Job plan",
    ("definition_version", ""): "Definition",
    ("interpretation", ""): "",
    ("record_vote", "vote"): "",
    ("rectification", "decision"): "Decision",
    ("retention_rule", "years"): "Period",
    ("retention_hold", "lifted_at"): "Lifting",
    ("clinician_left", "left_on"): "Day of leaving",
    ("activity_need", "pas"): "PAs a week that are needed",
}
"""What a column is called where its own name, with spaces, is not the word; '' is the whole row."""

_MAIN = {
    "predicted_discharge": "predicted_on",
    "outcome_measure": "measure",
    "clinician_code": "clinician_id",
    "import_batch": "file_name",
    "review": "status",
    "pulse_wording": "first",
    "agreement_mark": "agreement",
    "record_vote": "vote",
    "limit_change": "reason",
    "interpretation": "text",
}
"""The column that says most where a whole row is meant; elsewhere it is the first of the words below."""
_TELLING = ("text", "plan", "title", "aims", "note", "claim", "name")

_ENUMS: dict[tuple[str, str], type[Enum]] = {
    ("clinician", "grade"): Grade,
    ("review", "status"): ReviewStatus,
    ("review", "kind"): Conversation,
    ("agreement_mark", "agreement"): Agreement,
    ("goal", "status"): GoalStatus,
    ("group_goal", "status"): GoalStatus,
    ("pdsa_cycle", "act"): PdsaAct,
    ("group_cycle", "act"): PdsaAct,
    ("sustain_check", "held"): Held,
    ("group_sustain_check", "held"): Held,
    ("challenge", "status"): ChallengeStatus,
    ("exposure", "kind"): ExposureKind,
    ("record_vote", "vote"): Vote,
    ("rectification", "decision"): Decision,
}
_DAYS = frozenset(
    {
        "predicted_on",
        "held_on",
        "next_on",
        "due",
        "review_on",
        "effective_from",
        "first_day",
        "last_day",
        "started",
        "due_on",
        "left_on",
    }
)
_MOMENTS = frozenset({"admitted_at", "discharged_at"})


def _members_text(members: str, names: Names) -> str:
    return ", ".join(names.get(ClinicianId(one), "a clinician") for one in json.loads(members)) or "Everybody"


def _group_text(members: str, names: Names) -> str:
    return ", ".join(names.get(ClinicianId(one), "somebody") for one in members.split())


def _departments_text(departments: str, _names: Names) -> str:
    return ", ".join(f"{name} ({lead})" if lead else name for name, lead in json.loads(departments)) or _NOTHING


_SAID: dict[tuple[str, str], Callable[[Any, Names], str]] = {
    ("work_stream", "members"): _members_text,
    ("work_stream", "departments"): _departments_text,
    ("group_goal", "members"): _group_text,
    ("", "is_withdrawn"): lambda value, _: "Taken back" if value else "Kept",
    ("", "clinician_id"): lambda value, names: names.get(ClinicianId(value), "A clinician who is not in the records"),
    ("", "measure"): lambda value, names: names.get(MeasureId(value), str(value)),
    ("clinician", "is_attributable"): lambda value, _: (
        "Work is attributed to them" if value else "Nothing is attributed to them"
    ),
    ("stage_item", "removed_at"): lambda _value, _names: "Taken off the board",
    ("pack_sender", "is_accepted"): lambda value, _: "Their packs are taken" if value else "Their packs are not taken",
}
"""How columns are said that are no plain words; without a table, of every table."""


def what_text(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    """Return what was changed twice: ``Predicted date of the patient in bay A, bed 3``."""
    subject = _SUBJECTS.get(conflict.table, _any_subject)(reading, conflict, names)
    field = _FIELDS.get((conflict.table, conflict.column), conflict.column.replace("_", " ").capitalize())
    return f"{field} of {subject}" if field else subject[:1].upper() + subject[1:]


def value_text(reading: Reading, conflict: KeptConflict, choice: Choice, names: Names) -> str:
    """Return one side's value; for a whole row, the words that say most of it."""
    values = conflict.side(choice)
    if values is None:
        return _TAKEN_OUT if conflict.kind is ConflictKind.DELETED else _NOTHING
    if conflict.table == "job_plan" and not conflict.column:
        return _plan_text(reading, values)
    if conflict.table == "inpatient" and not conflict.column:
        return _patient_text(values)
    if conflict.table == "definition_version":
        return _definition_text(conflict, choice)
    if conflict.table == "lesson" and not conflict.column:
        return _lesson_text(values)
    column = conflict.column or _main_column(conflict.table, values)
    text = _plain(conflict.table, column, values[column], names)
    if values.get("with_clinician"):
        text = f"{text} ({names.get(values['with_clinician'], 'a clinician')})"
    comment = (
        values.get("comment") or values.get("outcome") or values.get("decision") or values.get("answer")
        if conflict.column
        else ""
    )
    return f"{text}: {comment}" if comment else text


def _plain(table: str, column: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return "No date" if column in _DAYS else _NOTHING
    if column in _DAYS:
        return date_text(date.fromisoformat(value))
    if column in _MOMENTS:
        at = datetime.fromisoformat(value)
        return f"{date_text(at.date())} {at:%H:%M}"
    say = _SAID.get((table, column)) or _SAID.get(("", column))
    if say is not None:
        return say(value, names)
    members = _ENUMS.get((table, column))
    return str(members[value].value) if members is not None and value in members.__members__ else str(value)


def _main_column(table: str, values: Values) -> str:
    telling = (name for name in (*_TELLING, *values) if values.get(name) and not name.endswith("id"))
    return _MAIN.get(table) or next(telling, next(iter(values)))


def _patient_text(values: Values) -> str:
    admitted, discharged = (_plain("", name, values[name], {}) for name in ("admitted_at", "discharged_at"))
    gone = "on the list" if values["discharged_at"] is None else f"discharged {discharged}"
    return f"Bay {values['bay']}, bed {values['bed']}, {values['clinician_name']}, admitted {admitted}, {gone}"


def _plan_text(reading: Reading, values: Values) -> str:
    versions = job_plans.versions(reading, ClinicianId(values["clinician_id"]))
    plan = next((version for version in versions if version.id == values["id"]), None)
    if plan is None:
        return f"From {_plain('job_plan', 'effective_from', values['effective_from'], {})}"
    activities = ", ".join(f"{activity.activity} {activity.pas:g}" for activity in plan.activities)
    return f"From {date_text(plan.effective_from)}: {plan.total_pas:g} PAs ({activities})"


def _definition_text(conflict: KeptConflict, choice: Choice) -> str:
    """Return one side's reason, whether it retired the measure, and the fields that the two have differently."""
    sides = (conflict.side(choice), conflict.side(Choice.OURS if choice is Choice.THEIRS else Choice.THEIRS))
    own, other = (dict(field_texts(_measure(values))) | {"Title": _measure(values).title} for values in sides if values)
    values = conflict.side(choice) or {}
    said = ["Retired"] if values["is_retired"] else []
    said += [f"{name}: {text}" for name, text in own.items() if other.get(name) != text]
    return f"{'; '.join(said) or 'In use'} ({values['reason']})"


def _lesson_text(values: Values) -> str:
    said = f"Retired: {values['reason']}. " if values["is_retired"] else ""
    return f"{said}{values['happened']} {values['text']} {values['changed']}"


def _measure(values: Values) -> Measure:
    body = bytes.fromhex(values["definition"])
    return measure_definitions.read_definition(body, values["measure"], values["version"])


# --- what it is about ------------------------------------------------------------------------------------------------


def _patient(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    known = conflict.known
    found = inpatients.by_id(reading, InpatientId(known.get("inpatient_id") or str(conflict.key[0])))
    bay, bed = (known.get("bay"), known.get("bed")) if found is None else (found.bay, found.bed)
    return f"the patient in bay {bay}, bed {bed}" if bay and bed else "a patient of the ward list"


def _clinician(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    found = known.get("clinician_id") or known.get("id") or str(conflict.key[0])
    return names.get(ClinicianId(found), known.get("clinician_name") or "a clinician")


def _code(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"the source systems' code {conflict.key[0]}"


def _review(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"the review of {_clinician(reading, conflict, names)}"


def _of_review(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    """Return a note, an addendum or a mark, and whose review it is in."""
    known = conflict.known | (row_now(reading, conflict) or {})
    clinician = reviews.clinician_of(reading, ReviewId(known.get("review_id", "")))
    whose = names.get(clinician, "a clinician")
    domain = f", {Domain[known['domain']].value.lower()}," if known.get("domain") else ""
    if conflict.table == "review_note":
        return f"{NoteKind[known['kind']].value}{domain} in the review of {whose}"
    if conflict.table == "agreement_mark":
        return f"the mark of the {Party[known['party']].value.lower()} on the review of {whose}"
    return f"an addendum to the review of {whose}"


def _goal(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a goal of {_clinician(reading, conflict, names)}"


def _cycle(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a PDSA cycle of {_whose_goal(reading, conflict, names)}"


def _check(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"whether a goal of {_whose_goal(reading, conflict, names)} held"


def _group_goal(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    name = (row_now(reading, conflict) or conflict.known).get("name")
    return f"a goal of the group “{name}”" if name else "a goal of a group"


def _whose_goal(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    if "goal_id" not in known:
        return "a clinician"
    goal = goals.by_id(reading, GoalId(known["goal_id"]))
    return names.get(goal.clinician_id, "a clinician") if goal.group is None else f"the group “{goal.group.name}”"


def _vote(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    ended = spells.discharged_on(reading, known.get("source_key", ""))
    record = "a record" if ended is None else f"a record discharged {date_text(ended)}"
    return f"what {_clinician(reading, conflict, names)} says of {record}"


def _challenge(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a challenge of {_clinician(reading, conflict, names)}"


def _annotation(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a note on a chart of {_whose_chart(reading, conflict, names)}"


def _limit_change(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a change of the limits on a chart of {_whose_chart(reading, conflict, names)}"


def _whose_chart(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    return _clinician(reading, conflict, names) if known.get("clinician_id") else "the team"


def _interpretation(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    measure = known.get("measure", "")
    of = names.get(MeasureId(measure), measure) if measure else "the quarter as a whole"
    return f"the interpretation of “{of}” of {_whose_chart(reading, conflict, names)}"


def _data_query(_reading: Reading, _conflict: KeptConflict, _names: Names) -> str:
    return "a data query"


def _exposure(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    known = conflict.known | (row_now(reading, conflict) or {})
    whose = names.get(ClinicianId(known.get("clinician_id") or ""), "the department")
    return f"an entry of the exposure log of {whose}"


def _pulse(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return "the questions of the trust pulse" if conflict.table == "pulse_wording" else "a round of the trust pulse"


def _outcome(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    outcome = outcomes.by_id(reading, str(conflict.key[0]))
    return "an outcome" if outcome is None else f"the outcome “{outcome.title}”"


def _work_stream(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    title = (row_now(reading, conflict) or conflict.known).get("title")
    return f"the work stream “{title}”" if title else "a work stream"


def _stage(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"stage {str(conflict.key[0]).rpartition(':')[2]}"


def _stage_item(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    stage = conflict.known.get("stage")
    return f"an item on the checklist of stage {stage}" if stage else "an item on a checklist"


def _text(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"the department's {TextKind[conflict.known['kind']].value.lower()}"


def _charter(_reading: Reading, _conflict: KeptConflict, _names: Names) -> str:
    return "the charter"


def _import(_reading: Reading, _conflict: KeptConflict, _names: Names) -> str:
    return "an import of the same file"


def _sender(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    name = (row_now(reading, conflict) or conflict.known).get("name")
    return f"the sender of data packs “{name}”" if name else "a sender of data packs"


def _need(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"the activity “{conflict.known['activity']}”"


def _definition(_reading: Reading, conflict: KeptConflict, names: Names) -> str:
    measure = MeasureId(conflict.known["measure"])
    return f"the measure “{names.get(measure, measure)}”"


def _lesson(reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    title = (conflict.known | (row_now(reading, conflict) or {})).get("title")
    return f"the lesson “{title}”" if title else "a lesson of the learning log"


def _correction(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"a correction asked for about {_clinician(reading, conflict, names)}"


def _period(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"keeping “{HeldPart[str(conflict.key[0])].value}”"


def _hold(reading: Reading, conflict: KeptConflict, names: Names) -> str:
    return f"the hold on the records of {_clinician(reading, conflict, names)}"


def _any_subject(_reading: Reading, conflict: KeptConflict, _names: Names) -> str:
    return f"a record of the kind “{conflict.table.replace('_', ' ')}”"


_SUBJECTS: dict[str, Callable[[Reading, KeptConflict, Names], str]] = {
    "inpatient": _patient,
    "predicted_discharge": _patient,
    "clinician": _clinician,
    "clinician_code": _code,
    "job_plan": _clinician,
    "activity_need": _need,
    "review": _review,
    "review_note": _of_review,
    "agreement_mark": _of_review,
    "addendum": _of_review,
    "definition_version": _definition,
    "goal": _goal,
    "record_vote": _vote,
    "challenge": _challenge,
    "annotation": _annotation,
    "limit_change": _limit_change,
    "interpretation": _interpretation,
    "data_query": _data_query,
    "exposure": _exposure,
    "pulse_wording": _pulse,
    "pulse_round": _pulse,
    "pdsa_cycle": _cycle,
    "group_cycle": _cycle,
    "group_goal": _group_goal,
    "sustain_check": _check,
    "group_sustain_check": _check,
    "outcome": _outcome,
    "outcome_measure": _outcome,
    "work_stream": _work_stream,
    "stage_edit": _stage,
    "stage_words": _stage,
    "stage_item": _stage_item,
    "charter": _charter,
    "charter_version": _charter,
    "department_text": _text,
    "import_batch": _import,
    "pack_sender": _sender,
    "lesson": _lesson,
    "rectification": _correction,
    "retention_rule": _period,
    "retention_hold": _hold,
    "clinician_left": _clinician,
}
