"""Everything the exposure page shows, and the forms it opens. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

EVERYBODY, DEPARTMENT = "*", ""
SAVE, WITHDRAW = "save", "withdraw"
_WHOLE = "The whole department"


@dataclass(frozen=True)
class ExposureLine:
    """One entry with the name of whom it is about; ``overlap`` says what else covers its days."""

    entry: Exposure
    whose: str
    overlap: str = ""

    @property
    def remark(self) -> str:
        """Return the note with what else is to be known."""
        withdrawn = f"Withdrawn: {self.entry.withdrawn}" if self.entry.withdrawn else ""
        return "; ".join(part for part in (withdrawn, self.overlap, self.entry.note) if part)


@dataclass(frozen=True)
class ExposureState:
    """``entries`` is None until they are read; ``whose`` is a clinician's id, EVERYBODY or DEPARTMENT."""

    year: int
    today: date
    entries: tuple[Exposure, ...] | None = None
    clinicians: tuple[Clinician, ...] = ()
    whose: str = EVERYBODY
    chosen: str = ""
    form: FormState | None = None
    problem: str = ""

    @property
    def first_day(self) -> date:
        """Return the day the calendar begins on: today in its year, else the first of January."""
        return self.today if self.today.year == self.year else date(self.year, 1, 1)

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Return whom the page can be about, with what they are called."""
        named = tuple((one.id, one.name) for one in self.clinicians if one.is_attributable)
        return ((EVERYBODY, "Everybody"), (DEPARTMENT, _WHOLE), *named)

    @property
    def shown(self) -> tuple[Exposure, ...]:
        """Return the entries of whom the page is about."""
        return tuple(
            entry for entry in self.entries or () if self.whose in (EVERYBODY, entry.clinician_id or DEPARTMENT)
        )

    @property
    def lines(self) -> tuple[ExposureLine, ...]:
        """Return the table's lines."""
        names = dict(self.people)
        return tuple(
            ExposureLine(entry, names.get(entry.clinician_id or DEPARTMENT, "Unknown"), self._overlap(entry))
            for entry in self.shown
        )

    @property
    def selected(self) -> Exposure | None:
        """Return the entry that is looked at."""
        return next((entry for entry in self.shown if entry.id == self.chosen), None)

    @property
    def summary(self) -> str:
        """Return how many entries there are."""
        if self.entries is None:
            return "Reading…"
        holding = sum(1 for entry in self.shown if not entry.withdrawn)
        return f"{holding} entr{'y' if holding == 1 else 'ies'} in {self.year}"

    def _overlap(self, entry: Exposure) -> str:
        others = [other for other in self.entries or () if entry.overlaps(other)]
        return f"overlaps {others[0].kind.value.lower()} from {date_text(others[0].first)}" if others else ""


def on_day(entries: tuple[Exposure, ...], day: date) -> tuple[Exposure, ...]:
    """Return the entries that hold on a day, those of the whole department first."""
    held = [entry for entry in entries if entry.first <= day <= entry.last and not entry.withdrawn]
    return (*(one for one in held if one.clinician_id is None), *(one for one in held if one.clinician_id is not None))


def entry_form(state: ExposureState, entry: Exposure) -> FormState:
    """Return the form of an entry; one without an id is new."""
    whose = tuple(each for each in state.people if each[0] != EVERYBODY)
    kinds = tuple((kind.name, kind.value) for kind in ExposureKind)
    return FormState(
        SAVE,
        "Change the entry" if entry.id else "Add to the exposure log",
        "Save entry",
        (
            FormField("whose", "Who", FieldKind.CHOICE, entry.clinician_id or DEPARTMENT, choices=whose),
            FormField("kind", "Kind", FieldKind.CHOICE, entry.kind.name, choices=kinds),
            FormField("first", "First day", FieldKind.DAY, entry.first.isoformat()),
            FormField("last", "Last day", FieldKind.DAY, entry.last.isoformat()),
            FormField(
                "fraction",
                "Share of the work lost, %",
                FieldKind.LINE,
                f"{entry.fraction * 100:g}",
                hint="100 for days away; less for a phased return or part of a day.",
            ),
            FormField("note", "Note", FieldKind.LINE, entry.note),
        ),
    )


def withdraw_form() -> FormState:
    """Return the form that withdraws an entry."""
    reason = FormField("reason", "Reason", hint="The entry stays in the log, and can be put back.")
    return FormState(WITHDRAW, "Withdraw the entry", "Withdraw", (reason,))


def entry_of(values: Mapping[str, str], before: Exposure) -> Exposure:
    """Return what was typed. Raises RuleBroken where the share is not a number."""
    try:
        fraction = float(values["fraction"].strip().removesuffix("%")) / 100
    except ValueError:
        raise RuleBroken("The share of the work lost is not a number.", "Type 100, or 50.", "fraction") from None
    return Exposure(
        id=before.id,
        clinician_id=ClinicianId(values["whose"]) if values["whose"] else None,
        kind=ExposureKind[values["kind"]],
        first=date.fromisoformat(values["first"]),
        last=date.fromisoformat(values["last"]),
        note=values["note"],
        fraction=fraction,
        revision=before.revision,
    )
