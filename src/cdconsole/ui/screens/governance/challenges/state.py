"""Everything the page of challenges shows, and the forms it opens. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.challenge import ChallengeDraft, ChallengeList, ChallengeRecord, ChallengeStatus
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

RAISE, ASK, DECIDE, REOPEN = "raise", "ask", "decide", "reopen"
_MONTHS_OFFERED = 36
_TEAM = ("", "The whole team")
NOTHING_YET = (
    "Nobody has challenged a figure yet. A challenge begins here, or with “Challenge this…” on a clinician's chart."
)


@dataclass(frozen=True)
class ChallengesState:
    """``found`` is None until it is read; ``record`` belongs to ``chosen``, and is None while it is read."""

    found: ChallengeList | None = None
    chosen: str = ""
    record: ChallengeRecord | None = None
    clinicians: tuple[Clinician, ...] = ()
    measures: tuple[Measure, ...] = ()
    form: FormState | None = None
    problem: str = ""

    @property
    def summary(self) -> str:
        """Return how many wait, and the turnaround with its n."""
        if self.found is None:
            return "Reading…"
        waiting = f"{self.found.open_count} open"
        if self.found.median_days is None:
            return f"{waiting}; none decided yet"
        decided = self.found.decided
        days = f"{self.found.median_days:g} day{'' if self.found.median_days == 1 else 's'}"
        return f"{waiting}; median turnaround {days} (n {decided} decided)"


def dates_line(record: ChallengeRecord) -> str:
    """Return ``Raised 3 Nov 2026 → Data asked 4 Nov 2026 → Answered 6 Nov 2026 → Upheld 9 Nov 2026, 6 days``."""
    parts = [f"{step.what.partition(' by ')[0]} {date_text(step.at.date())}" for step in record.steps]
    days = record.row.challenge.turnaround_days
    tail = "" if days is None else f"  ({days} day{'' if days == 1 else 's'})"
    return "  →  ".join(parts) + tail


def raise_form(state: ChallengesState, last: Month, clinician: str, measure: str) -> FormState:
    """Return the form that raises a challenge; ``last`` is the newest month on offer."""
    months = tuple(((last - back).iso(), str(last - back)) for back in range(_MONTHS_OFFERED))
    people = tuple((one.id, one.name) for one in state.clinicians if one.is_attributable)
    measures = tuple((str(one.id), one.title) for one in state.measures)
    return FormState(
        RAISE,
        "Raise a challenge",
        "Raise challenge",
        (
            FormField("clinician", "Whose figures", FieldKind.CHOICE, clinician, choices=(*people, _TEAM)),
            FormField("measure", "Measure", FieldKind.CHOICE, measure, choices=measures),
            FormField("first", "First month", FieldKind.CHOICE, (last - 2).iso(), choices=months),
            FormField("last", "Last month", FieldKind.CHOICE, last.iso(), choices=months),
            FormField("claim", "Claim: what is wrong"),
            FormField("evidence", "Evidence: what shows it"),
            FormField("raised_by", "Raised by", FieldKind.LINE, hint="Left empty, it is the clinician."),
        ),
        lead="Until it is decided the months are hatched on the chart and left out of exports.",
    )


def draft_of(values: Mapping[str, str]) -> ChallengeDraft:
    """Return what was typed into the form that raises a challenge."""
    return ChallengeDraft(
        clinician=ClinicianId(values["clinician"]) if values["clinician"] else None,
        measure=MeasureId(values["measure"]),
        first=Month.parse(values["first"]),
        last=Month.parse(values["last"]),
        claim=values["claim"],
        evidence=values["evidence"],
        raised_by=values["raised_by"],
    )


def ask_form() -> FormState:
    """Return the form of a question to the administrators."""
    hint = "Administrators see whose months and which measure, and this question; never the claim."
    question = FormField("question", "What is to be looked up or mended", hint=hint)
    return FormState(ASK, "Ask for data", "Ask", (question,))


def decide_form() -> FormState:
    """Return the form of a decision."""
    ways = tuple((one.name, one.value) for one in ChallengeStatus if one is not ChallengeStatus.OPEN)
    return FormState(
        DECIDE,
        "Decide the challenge",
        "Store decision",
        (
            FormField("status", "Decision", FieldKind.CHOICE, ways[0][0], choices=ways),
            FormField("decision", "In plain words", hint="Once upheld, this stands on the chart for good."),
            FormField("dissent", "Dissent", hint="The view that did not prevail, if any: it is kept beside."),
        ),
    )


def reopen_form() -> FormState:
    """Return the form that opens a decided challenge again."""
    reason = FormField("reason", "Reason", hint="The decision before stays in the record.")
    return FormState(REOPEN, "Open the challenge again", "Open again", (reason,))
