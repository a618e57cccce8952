"""The form of a thank-you as values. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId


@dataclass(frozen=True)
class ThankForm:
    """The form of a thank-you: whom it was opened on, what is wrong with it."""

    clinician: ClinicianId
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False

    def refused(self, problem: Exception) -> ThankForm:
        """Return the form with what is wrong, beside the field at fault where there is one."""
        form = ThankForm(self.clinician)
        if isinstance(problem, RuleBroken):
            return replace(form, problems={problem.field: str(problem)})
        return replace(form, notice=str(problem)) if isinstance(problem, UserFacingError) else form
