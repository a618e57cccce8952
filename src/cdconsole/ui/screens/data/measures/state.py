"""Everything the page of measures shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.definition import Definition, DefinitionList, DefinitionVersion, MeasureTemplate
from cdconsole.domain.definition_text import differences, field_texts
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId, Setting
from cdconsole.ui.form_dialog.state import FormState


@dataclass(frozen=True)
class MeasureLine:
    """One line of the list; ``place`` is the chart it is on the clinician page, 0 for none.

    ``outcome`` is where it stands in the outcome tree, or what its definition says where it stands nowhere.
    """

    definition: Definition
    place: int
    outcome: str

    @property
    def state(self) -> str:
        """Return where the measure is used, in a word or two."""
        if self.definition.is_retired:
            return "Retired"
        return f"Chart {self.place}" if self.place else "In use"


@dataclass(frozen=True)
class MeasureCard:
    """A definition as it is read: title, who wrote this version, lines of (heading, text), and the earlier versions."""

    title: str
    version: str
    uses: str
    lines: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Adding:
    """The dialog of templates while it is open."""

    problem: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class Choosing:
    """The dialog of the clinician page's charts while it is open."""

    problem: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class MeasuresState:
    """``found`` is None until it is read; at most one of ``form``, ``adding`` and ``choosing`` is open."""

    found: DefinitionList | None = None
    outcomes: tuple[SuccessCriticalOutcome, ...] = ()
    typed: str = ""
    setting: Setting | None = None
    chosen: str = ""
    form: FormState | None = None
    adding: Adding | None = None
    choosing: Choosing | None = None
    problem: str = ""

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """Return every definition."""
        return () if self.found is None else self.found.definitions

    @property
    def lines(self) -> tuple[MeasureLine, ...]:
        """Return the list's lines: those of the setting that hold what was typed."""
        shown: tuple[MeasureId, ...] = () if self.found is None else self.found.shown
        return tuple(
            MeasureLine(one, shown.index(one.id) + 1 if one.id in shown else 0, self._outcome_of(one))
            for one in self.definitions
            if self._is_wanted(one)
        )

    @property
    def selected(self) -> Definition | None:
        """Return the definition that is looked at."""
        return next((line.definition for line in self.lines if line.definition.id == self.chosen), None)

    @property
    def card(self) -> MeasureCard | None:
        """Return the card of the definition that is looked at."""
        return None if self.selected is None else card_of(self.selected)

    @property
    def templates(self) -> tuple[MeasureTemplate, ...]:
        """Return the templates that are not in the list yet."""
        return () if self.found is None else tuple(one for one in self.found.templates if not one.is_known)

    @property
    def charted(self) -> tuple[tuple[Definition, bool], ...]:
        """Return the measures in use, those on the clinician page first in its order, and which those are."""
        shown: tuple[MeasureId, ...] = () if self.found is None else self.found.shown
        used = {one.id: one for one in self.definitions if not one.is_retired}
        on_page = [used[measure] for measure in shown if measure in used]
        return tuple((one, True) for one in on_page) + tuple(
            (one, False) for one in used.values() if one not in on_page
        )

    @property
    def summary(self) -> str:
        """Return how many measures there are."""
        if self.found is None:
            return "Reading…"
        retired = sum(one.is_retired for one in self.definitions)
        words = f"{len(self.definitions) - retired} in use, {retired} retired"
        if not self.lines:
            return f"{words}. None fits what is typed above."
        return f"{words}; {len(self.templates)} templates more"

    def _outcome_of(self, one: Definition) -> str:
        titles = [outcome.title for outcome in self.outcomes if one.id in outcome.measures]
        return "; ".join(titles) or one.measure.outcome

    def _is_wanted(self, one: Definition) -> bool:
        measure = one.measure
        if self.setting is not None and self.setting not in measure.settings:
            return False
        words = f"{measure.title} {self._outcome_of(one)} {measure.counting.source.value}".casefold()
        return all(word in words for word in self.typed.casefold().split())


def card_of(definition: Definition) -> MeasureCard:
    """Return a definition as it is read."""
    newest = definition.newest
    said = "Retired" if newest.is_retired else "In use"
    uses = (
        f"Used by {', '.join(definition.uses)}."
        if definition.uses
        else "Not under an outcome, and no open goal has it."
    )
    return MeasureCard(
        definition.measure.title,
        f"Definition version {newest.measure.version}. {said}: {_who(newest)}",
        uses,
        tuple(field_texts(definition.measure)),
        _history(definition.versions),
    )


def template_text(template: MeasureTemplate) -> str:
    """Return what a template needs, and whether it is there."""
    source = template.measure.counting.source.value
    return f"{source}: {'imported' if template.has_data else 'none imported yet'}"


def _who(version: DefinitionVersion) -> str:
    if version.at is None:
        return "came with the program"
    return f"{version.person}, {moment_text(version.at)}: {version.reason}"


def _history(versions: tuple[DefinitionVersion, ...]) -> tuple[tuple[str, str], ...]:
    """Return each version, newest first, with what it changed of the one before."""
    found = []
    for version, before in zip(versions, (*versions[1:], None), strict=True):
        changes = () if before is None else differences(before.measure, version.measure)
        turned = "" if before is None or before.is_retired == version.is_retired else "Retired" * version.is_retired
        words = [_who(version), *([turned] if turned else []), *changes]
        found.append((f"Version {version.measure.version}", "\n".join(words)))
    return tuple(found)
