"""What is shown of the demonstration department in pictures: a file's name, the screen, and what is open on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cdconsole.demo.pack_story import OWNER
from cdconsole.domain.attribution_requests import ListValidation
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicianReviews, ListClinicians, ListGoals, ListReviews, ShowJobPlans
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


class Picture(NamedTuple):
    """A picture's file, the screen, and the ids it is visited with."""

    name: str
    screen: str
    ids: Mapping[str, str]


def pictures(session: Session, extract: str) -> Iterator[Picture]:
    """Yield every screen of the open demonstration, and the pages of a screen that has several.

    ``extract`` is a file that it has not imported.
    """
    yield from _of_reviews(session)
    yield from _of_goals(session)
    yield from _of_data(session, extract)
    yield from _of_pages("governance", _GOVERNANCE)
    yield from _of_pages("framework", _FRAMEWORK)
    yield from _of_pages("support", _SUPPORT)
    yield from _of_pages("people", _PEOPLE)


_GOVERNANCE = {
    "20-governance": "workbook",
    "26-sealed-extracts": "extracts",
    "38-clinicians-packs": "packs",
    "30-challenges": "challenges",
    "33-trust-pulse": "pulse",
}
_FRAMEWORK = {
    "21-framework": "stages",
    "41-charter": "charter",
    "42-outcome-tree": "outcomes",
    "43-ownership": "ownership",
    "44-review-form": "review_form",
}
_SUPPORT = {
    "53-recognition": "recognition",
    "54-support": "support",
    "55-learning-log": "learning",
    "56-guidance": "guidance",
}
_PEOPLE = {"22-access": "access", "23-audit-trail": "audit", "24-backups": "backups", "60-retention": "retention"}
_DATA = {
    "16-imports": "imports",
    "18-clinicians": "clinicians",
    "19-measures": "measures",
    "25-inbox": "inbox",
    "27-quality": "quality",
    "31-data-queries": "data_queries",
    "32-team-board": "team_board",
    "32-exposure": "exposure",
}


def _of_pages(screen: str, pages: dict[str, str]) -> Iterator[Picture]:
    for name, page in pages.items():
        yield Picture(name, screen, {"page": page})


def _of_reviews(session: Session) -> Iterator[Picture]:
    rows = answer(session, ListReviews(), Task())
    reviewed = next((row for row in rows if row.review_id is not None), rows[0])
    own = next((row for row in rows if row.clinician == OWNER), reviewed)
    asked_for = next((row.conversation_id for row in rows if row.conversation_id), "")
    first_held = answer(session, ListClinicianReviews(reviewed.clinician_id), Task())[-1]
    who = {"clinician": reviewed.clinician_id}
    yield Picture("10-department", "department", {})
    yield Picture("11-clinician", "clinician", who)
    yield Picture("12-reviews", "reviews", {})
    yield Picture("13-review-room", "reviews", {**who, "review": first_held.id})
    yield Picture("48-preparation", "reviews", who)
    yield Picture("49-conversation", "reviews", {"review": asked_for})
    yield Picture("50-presenter", "reviews", {"review": reviewed.review_id or "", "present": "now"})
    yield Picture("57-own-words-in-the-room", "reviews", {"clinician": own.clinician_id, "review": own.review_id or ""})
    yield Picture("62-review-search", "reviews", {"search": "list"})
    yield Picture("45-quarter", "governance", {"page": "quarters", "whose": reviewed.clinician_id})
    yield Picture("46-quarter-comparison", "governance", {"page": "quarters", "whose": "", "part": "comparison"})
    yield Picture("59-about-a-person", "people", {"page": "person", **who})


def _of_goals(session: Session) -> Iterator[Picture]:
    goals = answer(session, ListGoals(), Task())
    shared = next(each.goal.id for each in goals if each.goal.group is not None and each.check is None)
    waiting = next(each.goal.id for each in goals if each.check is not None)
    personal = next(each.goal.id for each in goals if each.goal.group is None)
    yield Picture("14-goals", "goals", {"goal": personal})
    yield Picture("51-group-goal", "goals", {"goal": shared})
    yield Picture("52-look-back", "goals", {"goal": waiting})
    yield Picture("15-ward-list", "ward", {})


def _of_data(session: Session, extract: str) -> Iterator[Picture]:
    people = [clinician.id for clinician in answer(session, ListClinicians(), Task())]
    changed = next((one for one in people if _plans(session, one) > 1), people[0])
    voted = max(answer(session, ListValidation(), Task()), key=lambda row: row.state.voted)
    plans = {"page": "job_plans", "clinician": changed}
    yield from _of_pages("data", _DATA)
    yield Picture("17-job-plans", "data", plans)
    yield Picture("28-job-plan-week", "data", {"page": "job_plans", "part": "WEEK"})
    yield Picture("29-job-plan-versions", "data", {**plans, "part": "VERSIONS"})
    yield Picture("30-job-plan-delivery", "data", {"page": "job_plans", "part": "DELIVERY"})
    yield Picture("31-job-plan-agreement", "data", {**plans, "part": "AGREEMENT"})
    yield Picture("36-import-wizard", "data", {"page": "imports", "file": extract})
    yield Picture("37-import-sources", "data", {"page": "imports", "sources": "shown"})
    yield Picture("39-validation", "data", {"page": "validation", "clinician": voted.clinician.id})


def _plans(session: Session, clinician: ClinicianId) -> int:
    return len(answer(session, ShowJobPlans(clinician), Task()))
