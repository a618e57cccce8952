"""Typed random ids. Every stored row has one; they carry no meaning."""

from __future__ import annotations

import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
ClinicianId = NewType("ClinicianId", str)
WorkStreamId = NewType("WorkStreamId", str)
SpellId = NewType("SpellId", str)
BatchId = NewType("BatchId", str)
JobPlanId = NewType("JobPlanId", str)
InpatientId = NewType("InpatientId", str)
ReviewId = NewType("ReviewId", str)
GoalId = NewType("GoalId", str)


def new_id() -> str:
    """Return a new random id: 128 bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)
