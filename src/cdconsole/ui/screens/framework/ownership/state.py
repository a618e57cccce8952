"""Everything the page of ownership and transparency shows, and its forms. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework_requests import MarkText, TickTraining
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.ownership import DepartmentText, OwnershipBoard, OwnershipRow, ReadChannel, TextKind
from cdconsole.domain.requests import Request
from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

_TRAINING = "training:"


@dataclass(frozen=True)
class OwnershipState:
    """The page. ``kind`` is the text looked at in ``versions``, ``chosen`` the version, -1 for the one in force."""

    board: OwnershipBoard | None = None
    stream: WorkStream | None = None
    typed: str = ""
    kind: TextKind = TextKind.TRANSPARENCY
    versions: tuple[DepartmentText, ...] = ()
    chosen: int = -1
    form: FormState | None = None
    problem: str = ""

    @property
    def rows(self) -> tuple[OwnershipRow, ...]:
        """Return the clinicians of the work stream whose name has every word that was typed."""
        words = self.typed.casefold().split()
        every = () if self.board is None else self.board.rows
        return tuple(
            row
            for row in every
            if (self.stream is None or self.stream.has(row.clinician.id))
            and all(word in row.clinician.name.casefold() for word in words)
        )

    @property
    def text(self) -> DepartmentText | None:
        """Return the version that is looked at."""
        if self.chosen >= 0:
            return next((one for one in self.versions if one.version == self.chosen), None)
        return None if self.board is None else self.board.text(self.kind)

    @property
    def sentences(self) -> str:
        """Return how far it is, as counts in sentences."""
        return "Reading…" if self.board is None else " ".join(self.board.sentences)


def version_words(text: DepartmentText) -> str:
    """Return a version as the list of versions writes it."""
    if text.at is None:
        return "The program's own words"
    return f"Version {text.version}, {date_text(text.at.astimezone().date())}"


def text_form(text: DepartmentText) -> FormState:
    """Return the form of a text's next version."""
    marks = (
        "" if not text.kind.is_marked else " Everybody is asked anew: marks stay with the version they were given to."
    )
    first = "These are the program's own words: make them yours, then save them to put them into use."
    return FormState(
        "text",
        text.kind.value.partition(",")[0],
        f"Save as version {text.version + 1}",
        (FormField("text", text.kind.value, value=text.text, lines=18),),
        lead=first if not text.version else f"Earlier versions are kept.{marks}",
    )


def mark_form(board: OwnershipBoard, chosen: tuple[OwnershipRow, ...], today: date, *, is_marked: bool) -> FormState:
    """Return the form that enters a mark of the clinicians who are chosen, or takes one away."""
    choices = [(TextKind.TRANSPARENCY.name, "Has read the transparency sheet")]
    choices.append((TextKind.OWNERSHIP.name, "Agrees to the ownership statement"))
    choices += [(f"{_TRAINING}{topic}", f"Was trained: {topic}") for topic in board.topics]
    fields = [FormField("what", "What", FieldKind.CHOICE, choices=tuple(choices))]
    if is_marked:
        channels = tuple((one.name, one.value.capitalize()) for one in ReadChannel)
        fields.append(FormField("channel", "How", FieldKind.CHOICE, ReadChannel.ON_PAPER.name, "", channels))
        fields.append(FormField("on", "On", FieldKind.DAY, today.isoformat(), "For training, today is kept."))
    names = ", ".join(row.clinician.name for row in chosen)
    title = "Enter a mark" if is_marked else "Take a mark away"
    return FormState("mark", title, "Enter" if is_marked else "Take away", tuple(fields), lead=f"For {names}.")


def mark_request(
    clinicians: tuple[ClinicianId, ...], typed: Mapping[str, str], today: date, *, is_marked: bool
) -> Request[Any]:
    """Return the request that what was typed means."""
    what = typed["what"]
    if what.startswith(_TRAINING):
        return TickTraining(clinicians, what.removeprefix(_TRAINING), is_marked)
    channel = ReadChannel[typed.get("channel", ReadChannel.ON_PAPER.name)]
    on = date.fromisoformat(typed["on"]) if "on" in typed else today
    return MarkText(clinicians, TextKind[what], channel, on, is_marked)
