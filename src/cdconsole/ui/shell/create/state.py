"""Everything the new-department page shows and brings. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.ui.own_passphrase.state import OwnPassphrase

DEPARTMENT, SPECIALTY, DIRECTOR, PARENT = "department", "specialty", "director", "parent"


@dataclass(frozen=True)
class NewDepartment:
    """What was typed."""

    department: str
    specialty: str
    director: str
    parent: str
    own: OwnPassphrase

    def __repr__(self) -> str:
        return "NewDepartment(...)"


@dataclass(frozen=True)
class CreateState:
    """Problems by field name (the empty name is the page as a whole), the words on offer, what is being done.

    ``refusals`` counts how often it was not made: at each, the keyboard goes to the first field that is wrong.
    """

    problems: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""
    busy: str = ""
    refusals: int = 0

    def __repr__(self) -> str:
        return "CreateState(...)"
