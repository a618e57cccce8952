"""Everything the page of the quarter shows, and its forms. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import (
    InterpretedMeasure,
    QuarterPage,
    QuarterReading,
    QuarterRow,
    ReleaseMode,
    Whose,
    months_text,
)
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState
from cdconsole.ui.screens.governance.quarter.drafts import Draft

FREEZE, RELEASE = "freeze", "release"
INTERPRETATION, COMPARISON = "interpretation", "comparison"
TEAM_KEY = ""
NOT_FROZEN = (
    "This quarter is not frozen yet. Freezing keeps everybody's charts as they are now, so that what is interpreted, "
    "released and talked about stays the same whatever is imported later."
)
NO_DATA = "Its months are not all there yet. It can be frozen once the data cover them."


@dataclass(frozen=True)
class QuarterState:
    """``page`` is None until it is read; ``reading`` is of ``whose``, or still of whoever was looked at before.

    ``freezing`` says how far freezing is, and is empty otherwise. ``is_comparing``: the two quarters stand in the
    interpretation's place.
    """

    quarter: Quarter | None = None
    version: int = 0
    page: QuarterPage | None = None
    whose: Whose = None
    is_chosen: bool = False
    reading: QuarterReading | None = None
    measure: MeasureId | None = None
    drafts: Mapping[MeasureId | None, Draft] = field(default_factory=dict)
    is_comparing: bool = False
    form: FormState | None = None
    freezing: str = ""
    notice: str = ""
    problem: str = ""

    @property
    def shown(self) -> InterpretedMeasure | None:
        """Return the chart that is looked at."""
        if self.reading is None:
            return None
        return next((one for one in self.reading.measures if one.measure == self.measure), None)

    @property
    def draft(self) -> Draft | None:
        """Return what stands in the boxes of the chart that is looked at."""
        return self.drafts.get(self.measure)

    @property
    def lead(self) -> str:
        """Return what stands under the title: when it was frozen, or what freezing is for."""
        if self.page is None:
            return "" if self.problem else "Reading…"
        if self.page.freeze is not None:
            return self.page.freeze.words
        return NOT_FROZEN if self.page.may_freeze else NO_DATA

    @property
    def standing(self) -> str:
        """Return where the quarter of who is looked at stands, and their review, in one line."""
        if self.reading is None:
            return ""
        said = [self.reading.row.state, "" if self.row is None else self.row.review]
        return " ".join(f"{words[:1].upper()}{words[1:]}." for words in said if words)

    @property
    def row(self) -> QuarterRow | None:
        """Return the line of the list that is looked at."""
        rows = () if self.page is None else self.page.rows
        return next((one for one in rows if one.whose == self.whose), None) if self.is_chosen else None


def key_of(row: QuarterRow) -> str:
    """Return a row's key in the list."""
    return row.whose or TEAM_KEY


def whose_of(key: str) -> Whose:
    """Return whose row a key names."""
    return ClinicianId(key) if key else None


def measure_key(one: InterpretedMeasure) -> str:
    """Return a chart's key in the list of charts."""
    return one.measure or ""


def release_form(row: QuarterRow, quarter: Quarter) -> FormState:
    """Return the form of a release; what is missing is said before it is tried."""
    modes = [mode for mode in ReleaseMode if row.whose is not None or mode is not ReleaseMode.PACK]
    ways = tuple((mode.name, mode.value.capitalize()) for mode in modes)
    lead = f"The figures as they were frozen, and what was written of them, {months_text(quarter)}."
    if row.missing:
        lead = f"Still to be written: {'. '.join(row.missing)}."
    elif row.is_disputed:
        lead = f"{lead} There is an open challenge: the release is marked as disputed."
    hint = "Only where it is not released, as “on long leave”. The reason is kept."
    first = ReleaseMode.NOT_RELEASED if row.missing else modes[0]
    fields = (
        FormField("mode", "How", FieldKind.CHOICE, first.name, choices=ways),
        FormField("reason", "Why not", hint=hint),
    )
    return FormState(RELEASE, f"Release to {row.name}", "Record", fields, lead=lead)


def freeze_again_form(quarter: Quarter) -> FormState:
    """Return the form that asks why a quarter is frozen again."""
    return FormState(
        FREEZE,
        f"Freeze {months_text(quarter)} again",
        "Freeze again",
        (FormField("reason", "Reason", hint="The earlier version is kept, with what was released of it."),),
        lead="Figures that stay the same keep their interpretation; those that changed have to be read again.",
    )
