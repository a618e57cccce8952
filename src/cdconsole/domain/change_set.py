"""What a committed write changed: broadcast once, and each screen decides whether it cares."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from cdconsole.domain.identity import ClinicianId


class Topic(Enum):
    """The kinds of record a write can change."""

    CLINICIAN = "clinician"
    JOB_PLAN = "job plan"
    SPELL = "spell"
    SESSION = "session"
    EXPOSURE = "exposure"
    IMPORT = "import"
    MEASURE = "measure"
    FRAMEWORK = "framework"
    EXPORT = "export"
    INPATIENT = "inpatient"
    PREDICTED_DISCHARGE = "predicted discharge"
    REVIEW = "review"
    GOAL = "goal"
    PEOPLE = "people"
    CONFLICT = "conflict"
    INBOX = "inbox"
    SEALED_EXTRACT = "sealed extract"
    ATTRIBUTION = "attribution"
    CHALLENGE = "challenge"
    TRUST_PULSE = "trust pulse"
    COUNT = "count"
    CLINICIAN_PACK = "clinician pack"
    ANNOTATION = "annotation"
    CHART_LIMITS = "chart limits"
    QUARTER = "quarter"
    SUPPORT = "support"
    LESSON = "lesson"
    DICTIONARY = "dictionary"
    RETENTION = "retention"


@dataclass(frozen=True)
class ChangeSet:
    """Topics and clinicians that one committed write touched.

    An empty ``clinicians`` means "not tied to particular clinicians": every screen on the topic reloads.
    """

    topics: frozenset[Topic] = frozenset()
    clinicians: frozenset[ClinicianId] = field(default_factory=frozenset)

    def touches(self, topics: frozenset[Topic], clinician: ClinicianId | None = None) -> bool:
        """Return whether a screen on ``topics`` (about ``clinician``, if given) should reload."""
        if not self.topics & topics:
            return False
        return clinician is None or not self.clinicians or clinician in self.clinicians

    def __or__(self, other: ChangeSet) -> ChangeSet:
        if self.topics and other.topics and (not self.clinicians or not other.clinicians):
            clinicians: frozenset[ClinicianId] = frozenset()
        else:
            clinicians = self.clinicians | other.clinicians
        return ChangeSet(self.topics | other.topics, clinicians)
