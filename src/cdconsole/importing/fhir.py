"""Reads FHIR R4 resources (a Bundle, or one resource a line): the encounters in it as rows.

Patients, practitioners, places and procedures are looked up by the encounters that refer to them. A predicted discharge
date is ``plannedEndDate``, of R5 or as the extension that carries it in R4.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.grid import Grid, Row

HEADINGS: Final = [
    *("Spell Number", "Hospital Number", "NHS Number", "Status", "Patient Classification", "Admission Date"),
    *("Discharge Date", "Predicted Discharge Date", "Consultant Code", "Consultant Name", "Specialty", "Ward"),
    *("Admission Method", "Discharge Method", "Procedure"),
]
_LOOKED_UP: Final = frozenset({"Patient", "Practitioner", "PractitionerRole", "Location", "Organization", "Procedure"})
_CLASSES: Final = dict.fromkeys(("IMP", "ACUTE", "NONAC"), "Inpatient") | {"SS": "Day case"}
_LOOK_BYTES = 4096
_NHS_SYSTEM = "nhs-number"
_PLANNED_END = "plannedEndDate"
_TYPE = re.compile(r"[A-Za-z]{1,40}", re.ASCII)
_NOT_JSON = "lines that are not a whole FHIR resource"

Resource = dict[str, Any]
_Entries = Sequence[tuple[str, Resource | None] | None]


def is_json(content: bytes) -> bool:
    """Return whether a file starts as JSON does."""
    return content[:_LOOK_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[{"))


def fhir_grid(content: bytes, encoding: str, name: str) -> Grid:
    """Return one row for each encounter; every other resource is left out and counted.

    A resource's number is its place in the Bundle, or its line. The heading is ours. Raises ImportRefused for what is
    no whole JSON.
    """
    text = content.decode(encoding).removeprefix("\ufeff")
    entries: _Entries = _bundle(text) or _lines(text)
    if not any(entry and entry[1] for entry in entries):
        raise ImportRefused(
            f"{name} is not a whole FHIR Bundle, and not one FHIR resource a line.", "Export the file again."
        )
    left_out: Counter[str] = Counter()
    return Grid(_rows(entries, left_out), first=0, left_out=left_out)


def _bundle(text: str) -> list[tuple[str, Resource | None]]:
    """Return the resources of a Bundle with their full addresses; nothing if the text is none."""
    document = _loaded(text)
    if document is None or document.get("resourceType") != "Bundle":
        return []
    return [(_text(entry, "fullUrl"), _as_resource(_at(entry, "resource"))) for entry in _list(document, "entry")]


def _lines(text: str) -> list[tuple[str, Resource | None] | None]:
    """Return the resource of each line, None for a blank one."""
    return [("", _loaded(line)) if line.strip() else None for line in text.split("\n")]


def _loaded(text: str) -> Resource | None:
    try:
        return _as_resource(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _as_resource(value: object) -> Resource | None:
    return value if isinstance(value, dict) and isinstance(value.get("resourceType"), str) else None


def _rows(entries: _Entries, left_out: Counter[str]) -> Iterator[Row]:
    yield list(HEADINGS)
    known: dict[str, Resource] = {}
    procedures: dict[str, list[str]] = defaultdict(list)
    for address, resource in filter(None, entries):
        if resource is not None:
            kind, own = resource["resourceType"], f"{resource['resourceType']}/{_text(resource, 'id')}"
            known |= {address: resource, own: resource}
            if kind == "Procedure":
                procedures[_text(resource, "encounter", "reference")].append(_coded(_at(resource, "code")))
    for entry in entries:
        address, resource = entry or ("", None)
        if resource is not None and resource["resourceType"] == "Encounter":
            own = f"Encounter/{_text(resource, 'id')}"
            done = [*procedures.get(own, ()), *(procedures.get(address, ()) if address else ())]
            yield [*_Encounter(resource, known).cells(), "; ".join(filter(None, done))]
            continue
        if entry is not None:
            left_out[_reason(resource)] += 1
        yield []


def _reason(resource: Resource | None) -> str:
    if resource is None:
        return _NOT_JSON
    kind = resource["resourceType"]
    said = kind if _TYPE.fullmatch(kind) else "unknown"
    return f"FHIR {said} resources, {'looked up by the encounters' if kind in _LOOKED_UP else 'which are not used'}"


class _Encounter:
    """One encounter with the resources it may refer to."""

    def __init__(self, resource: Resource, known: dict[str, Resource]) -> None:
        self._resource = resource
        inside = {f"#{_text(own, 'id')}": own for own in _list(resource, "contained") if isinstance(own, dict)}
        self._known = known | inside if inside else known

    def cells(self) -> Row:
        """Return the encounter's cells but for its procedures."""
        resource = self._resource
        local, nhs = self._patient()
        code, name = self._consultant()
        patient_class = _text(resource, "class", "code") or _coded(_at(resource, "class", 0))
        return [
            *(
                _text(resource, "identifier", 0, "value") or _text(resource, "id"),
                local,
                nhs,
                _text(resource, "status"),
            ),
            _CLASSES.get(patient_class, patient_class),
            *(_wall_time(_text(resource, "period", end)) for end in ("start", "end")),
            *(_wall_time(_planned_end(resource)), code, name),
            _coded(_at(resource, "serviceType")) or _coded(_at(resource, "serviceType", 0, "concept")),
            self._ward(),
            _coded(_at(resource, "hospitalization", "admitSource")),
            _coded(_at(resource, "hospitalization", "dischargeDisposition")),
        ]

    def _patient(self) -> tuple[str, str]:
        """Return the hospital's own number, or for want of one the reference, and the NHS number."""
        subject = _at(self._resource, "subject")
        reference = _text(subject, "reference")
        numbers = [*_list(self._known.get(reference), "identifier"), _at(subject, "identifier")]
        nhs = [_text(number, "value") for number in numbers if _NHS_SYSTEM in _text(number, "system")]
        local = [_text(number, "value") for number in numbers if _NHS_SYSTEM not in _text(number, "system")]
        return next(filter(None, local), "" if any(nhs) else reference.rpartition("/")[2]), next(filter(None, nhs), "")

    def _consultant(self) -> tuple[str, str]:
        """Return code and name of whoever is responsible: a primary performer or attender before any other."""
        people = sorted(_list(self._resource, "participant"), key=lambda one: not _is_responsible(one))
        for one in people:
            individual = _at(one, "individual") or _at(one, "actor")
            found = self._known.get(_text(individual, "reference"))
            if found is not None and found["resourceType"] == "PractitionerRole":
                found = self._known.get(_text(found, "practitioner", "reference"))
            numbers = [*_list(found, "identifier"), _at(individual, "identifier")]
            code = next(filter(None, (_text(number, "value") for number in numbers)), "")
            name = _name(_at(found, "name", 0)) or _text(individual, "display")
            if code or name:
                return code, name
        return "", ""

    def _ward(self) -> str:
        """Return the last place's name: the one where the patient is, or was at the end."""
        places = _list(self._resource, "location")
        place = _at(places[-1], "location") if places else None
        found = self._known.get(_text(place, "reference"))
        return _text(found, "name") or _text(place, "display") or _text(place, "reference").rpartition("/")[2]


def _is_responsible(participant: object) -> bool:
    codes = {_text(coding, "code") for kind in _list(participant, "type") for coding in _list(kind, "coding")}
    return bool(codes & {"PPRF", "ATND"})


def _planned_end(resource: Resource) -> str:
    extensions = (one for one in _list(resource, "extension") if _PLANNED_END in _text(one, "url"))
    carried = (_text(one, "valueDateTime") or _text(one, "valueDate") for one in extensions)
    return _text(resource, _PLANNED_END) or next(carried, "")


def _coded(concept: object) -> str:
    """Return a concept's code, or its words where it has none."""
    return _text(concept, "coding", 0, "code") or _text(concept, "text") or _text(concept, "coding", 0, "display")


def _name(name: object) -> str:
    given = " ".join(str(part) for part in _list(name, "given"))
    return _text(name, "text") or f"{given} {_text(name, 'family')}".strip()


def _wall_time(text: str) -> str:
    """Return an instant as clocks in the United Kingdom showed it; a day, or what cannot be read, as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= len("2026-11-23"):
        return text
    if at.tzinfo is not None:
        try:
            at = at.astimezone(UTC).replace(tzinfo=None)
            at += timedelta(hours=1 if _last_sunday(at.year, 3) <= at < _last_sunday(at.year, 10) else 0)
        except OverflowError:
            return text
    return at.isoformat(" ", "seconds")


def _last_sunday(year: int, month: int) -> datetime:
    """Return when summer time starts or ends: 01:00 UTC on the last Sunday of March or October (EU 2000/84/EC)."""
    last = date(year, month, 31)
    return datetime(year, month, 31 - (last.weekday() + 1) % 7, 1)  # noqa: DTZ001 both sides are without zone


def _at(value: object, *path: str | int) -> Any:
    """Return what a path leads to, None where it leads nowhere."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _text(value: object, *path: str | int) -> str:
    found = _at(value, *path)
    return found if isinstance(found, str) else str(found) if isinstance(found, int) else ""


def _list(value: object, *path: str | int) -> list[Any]:
    found = _at(value, *path)
    return found if isinstance(found, list) else []
