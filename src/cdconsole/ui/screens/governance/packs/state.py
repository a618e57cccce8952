"""Everything the page of clinicians' packs shows, and its forms. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.clinician_pack import ClinicianPack, MadePack, ReplyPreview
from cdconsole.domain.pack_review import ReviewShare
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

MAKE, PLACE, REPLY, REVOKE = "make", "place", "reply", "revoke"
TAKE_IN, REFUSE = "take in", "refuse"
_SHOWN = 6


@dataclass(frozen=True)
class PackRow:
    """One pack with its clinician's name."""

    pack: ClinicianPack
    name: str


@dataclass(frozen=True)
class PacksState:
    """``asks_place`` while it is asked where the pack goes; ``made`` until its words were noted."""

    packs: tuple[ClinicianPack, ...] = ()
    clinicians: tuple[Clinician, ...] = ()
    is_loading: bool = True
    form: FormState | None = None
    asks_place: bool = False
    made: MadePack | None = None
    notice: str = ""
    problem: str = ""

    @property
    def rows(self) -> tuple[PackRow, ...]:
        """Return the list's lines."""
        names = {one.id: one.name for one in self.clinicians}
        return tuple(PackRow(one, names.get(one.clinician_id, "Not in the records")) for one in self.packs)

    @property
    def hint(self) -> str:
        """Return what stands in the list's place; nothing where there are packs."""
        if self.is_loading:
            return "Reading the packs…"
        return "" if self.packs else "No pack has been made yet. A clinician opens it with this program, at home too."


def make_form(clinicians: tuple[Clinician, ...], chosen: str = "") -> FormState:
    """Return the form that asks for whom a pack is made, and of what."""
    people = tuple((str(one.id), one.name) for one in clinicians if one.is_attributable)
    months = tuple((str(count), f"{count} months") for count in (3, 12, 24, 36))
    days = tuple((str(count), f"{count} days") for count in (14, 28, 56))
    shares = tuple((share.name, share.value) for share in ReviewShare)
    fields = (
        FormField("clinician", "For whom", FieldKind.CHOICE, chosen, choices=people),
        FormField("months", "Their records of the newest", FieldKind.CHOICE, "12", choices=months),
        FormField("days", "It opens for", FieldKind.CHOICE, "28", choices=days),
        FormField("share", "The review in preparation", FieldKind.CHOICE, ReviewShare.WHOLE.name, choices=shares),
    )
    return FormState(MAKE, "Make a pack for a clinician", "Next", fields, "Nothing of anybody else goes in.")


def place_form(contents: tuple[str, ...]) -> FormState:
    """Return the form that shows what goes in before it is asked where the file goes."""
    lead = "\n".join(["What goes in:", *(f"•  {line}" for line in contents)])
    return FormState(PLACE, "Make a pack for a clinician", "Save as…", (), lead)


def reply_form(seen: ReplyPreview, measures: dict[str, str]) -> FormState:
    """Return the form that shows what a reply says and asks what is to become of it."""
    lines = [seen.sentence, *(f"{one.title}. {one.becomes}\n{one.text}" for one in seen.brought)]
    for one in seen.challenges:
        title = measures.get(one.measure, one.measure)
        lines.append(f"Challenge to {title}, {one.first} to {one.last}: {one.claim}")
    lines += [f"“{comment}”" for comment in seen.comments[:_SHOWN]]
    if len(seen.comments) > _SHOWN:
        lines.append(f"And {len(seen.comments) - _SHOWN:,} more comments, to be read with the records.")
    choices = ((TAKE_IN, "Take it in"), (REFUSE, "Refuse it"))
    fields = (
        FormField("decision", "What is to become of it", FieldKind.CHOICE, TAKE_IN, choices=choices),
        FormField("reason", "Why", FieldKind.LINE, hint="Needed to refuse it; kept with the reply."),
    )
    return FormState(REPLY, f"A reply from {seen.clinician}", "Do so", fields, "\n\n".join(lines))


def revoke_form(row: PackRow) -> FormState:
    """Return the form that asks why a pack is revoked."""
    lead = f"No reply to this pack of {row.name} is taken any more. Who has the file and its words can still read it."
    return FormState(REVOKE, "Revoke a pack", "Revoke", (FormField("reason", "Why", FieldKind.LINE),), lead)
