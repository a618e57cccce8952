"""The form in which a correction is asked for, and the words beside a record. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from cdconsole.domain.calendar import date_text
from cdconsole.domain.rectification import Correctable, Rectification
from cdconsole.domain.review import Recognition, rectified_title
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

ASK = "ask for a correction"
_SHOWN = 48
_LEAD = "The record stays as it is. What it should say is kept, and shown beside it wherever it is."


def ask_form(texts: tuple[Correctable, ...], name: str) -> FormState:
    """Return the form; the texts are chosen by their place, ``name`` is who is likely to ask."""
    choices = tuple((str(place), _choice(text)) for place, text in enumerate(texts))
    fields = (
        FormField("record", "Which text", FieldKind.CHOICE, choices=choices),
        FormField("should_say", "What it should say"),
        FormField("reason", "What is wrong with what it says"),
        FormField("asked_by", "Who asks", FieldKind.LINE, name),
    )
    return FormState(ASK, "Ask for a correction", "Record it", fields, _LEAD)


def corrections_text(found: Iterable[Rectification]) -> str:
    """Return what stands under a record, one correction a line; nothing where none was asked for."""
    return "\n".join(one.sentence for one in found)


def thanked_text(given: Recognition) -> str:
    """Return the words of a thank-you, and beneath them what was asked to be corrected."""
    return "\n".join(filter(None, (given.text, corrections_text(given.rectifications))))


def _choice(text: Correctable) -> str:
    words = " ".join(text.stands.split())
    short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return f"{rectified_title(text.record)}, {date_text(text.on)}: {short}"
