"""The text that two people sign: what is ticked, about whom, for whom, why, and the hash of every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.extract_proposal import ExtractDraft, ExtractTicks, ReviewPart
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person
from cdconsole.domain.review import Domain

KIND = "sealed-extract"
FORMAT = 1


@dataclass(frozen=True)
class ManifestHeading:
    """What a manifest says beside the draft: ids, names, and who proposes it when."""

    id: str
    vault: str
    department: str
    clinician: str
    proposer: Person
    at: datetime


def manifest_fields(
    heading: ManifestHeading, draft: ExtractDraft, files: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """Return a manifest as JSON values; ``files`` are (name: sha256, bytes, title)."""
    ticks = draft.ticks
    return {
        "kind": KIND,
        "format": FORMAT,
        "id": heading.id,
        "vault": heading.vault,
        "department": heading.department,
        "clinician": {"id": draft.clinician, "name": heading.clinician},
        "purpose": draft.purpose,
        "recipient": draft.recipient,
        "recipient_key": draft.recipient_key,
        "proposed_by": {"person": heading.proposer.id, "name": heading.proposer.name},
        "proposed_at": heading.at.isoformat(),
        "ticked": {
            "first": ticks.period.first.iso(),
            "last": ticks.period.last.iso(),
            "measures": list(ticks.measures),
            "job_plan": ticks.job_plan,
            "exposure": ticks.exposure,
            "goals": list(ticks.goals),
            "reviews": [
                {"review": part.review, "domain": "" if part.domain is None else part.domain.name}
                for part in ticks.reviews
            ],
        },
        "files": {name: dict(values) for name, values in files.items()},
    }


def read_draft(manifest: Mapping[str, Any]) -> tuple[ExtractDraft, str]:
    """Return the draft and the clinician's name that a manifest was made of. Raises KeyError, ValueError, TypeError."""
    ticked = manifest["ticked"]
    ticks = ExtractTicks(
        period=Period(Month.parse(ticked["first"]), Month.parse(ticked["last"])),
        measures=tuple(MeasureId(measure) for measure in ticked["measures"]),
        job_plan=ticked["job_plan"],
        exposure=ticked["exposure"],
        goals=tuple(GoalId(goal) for goal in ticked["goals"]),
        reviews=tuple(
            ReviewPart(ReviewId(part["review"]), Domain[part["domain"]] if part["domain"] else None)
            for part in ticked["reviews"]
        ),
    )
    clinician = manifest["clinician"]
    draft = ExtractDraft(
        ClinicianId(clinician["id"]), ticks, manifest["purpose"], manifest["recipient"], manifest["recipient_key"]
    )
    return draft, clinician["name"]
