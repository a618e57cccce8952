"""What stands in a job plan beside its programmed activities: objectives, and how far it is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class ObjectiveKind(Enum):
    """What an objective is about (2003 consultant terms and conditions, England)."""

    QUALITY = "Quality"
    ACTIVITY = "Activity and efficiency"
    OUTCOMES = "Clinical outcomes"
    STANDARDS = "Clinical standards"
    SERVICE = "Local service objectives"
    RESOURCES = "Management of resources"
    DEVELOPMENT = "Service development"
    TEAM = "Multidisciplinary working"


@dataclass(frozen=True)
class Objective:
    """One objective of a job plan: what, of which kind, how it is measured, and by when."""

    title: str
    kind: ObjectiveKind = ObjectiveKind.QUALITY
    measured_by: str = ""
    due: date | None = None


class SignOffState(Enum):
    """How far a version of a job plan is agreed."""

    DRAFT = "Draft"
    DISCUSSED = "Discussed"
    SIGNED_BY_CLINICIAN = "Signed by the clinician"
    AGREED = "Signed by both"
    DISPUTED = "In dispute"
    MEDIATION = "In mediation"
    APPEAL = "At appeal"


@dataclass(frozen=True)
class SignOff:
    """A step of agreeing a version, and who recorded it when; ``on`` None where the day is not known.

    Steps are only ever added.
    """

    state: SignOffState
    on: date | None = None
    recorded_by: str = ""
    recorded_at: datetime | None = None
