"""A form as values: which fields it has, what stands in them, and what is wrong. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from cdconsole.domain.errors import RuleBroken, UserFacingError


class FieldKind(Enum):
    """How a field is filled in."""

    TEXT = "text"
    LINE = "line"
    CHOICE = "choice"
    DAY = "day"
    SEVERAL = "several"


@dataclass(frozen=True)
class FormField:
    """One field.

    ``value`` is a text, the key of one of ``choices``, keys of several with spaces between, or a day as ISO 8601.
    ``lines`` is how high a text begins.
    """

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 2


@dataclass(frozen=True)
class FormState:
    """``task`` tells the presenter what the form is for, ``action`` is what its button says."""

    task: str
    title: str
    action: str
    fields: tuple[FormField, ...]
    lead: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False

    def busy(self) -> FormState:
        """Return the form while what was typed is stored."""
        return replace(self, is_busy=True, problems={}, notice="")

    def refused(self, problem: Exception) -> FormState:
        """Return the form with what is wrong, beside the field at fault where there is one."""
        if isinstance(problem, RuleBroken) and problem.field in {each.name for each in self.fields}:
            return replace(self, is_busy=False, problems={problem.field: str(problem)}, notice="")
        words = str(problem) if isinstance(problem, UserFacingError) else ""
        return replace(self, is_busy=False, problems={}, notice=words)
