"""The chooser of work streams, and its forms. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.work_stream import FIRST, OtherDepartment, WorkStream
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState


@dataclass(frozen=True)
class StreamsState:
    """Every work stream, the one that is chosen, and the form that is open."""

    streams: tuple[WorkStream, ...] = ()
    chosen: WorkStreamId = FIRST
    clinicians: tuple[Clinician, ...] = ()
    form: FormState | None = None
    problem: str = ""

    @property
    def stream(self) -> WorkStream | None:
        """Return the work stream that is chosen, if it is there."""
        return next((one for one in self.streams if one.id == self.chosen), None)


def title_of(stream: WorkStream) -> str:
    """Return a work stream as the chooser writes it."""
    return f"{stream.title} (closed)" if stream.closed else stream.title


def stream_form(stream: WorkStream, clinicians: tuple[Clinician, ...]) -> FormState:
    """Return the form that adds or changes a work stream."""
    departments = "\n".join(f"{one.name}: {one.lead}" if one.lead else one.name for one in stream.departments)
    members = " ".join(stream.members)
    choices = tuple((str(one.id), one.name) for one in clinicians if one.is_attributable)
    return FormState(
        "stream",
        "Change the work stream" if stream.id else "New work stream",
        "Save work stream",
        (
            FormField("title", "Title", FieldKind.LINE, stream.title),
            FormField(
                "departments",
                "Other departments that take part",
                value=departments,
                hint="One a line, with its lead: Emergency medicine: Dr Quill. Figures come as sealed extracts.",
            ),
            FormField(
                "members",
                "Our clinicians who belong to it",
                FieldKind.SEVERAL,
                members,
                "None ticked means everybody.",
                choices,
            ),
        ),
        lead="A work stream has its own stages, charter, outcomes and review form.",
    )


def close_form(stream: WorkStream) -> FormState:
    """Return the form that closes a work stream."""
    return FormState(
        "close",
        f"Close “{stream.title}”",
        "Close work stream",
        (FormField("reason", "Why it ends"),),
        lead="Everything in it is kept, and it can be opened again.",
    )


def typed_stream(before: WorkStream, typed: Mapping[str, str]) -> WorkStream:
    """Return a work stream as typed."""
    departments = []
    for line in typed["departments"].splitlines():
        name, _, lead = line.partition(":")
        if name.strip():
            departments.append(OtherDepartment(name.strip(), lead.strip()))
    members = tuple(ClinicianId(one) for one in typed["members"].split())
    return replace(before, title=typed["title"], departments=tuple(departments), members=members)


def stream_words(stream: WorkStream, clinicians: tuple[Clinician, ...]) -> str:
    """Return who takes part in a work stream, in a sentence or two; nothing where it is just the department."""
    words = []
    if stream.closed:
        words.append(f"Closed by {stream.closed.person}: {stream.closed.reason}.")
    if stream.departments:
        others = ", ".join(f"{one.name} ({one.lead})" if one.lead else one.name for one in stream.departments)
        words.append(f"With {others}.")
    if stream.members:
        words.append(f"{len(stream.members)} of our {sum(one.is_attributable for one in clinicians)} clinicians.")
    return " ".join(words)
