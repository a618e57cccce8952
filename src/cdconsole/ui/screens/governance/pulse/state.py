"""Everything the page of the trust pulse shows, and the forms it opens. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.pulse import QUESTIONS, STEPS, TOO_FEW, PulseBoard, PulseRound, PulseWording
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

ROUND, WORDING = "round", "wording"
_QUARTERS_OFFERED = 8


@dataclass(frozen=True)
class PulseState:
    """``board`` is None until it is read."""

    board: PulseBoard | None = None
    chosen: str = ""
    form: FormState | None = None
    problem: str = ""

    @property
    def selected(self) -> PulseRound | None:
        """Return the round that is looked at."""
        rounds = () if self.board is None else self.board.rounds
        return next((held for held in rounds if str(held.quarter) == self.chosen), None)

    @property
    def distribution(self) -> str:
        """Return how many chose each step in the round that is looked at, a line a question."""
        held = self.selected
        if held is None or self.board is None:
            return ""
        lines = [f"{held.quarter}: {held.responses} of {held.clinicians} clinicians answered."]
        for at, question in enumerate(_wording_of(self.board, held).questions):
            counts = ", ".join(f"{step.lower()} {count}" for step, count in zip(STEPS, held.counts[at], strict=True))
            lines.append(f"{question} {counts.capitalize() if held.is_shown(at) else TOO_FEW.capitalize()}.")
        return "\n".join(lines)


def round_form(board: PulseBoard, newest: Quarter) -> FormState:
    """Return the form of a new round."""
    quarters = tuple(str(newest - back) for back in range(_QUARTERS_OFFERED))
    blank = PulseRound(newest, board.wording.version, board.clinicians, ((),) * QUESTIONS)
    return _counts_form(quarters, blank, board.wording)


def correction_form(board: PulseBoard, held: PulseRound) -> FormState:
    """Return the form of an earlier round, under the questions it was asked."""
    return _counts_form((str(held.quarter),), held, _wording_of(board, held))


def _counts_form(quarters: tuple[str, ...], held: PulseRound, wording: PulseWording) -> FormState:
    choices = tuple((quarter, quarter) for quarter in quarters)
    return FormState(
        ROUND,
        "Enter a round of the trust pulse",
        "Store round",
        (
            FormField("quarter", "Quarter", FieldKind.CHOICE, str(held.quarter), choices=choices),
            FormField("clinicians", "Clinicians asked", FieldKind.LINE, str(held.clinicians)),
            *(
                FormField(f"counts{at + 1}", question, FieldKind.LINE, " ".join(map(str, held.counts[at])))
                for at, question in enumerate(wording.questions)
            ),
        ),
        lead=f"For each question, five counts from “{STEPS[0].lower()}” to “{STEPS[-1].lower()}”, such as 0 1 2 4 3. "
        "Enter a round once, when every sheet is in: no names, and nobody's own answers.",
    )


def _wording_of(board: PulseBoard, held: PulseRound) -> PulseWording:
    return next(one for one in board.versions if one.version == held.wording)


def wording_form(board: PulseBoard) -> FormState:
    """Return the form of the questions."""
    fields = tuple(
        FormField(f"question{at}", f"Question {at}", FieldKind.LINE, question)
        for at, question in enumerate(board.wording.questions, start=1)
    )
    return FormState(
        WORDING,
        "Change the questions",
        "Store questions",
        fields,
        lead="Rounds keep the questions they were asked. Other words make another measure: change them seldom.",
    )


def round_of(values: Mapping[str, str], revision: int) -> PulseRound:
    """Return what was typed. Raises RuleBroken where something is not a number."""
    return PulseRound(
        Quarter.parse(values["quarter"]),
        0,
        _numbers(values, "clinicians")[0],
        tuple(_numbers(values, f"counts{at + 1}") for at in range(QUESTIONS)),
        revision,
    )


def _numbers(values: Mapping[str, str], name: str) -> tuple[int, ...]:
    words = values[name].replace(",", " ").split()
    if not words or not all(word.isdecimal() for word in words):
        raise RuleBroken("These are not whole numbers.", "Type numbers with spaces between.", name)
    return tuple(map(int, words))
