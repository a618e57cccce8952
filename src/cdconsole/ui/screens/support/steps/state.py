"""Everything the record of support shows, and the form of a step. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.support import Rung, SupportBoard, SupportCause, SupportStep
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

LEAD = (
    "Words only: no measure, chart or count is kept with a step. Nothing here follows from a number, and nothing moves "
    "on by itself."
)
NOBODY = "No support is recorded. A step begins with a conversation; record it here once it was held."
NO_CONCERN = "The charter does not say yet what this department calls a concern. Write it under Framework, Charter."
RUNGS = "\n".join(f"{rung.number}  {rung.value}: {rung.meaning[:1].lower()}{rung.meaning[1:]}" for rung in Rung)
_END = "END"
_WEEKS_ON = 6


@dataclass(frozen=True)
class SupportLine:
    """One clinician with a record: the newest step."""

    newest: SupportStep

    @property
    def review_on(self) -> date | None:
        """Return when it is to be looked at again."""
        return self.newest.review_on


@dataclass(frozen=True)
class StepsState:
    """``board`` is None until it is read; ``chosen`` is a clinician's id."""

    board: SupportBoard | None = None
    chosen: str = ""
    form: FormState | None = None
    problem: str = ""

    @property
    def lines(self) -> tuple[SupportLine, ...]:
        """Return who has a record, by name."""
        newest: dict[ClinicianId, SupportStep] = {}
        for step in () if self.board is None else self.board.steps:
            newest.setdefault(step.clinician_id, step)
        return tuple(SupportLine(step) for step in sorted(newest.values(), key=lambda one: one.clinician.casefold()))

    @property
    def steps(self) -> tuple[SupportStep, ...]:
        """Return the steps of the one who is looked at, newest first."""
        return () if self.board is None else self.board.of(ClinicianId(self.chosen))

    @property
    def is_stopped(self) -> bool:
        """Return whether the newest step of the one who is looked at is the formal process."""
        return bool(self.steps) and self.steps[0].rung is Rung.FORMAL and not self.steps[0].is_end

    @property
    def causes(self) -> str:
        """Return how many clinicians had each cause considered, in one sentence a cause."""
        counts = () if self.board is None else self.board.causes
        return "\n".join(f"{count.cause.value}: {count.text}" for count in counts)


def step_form(board: SupportBoard, chosen: str, today: date) -> FormState:
    """Return the form of a step."""
    people = tuple((str(person), name) for person, name in board.people)
    rungs = tuple((rung.name, f"{rung.number}  {rung.value}") for rung in Rung)
    causes = tuple((cause.name, cause.value) for cause in SupportCause)
    on = (today + timedelta(weeks=_WEEKS_ON)).isoformat()
    return FormState(
        "step",
        "Record a step of support",
        "Keep step",
        (
            FormField("clinician", "For", FieldKind.CHOICE, chosen, choices=people),
            FormField(
                *("rung", "Step", FieldKind.CHOICE, Rung.CONVERSATION.name),
                choices=(*rungs, (_END, "Support is no longer needed")),
            ),
            FormField("basis", "Basis: what was seen or said", hint="In words. Dates may stand, figures may not."),
            FormField(
                *("cause", "Cause considered", FieldKind.CHOICE, SupportCause.NOT_CLEAR.name),
                "Where it is health, no more than that: the rest belongs to occupational health.",
                choices=causes,
            ),
            FormField("agreed_support", "What support is agreed: who does what"),
            FormField("review_on", "To be looked at again", FieldKind.DAY, on),
        ),
        lead="Kept as it stands, under your name; the clinician may ask to see it. A step to the formal process keeps "
        "no words at all.",
    )


def step_of(values: Mapping[str, str]) -> SupportStep:
    """Return what was typed."""
    is_end = values["rung"] == _END
    return SupportStep(
        id="",
        clinician_id=ClinicianId(values["clinician"]),
        clinician="",
        rung=Rung.CONVERSATION if is_end else Rung[values["rung"]],
        basis=values["basis"],
        cause=SupportCause[values["cause"]],
        agreed_support=values["agreed_support"],
        review_on=None if is_end else date.fromisoformat(values["review_on"]),
        is_end=is_end,
    )
