"""Everything the page of the review form shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdconsole.domain.calendar import date_text
from cdconsole.domain.review import Domain
from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.ui.form_dialog.state import FormField, FormState

_GENERAL = "GENERAL"


@dataclass(frozen=True)
class ReviewFormState:
    """The page; ``shown`` is the form in force."""

    shown: ReviewForm | None = None
    form: FormState | None = None
    problem: str = ""


def written_words(form: ReviewForm) -> str:
    """Return whose words these are."""
    if form.at is None:
        return "The program's own questions, until you change them."
    return f"Version {form.version}, {form.person}, {date_text(form.at.astimezone().date())}."


def form_of(form: ReviewForm) -> FormState:
    """Return the form that changes the questions: one field a domain, one question a line."""
    domains: tuple[Domain | None, ...] = (None, *Domain)
    return FormState(
        "review_form",
        "The review form",
        f"Save as version {form.version + 1}",
        tuple(
            FormField(
                _name(domain),
                PromptSection(domain, ()).title,
                value="\n".join(
                    one for section in form.sections if section.domain is domain for one in section.questions
                ),
                lines=3,
            )
            for domain in domains
        ),
        lead="One question a line. They are offered beside the notes, and nobody has to ask them.",
    )


def typed_sections(typed: Mapping[str, str]) -> tuple[PromptSection, ...]:
    """Return the questions as typed."""
    domains: tuple[Domain | None, ...] = (None, *Domain)
    return tuple(PromptSection(domain, tuple(typed[_name(domain)].splitlines())) for domain in domains)


def _name(domain: Domain | None) -> str:
    return _GENERAL if domain is None else domain.name
