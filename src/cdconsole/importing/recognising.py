"""Recognises what a row of a file is by the file's headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_layouts import LAYOUTS
from cdconsole.importing.headings import known_columns, plain_heading
from cdconsole.importing.job_plan_cells import missing_plan_columns, plan_columns
from cdconsole.importing.templates import TEMPLATES

_HL7_ONLY: Final = frozenset({"event", "messagedate"})


class Recognised(NamedTuple):
    """What headings say a row is; ``name`` says whose layout it is, empty where only some headings were known."""

    kind: ExtractKind
    name: str = ""


def recognise(headings: Sequence[str]) -> Recognised:
    """Return the kind whose known headings these are, the one with most of them; spells where none has all it needs.

    Job plans are known by what their reader needs: no other extract has programmed activities.
    """
    plain = {plain_heading(heading) for heading in headings}
    if not missing_plan_columns(plan_columns(headings)):
        return Recognised(ExtractKind.JOB_PLANS, "job plans")
    if plain >= _HL7_ONLY:
        return Recognised(ExtractKind.WARD_LIST, "HL7 v2 messages")
    best, most = ExtractKind.SPELLS, 0
    for kind, layout in LAYOUTS.items():
        found = known_columns(headings, kind)
        is_whole = all(any(field in found for field in group) for group in layout.needed)
        if is_whole and len(found) > most:
            best, most = kind, len(found)
    return Recognised(best, _layout_name(plain, best, is_whole=most > 0))


def _layout_name(plain: Collection[str], kind: ExtractKind, *, is_whole: bool) -> str:
    if "admidate" in plain and "epikey" in plain:
        return "HES"
    if "hospitalproviderspellnumber" in plain and "pbrspellid" in plain:
        return "SUS"
    if "spellnumber" in plain and "predicteddischargedate" in plain and "status" in plain:
        return "FHIR encounters"
    template = {plain_heading(heading) for heading in TEMPLATES.get(kind, ())}
    if template and template <= set(plain):
        return "our own template"
    return "known headings" if is_whole else ""
