"""Reads a file of HL7 v2 messages (one, many, or a batch): the admissions, transfers and discharges in it as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import hl7

from cdconsole.importing.grid import Grid, Row
from cdconsole.importing.limits import Limits

HEADINGS: Final = [
    *("Event", "Hospital Number", "NHS Number", "Ward", "Bay", "Bed", "Consultant Code", "Consultant Name"),
    *("Admission Date", "Discharge Date", "Predicted Discharge Date", "Specialty Code", "Patient Classification"),
    *("Spell Number", "Message Date"),
]
_LOOK_BYTES = 4096
_STARTS: Final = (b"MSH", b"FHS", b"BHS")
_USED: Final = frozenset({"A01", "A02", "A03", "A08"})
_ENVELOPE: Final = frozenset({"FHS", "BHS", "BTS", "FTS"})
_CLASSES: Final = {"I": "Inpatient"}
_TOO_LONG = "HL7 messages too long to be read"
_TYPE = re.compile(r"[A-Z0-9]{3}(\^[A-Z0-9]{3})?", re.ASCII)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:\.\d+)?(?:[+-]\d{4})?", re.ASCII)


def is_hl7(content: bytes) -> bool:
    """Return whether a file starts as HL7 v2 messages do."""
    return content[:_LOOK_BYTES].lstrip(b"\xef\xbb\xbf\x0b \r\n").startswith(_STARTS)


def hl7_grid(content: bytes, encoding: str, limits: Limits) -> Grid:
    """Return one row for each message; one of another type than A01, A02, A03 and A08 is left out and counted.

    A message's number is its place in the file, the first being 1. The heading is ours.
    """
    left_out: Counter[str] = Counter()
    return Grid(_rows(content.decode(encoding), left_out, limits), first=0, left_out=left_out)


def _rows(text: str, left_out: Counter[str], limits: Limits) -> Iterator[Row]:
    yield list(HEADINGS)
    for message in _messages(text):
        row, reason = _row(message) if len(message) <= limits.message_characters else ([], _TOO_LONG)
        if reason:
            left_out[reason] += 1
        yield row


def _messages(text: str) -> Iterator[str]:
    """Yield each message, its segments ended as the standard says; what stands before the first is one, too."""
    segments: list[str] = []
    for line in re.split(r"[\r\n\x0b\x1c]+", text.removeprefix("\ufeff")):
        if not line.strip() or line[:3] in _ENVELOPE:
            continue
        if line.startswith("MSH") and segments:
            yield "\r".join([*segments, ""])
            segments = []
        segments.append(line)
    if segments:
        yield "\r".join([*segments, ""])


def _row(text: str) -> tuple[Row, str]:
    """Return a message's cells, or no cells and why it is left out."""
    try:
        message = hl7.parse(text)
        kind = _whole(message, "MSH", 9)
        kind = "^".join(kind.split("^")[:2])
        if kind.partition("^")[0] != "ADT" or kind.partition("^")[2] not in _USED:
            said = kind if _TYPE.fullmatch(kind) else "an unknown type"
            return [], f"HL7 messages of {said}, which are not used"
        return _cells(message, kind.partition("^")[2]), ""
    except (hl7.HL7Exception, LookupError, ValueError, TypeError, AttributeError, AssertionError):  # hl7 asserts
        return [], "HL7 messages that are damaged and cannot be read"


def _cells(message: hl7.Message, event: str) -> Row:
    local, nhs = _identifiers(message)
    happened = _moment(_part(message, "EVN", 6) or _part(message, "EVN", 2))
    ward, bay, bed = (_part(message, "PV1", 3, component) for component in (1, 2, 3))
    admitted, discharged = _moment(_part(message, "PV1", 44)), _moment(_part(message, "PV1", 45))
    name = " ".join(filter(None, (_part(message, "PV1", 7, component) for component in (6, 3, 2))))
    patient_class = _part(message, "PV1", 2)
    return [
        *(event, local, nhs, ward, bay, bed, _part(message, "PV1", 7), name),
        admitted or (happened if event == "A01" else ""),
        discharged or (happened if event == "A03" else ""),
        _moment(_part(message, "PV2", 9)),
        _part(message, "PV1", 10),
        _CLASSES.get(patient_class, patient_class),
        _part(message, "PV1", 19),
        happened or _moment(_part(message, "MSH", 7)),
    ]


def _identifiers(message: hl7.Message) -> tuple[str, str]:
    """Return the hospital's own number and the NHS number of PID-3, told apart by type and authority."""
    local = nhs = ""
    for repetition in _whole(message, "PID", 3).split(message.separators[2]):
        number, _, _, authority, kind, *_ = [*repetition.split(message.separators[3]), "", "", "", "", ""]
        number = _unescaped(message, number)
        if kind == "NH" or authority == "NHS":
            nhs = nhs or number
        elif kind == "PI" or not local:
            local = number
    return local, nhs


def _part(message: hl7.Message, segment: str, field: int, component: int = 1) -> str:
    first = _whole(message, segment, field).split(message.separators[2])[0]
    parts = first.split(message.separators[3])
    return _unescaped(message, parts[component - 1].strip()) if component <= len(parts) else ""


def _whole(message: hl7.Message, segment: str, field: int) -> str:
    """Return a field as it is written, of the first segment of that name; empty where there is none."""
    try:
        found = message.segment(segment)
    except KeyError:
        return ""
    return str(found(field)) if field < len(found) else ""


def _unescaped(message: hl7.Message, text: str) -> str:
    text = "" if text == hl7.NULL else text
    return str(message.unescape(text)) if "\\" in text else text


def _moment(text: str) -> str:
    """Return 202611230800 as 2026-11-23 08:00; what is not written so is left as it is."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    year, month, day, *clock = match.groups()
    return f"{year}-{month}-{day}" + (" " + ":".join(filter(None, clock)) if clock[0] else "")
