"""The screens in the order a director's thoughts run, and which of them each role sees. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdconsole.domain.people import Role


@dataclass(frozen=True)
class Place:
    """One entry of the rail: ``name`` is used for navigation, ``icon`` is a file in the icons folder."""

    name: str
    title: str
    icon: str
    for_administrators: bool = False


ACCESS_SCREEN = "people"
PLACES = (
    Place("department", "Department", "department"),
    Place("clinician", "Clinician", "clinicians"),
    Place("reviews", "Reviews", "reviews"),
    Place("goals", "Goals", "goals"),
    Place("support", "Recognise & support", "support"),
    Place("ward", "Ward list", "ward", for_administrators=True),
    Place("data", "Data", "data", for_administrators=True),
    Place("governance", "Governance", "governance"),
    Place("framework", "Framework", "framework", for_administrators=True),
    Place(ACCESS_SCREEN, "People & access", "people", for_administrators=True),
)


def places_for(role: Role) -> tuple[Place, ...]:
    """Return the rail's entries for a role, in product order."""
    return tuple(place for place in PLACES if role.may_review or place.for_administrators)
