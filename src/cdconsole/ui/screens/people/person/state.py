"""Everything the page about a person shows, and its form. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.held import HeldCount, PersonPreview
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.rectification import Decision, Rectification
from cdconsole.domain.review import rectified_title
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

_CHOOSE = "Choose a clinician: what is held about them is counted, kind by kind. The audit trail keeps that you looked."


@dataclass(frozen=True)
class PersonState:
    """``chosen`` is whom the page is about; ``form`` is open while somebody decides on a correction."""

    clinicians: tuple[Clinician, ...] = ()
    chosen: ClinicianId | None = None
    preview: PersonPreview | None = None
    rectifications: tuple[Rectification, ...] = ()
    is_reading: bool = False
    form: FormState | None = None
    notice: str = ""
    problem: str = ""

    @property
    def sentence(self) -> str:
        """Return what stands over the list."""
        if self.chosen is None:
            return _CHOOSE
        if self.preview is None:
            return "Reading everything that is held…" if self.is_reading else ""
        return self.preview.sentence

    @property
    def counts(self) -> tuple[HeldCount, ...]:
        """Return the kinds of which something is held."""
        return () if self.preview is None else tuple(count for count in self.preview.counts if count.rows)

    @property
    def not_held(self) -> str:
        """Return how many kinds there is nothing of."""
        if self.preview is None:
            return ""
        none = len(self.preview.nothing_of)
        return f"Nothing is held of {none} more kinds; the report lists them." if none else ""

    @property
    def name(self) -> str:
        """Return the clinician's name."""
        return "" if self.preview is None else self.preview.clinician.name


def decision_form(one: Rectification) -> FormState:
    """Return the form in which a correction is decided, both texts in it."""
    lead = "\n\n".join(
        (
            f"{rectified_title(one.record)} says:\n{one.stands}",
            f"{one.asked_by} asks that it say:\n{one.should_say}",
            f"Because: {one.reason}",
            "The record stays as it is either way. Both texts are shown wherever it is.",
        )
    )
    choices = ((Decision.ACCEPTED.name, "Accept it"), (Decision.NOT_ACCEPTED.name, "Do not accept it"))
    fields = (
        FormField("decision", "What is decided", FieldKind.CHOICE, Decision.ACCEPTED.name, choices=choices),
        FormField("reason", "Why", FieldKind.TEXT, hint="Needed where it is not accepted; shown with both texts."),
    )
    return FormState(one.id, "Decide on a correction", "Decide", fields, lead)
