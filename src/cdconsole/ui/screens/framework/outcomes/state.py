"""The outcome tree as lines, the card of the line looked at, and the forms. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import Framework, SuccessCriticalOutcome
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.work_stream import SetAside
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState
from cdconsole.ui.screens.framework.typed_dates import typed_date

LOOSE, RETIRED = "loose", "retired"
EMPTY = "No outcome yet. Three to seven are usual; a starter template on the stage board proposes some."


@dataclass(frozen=True)
class TreeLine:
    """One line of the tree: its key, its words, those below it, and a remark in a quieter column."""

    key: str
    words: str
    remark: str = ""
    below: tuple[TreeLine, ...] = ()


@dataclass(frozen=True)
class Card:
    """What stands beside the tree for the line looked at; ``definition`` names a measure that has a card of its own."""

    title: str
    lines: tuple[tuple[str, str], ...]
    definition: str = ""


@dataclass(frozen=True)
class OutcomesState:
    """The page. ``measures`` are those in use, ``past`` those that were, ``tied`` those under any tree."""

    framework: Framework | None = None
    measures: tuple[Measure, ...] = ()
    past: tuple[Measure, ...] = ()
    tied: frozenset[MeasureId] = frozenset()
    chosen: str = ""
    form: FormState | None = None
    problem: str = ""

    @property
    def outcome(self) -> SuccessCriticalOutcome | None:
        """Return the outcome looked at, pursued or retired."""
        return next((one for one in self.every_outcome if one.id == self.chosen), None)

    @property
    def every_outcome(self) -> tuple[SuccessCriticalOutcome, ...]:
        """Return the outcomes of the work stream, retired ones last."""
        return () if self.framework is None else (*self.framework.outcomes, *self.framework.retired)

    @property
    def is_open(self) -> bool:
        """Return whether the tree can be changed."""
        return self.framework is not None and self.framework.stream.closed is None

    @property
    def loose(self) -> tuple[Measure, ...]:
        """Return the measures in use that belong to no outcome of any work stream."""
        return tuple(one for one in self.measures if one.id not in self.tied)

    @property
    def summary(self) -> str:
        """Return what has no measure and what has no outcome, as counts in a sentence."""
        if self.framework is None:
            return "Reading the outcomes…"
        every = self.framework.outcomes
        if not every:
            return EMPTY
        bare = sum(not one.measures and not one.parked for one in every)
        parked = sum(one.parked is not None for one in every)
        return (
            f"{_many(len(every), 'outcome')}: {bare} without a measure, {parked} parked. "
            f"{_many(len(self.loose), 'measure')} in use without an outcome."
        )

    def measure(self, wanted: str) -> Measure | None:
        """Return a measure, in use or not."""
        return next((one for one in (*self.measures, *self.past) if one.id == wanted), None)

    def title_of(self, measure: MeasureId) -> str:
        """Return a measure's title, and that it is retired."""
        found = self.measure(measure)
        if found is None:
            return measure
        return found.title if found in self.measures else f"{found.title} (retired)"


def tree(state: OutcomesState) -> tuple[TreeLine, ...]:
    """Return the tree: outcomes with their measures, then measures without an outcome, then retired outcomes."""
    if state.framework is None:
        return ()
    lines = [_outcome_line(state, one) for one in state.framework.outcomes]
    if state.loose:
        below = tuple(TreeLine(f"{LOOSE}/{one.id}", one.title) for one in state.loose)
        lines.append(TreeLine(LOOSE, "Measures in use without an outcome", below=below))
    if state.framework.retired:
        below = tuple(_outcome_line(state, one) for one in state.framework.retired)
        lines.append(TreeLine(RETIRED, "Retired outcomes", below=below))
    return tuple(lines)


def card(state: OutcomesState) -> Card | None:
    """Return the card of the line looked at; none for a heading."""
    if state.outcome is not None:
        return Card(state.outcome.title, tuple(_outcome_lines(state.outcome)))
    found = state.measure(state.chosen.rpartition("/")[2])
    if found is None:
        return None
    lines = [
        ("Question", found.question),
        ("Out of, or per", found.denominator),
        ("Read beside it", found.balancing or "No balancing measure is named."),
        ("Owner", found.owner or "Nobody yet"),
    ]
    return Card(found.title, tuple(lines), found.id)


def outcome_form(state: OutcomesState, outcome: SuccessCriticalOutcome) -> FormState:
    """Return the form that adds or changes an outcome."""
    choices = tuple((str(one.id), one.title) for one in state.measures)
    return FormState(
        "outcome",
        "Change the outcome" if outcome.id else "Add an outcome",
        "Save outcome",
        (
            FormField("title", "What must go right", FieldKind.LINE, outcome.title),
            FormField("why", "Why it matters", value=outcome.why),
            FormField("direction", "Which way, or the target, in words", FieldKind.LINE, outcome.direction),
            FormField("owner", "Owner", FieldKind.LINE, outcome.owner),
            FormField(
                "review_on",
                "Review on",
                FieldKind.LINE,
                "" if outcome.review_on is None else date_text(outcome.review_on),
                "Like 23 Nov 2026; may stay empty.",
            ),
            FormField("measures", "Measures that show it", FieldKind.SEVERAL, " ".join(outcome.measures), "", choices),
        ),
    )


def reason_form(outcome: SuccessCriticalOutcome, *, is_parking: bool) -> FormState:
    """Return the form that parks or retires an outcome."""
    verb = "Park" if is_parking else "Retire"
    lead = (
        "A parked outcome stays in the tree, without a measure for now."
        if is_parking
        else "A retired outcome is kept below the tree with its reason, and can be brought back."
    )
    return FormState(verb.lower(), f"{verb} “{outcome.title}”", verb, (FormField("reason", "Why"),), lead)


def typed_outcome(
    before: SuccessCriticalOutcome, typed: Mapping[str, str], known: tuple[Measure, ...]
) -> SuccessCriticalOutcome:
    """Return an outcome as typed; retired measures have no tick to lose. Raises RuleBroken for what is no date."""
    in_use = {one.id for one in known}
    kept = tuple(one for one in before.measures if one not in in_use)
    return replace(
        before,
        title=typed["title"].strip(),
        why=typed["why"].strip(),
        direction=typed["direction"].strip(),
        owner=typed["owner"].strip(),
        review_on=typed_date(typed["review_on"], "review_on"),
        measures=(*(MeasureId(one) for one in typed["measures"].split()), *kept),
    )


def new_outcome(stream: WorkStreamId) -> SuccessCriticalOutcome:
    """Return the outcome that an empty form is filled from."""
    return SuccessCriticalOutcome("", "", "", "", None, (), stream=stream)


def _outcome_line(state: OutcomesState, outcome: SuccessCriticalOutcome) -> TreeLine:
    below = tuple(TreeLine(f"{outcome.id}/{one}", state.title_of(one)) for one in outcome.measures)
    if outcome.retired:
        remark = f"Retired: {outcome.retired.reason}"
    elif outcome.parked:
        remark = f"Parked: {outcome.parked.reason}"
    elif not outcome.measures:
        remark = "No measure yet: tie one, or park it"
    else:
        remark = f"Review on {date_text(outcome.review_on)}" if outcome.review_on else ""
    return TreeLine(outcome.id, outcome.title, remark, below)


def _outcome_lines(outcome: SuccessCriticalOutcome) -> Iterator[tuple[str, str]]:
    yield "Why it matters", outcome.why or "Not said yet"
    yield "Which way", outcome.direction or "Not said yet"
    yield "Owner", outcome.owner or "Nobody yet"
    yield "Review on", _day(outcome.review_on)
    if outcome.parked:
        yield "Parked", _aside(outcome.parked)
    if outcome.retired:
        yield "Retired", _aside(outcome.retired)


def _aside(aside: SetAside) -> str:
    return f"{aside.reason} ({aside.person}, {date_text(aside.at.astimezone().date())})"


def _day(day: date | None) -> str:
    return "No date" if day is None else date_text(day)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
