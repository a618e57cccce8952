"""Everything the charter's page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import Charter, SigningParty
from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

_NOT_YET = "Not written yet"
_PARTS = (
    ("Aims", "aims"),
    ("Values", "values"),
    ("Sponsor", "sponsor"),
    ("What we call a concern", "definition_of_concern"),
)


@dataclass(frozen=True)
class CharterState:
    """The page. ``versions`` are newest first, ``chosen`` is the version looked at, 0 for the newest."""

    may_sign: bool
    versions: tuple[Charter, ...] = ()
    stream: WorkStream | None = None
    chosen: int = 0
    is_loading: bool = True
    form: FormState | None = None
    problem: str = ""

    @property
    def newest(self) -> Charter:
        """Return the newest version, an empty one before the first."""
        return self.versions[0] if self.versions else Charter()

    @property
    def shown(self) -> Charter:
        """Return the version that is looked at."""
        return next((one for one in self.versions if one.version == self.chosen), self.newest)

    @property
    def is_newest(self) -> bool:
        """Return whether the newest version is looked at."""
        return self.shown is self.newest or self.shown == self.newest

    @property
    def is_open(self) -> bool:
        """Return whether anything can be written."""
        return not self.is_loading and (self.stream is None or self.stream.closed is None)

    def may_be_signed_by(self, party: SigningParty) -> bool:
        """Return whether a party's signature can be entered under what is shown."""
        unsigned = self.shown.version > 0 and self.shown.signature(party) is None
        return self.may_sign and self.is_open and self.is_newest and unsigned


def version_words(charter: Charter) -> str:
    """Return a version as the list of versions writes it."""
    written = "" if charter.at is None else f", {date_text(charter.at.astimezone().date())}"
    return f"Version {charter.version}{written}"


def written_words(charter: Charter) -> str:
    """Return who wrote what is shown."""
    if not charter.version:
        return (
            "No charter yet: say what the work is for, who backs it, and what you call a concern, before it is needed."
        )
    return f"Written by {charter.person}."


def parts(charter: Charter) -> tuple[tuple[str, str], ...]:
    """Return the charter's parts with their titles."""
    return tuple((title, getattr(charter, name) or _NOT_YET) for title, name in _PARTS)


def changed_words(state: CharterState) -> str:
    """Return which parts differ from the version before, with what stood there; nothing for the first version."""
    shown = state.shown
    before = next((one for one in state.versions if one.version == shown.version - 1), None)
    if before is None:
        return ""
    changes = [
        f"{title} said: {getattr(before, name) or 'nothing'}"
        for title, name in _PARTS
        if getattr(before, name) != getattr(shown, name)
    ]
    head = f"Changed since version {before.version}"
    return f"{head}. {' · '.join(changes)}" if changes else f"{head}: nothing."


def signature_words(charter: Charter, party: SigningParty) -> str:
    """Return a party's signature in words."""
    one = charter.signature(party)
    if one is None:
        return f"{party.value}: not signed"
    entered = f", entered by {one.entered_by}" if party is SigningParty.SPONSOR else ""
    return f"{party.value}: {one.name}, {date_text(one.signed_on)}{entered}"


def charter_form(charter: Charter) -> FormState:
    """Return the form of the next version."""
    signed = " It begins without signatures." if charter.signatures else ""
    return FormState(
        "charter",
        "The charter",
        f"Save as version {charter.version + 1}",
        (
            FormField("aims", "Aims", value=charter.aims, lines=3),
            FormField("values", "Values", value=charter.values, hint="How you want to treat each other."),
            FormField(
                "sponsor", "Sponsor", FieldKind.LINE, charter.sponsor, "Who backs this work above the department."
            ),
            FormField(
                "definition_of_concern",
                "What we call a concern",
                value=charter.definition_of_concern,
                hint="The department's own words. No number alone is a concern.",
                lines=3,
            ),
        ),
        lead=f"Earlier versions are kept.{signed}",
    )


def sponsor_form(charter: Charter, today: date) -> FormState:
    """Return the form of the sponsor's signature."""
    return FormState(
        "sponsor",
        "The sponsor's signature",
        "Enter signature",
        (
            FormField("name", "Who signed", FieldKind.LINE, charter.sponsor),
            FormField("signed_on", "On", FieldKind.DAY, today.isoformat()),
        ),
        lead="Given in person, on the printed charter or in your presence; your name is kept as who entered it.",
    )
