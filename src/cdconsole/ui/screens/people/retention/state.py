"""Everything the retention page shows, and its forms. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.retention import CountedFrom, Leaver, RetentionList, RetentionRule
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

PERIOD, LEFT, HOLD, LIFT = "period", "left", "hold", "lift"
HAS_LEFT, HAS_NOT = "left", "not left"


@dataclass(frozen=True)
class RetentionState:
    """``found`` is the newest dry run; ``about`` is the part or the clinician that the open form is about."""

    found: RetentionList | None = None
    form: FormState | None = None
    about: RetentionRule | Leaver | None = None
    notice: str = ""
    problem: str = ""

    @property
    def sentence(self) -> str:
        """Return what the dry run found."""
        return "Looking at what is past its period…" if self.found is None else self.found.sentence


def period_form(rule: RetentionRule) -> FormState:
    """Return the form of a period."""
    choices = tuple((one.name, one.value.capitalize()) for one in CountedFrom)
    own = rule.source if rule.revision else ""
    fields = (
        FormField("years", "Years", FieldKind.LINE, str(rule.years)),
        FormField("counted_from", "Counted from", FieldKind.CHOICE, rule.counted_from.name, choices=choices),
        FormField("source", "Which schedule says so", FieldKind.LINE, own, "Its name, year and row."),
    )
    return FormState(PERIOD, f"How long “{rule.part.value}” is kept", "Set the period", fields)


def left_form(leaver: Leaver, today: date) -> FormState:
    """Return the form of the day somebody left."""
    choices = ((HAS_LEFT, "They left on this day"), (HAS_NOT, "They have not left"))
    fields = (
        FormField("has_left", leaver.name, FieldKind.CHOICE, HAS_LEFT, choices=choices),
        FormField("left_on", "Day of leaving", FieldKind.DAY, (leaver.left_on or today).isoformat()),
    )
    return FormState(LEFT, "When somebody left", "Record it", fields)


def hold_form(leaver: Leaver) -> FormState:
    """Return the form that asks why records are held, or why a hold is over."""
    if leaver.hold is None:
        lead = f"Nothing about {leaver.name} is to be deleted until the hold is lifted, whatever the periods say."
        fields = (FormField("reason", "Why", FieldKind.LINE, hint="For instance the claim or the inquiry."),)
        return FormState(HOLD, "Hold somebody's records", "Hold them", fields, lead)
    lead = f"The records of {leaver.name} are held: {leaver.hold.reason}"
    return FormState(LIFT, "Lift a hold", "Lift it", (FormField("reason", "Why", FieldKind.LINE),), lead)
