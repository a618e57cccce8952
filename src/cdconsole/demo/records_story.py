"""Files of every other kind, sent after the spells: what an administrator imports, and what is wrong in some of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from cdconsole.demo.roster import ROSTER, SPECIALTY
from cdconsole.demo.spell_file import HEADINGS, Row
from cdconsole.demo.telling import Telling
from cdconsole.domain.activity import TakeShift
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract

_PATIENT, _CODE, _ADMITTED, _DISCHARGED, _METHOD, _WARD = (
    HEADINGS.index(name)
    for name in ("Patient number", "Consultant code", "Admitted", "Discharged", "Admission method", "Ward")
)
_EMERGENCY = ("21", "22", "28")
_WRITTEN = "%Y-%m-%d %H:%M"
_MISSED = 0.07
_CORRECTED = 12


def flawed_rows(rows: Sequence[Row]) -> list[Row]:
    """Return rows that no importer should store: stays that end before they begin, and rows sent twice."""
    backwards = [
        (f"X{place:07d}", *row[1:_ADMITTED], row[_DISCHARGED], row[_ADMITTED], *row[_DISCHARGED + 1 :])
        for place, row in enumerate(row for row in rows if row[_ADMITTED][:10] < row[_DISCHARGED][:10])
    ]
    return [*backwards[:6], *rows[-3:]]


def import_other_records(
    telling: Telling, rows: Sequence[Row], shifts: Sequence[TakeShift], drawn: tuple[Path, np.random.Generator]
) -> None:
    """Import corrections of some spells, the newest month's take reviews, a week's clinics and lists, and counts.

    Clinics and lists are of the days after the months that charts show, so that no session is counted twice.
    """
    scratch, rng = drawn
    last = max(shift.starts.date() for shift in shifts)
    files = {
        "spells-corrected.csv": (HEADINGS, _corrected(rows)),
        f"take-reviews-{last:%Y-%m}.csv": (_TAKE, _take_reviews(telling, rows, shifts, rng)),
        f"clinics-{last:%Y-%m}-after.csv": (_CLINICS, _clinics(last + timedelta(days=1), rng)),
        f"endoscopy-{last:%Y-%m}-after.csv": (_ENDOSCOPY, _endoscopy(last + timedelta(days=1), rng)),
        "discharge-letters.csv": (_COUNTS, _letters(last, rng)),
    }
    for name, (heading, lines) in files.items():
        path = scratch / name
        path.write_text(_csv(heading, lines), encoding="utf-8", newline="")
        telling.ask(ImportExtract(str(path), telling.ask(PreviewExtract(str(path))).proposed))


_TAKE = ("spell number", "patient identifier", "reviewing consultant", "arrived", "reviewed", "decision")
_CLINICS = (
    *("appointment id", "patient identifier", "consultant code", "session id", "session date", "session start"),
    *("session end", "location", "appointment type", "attendance status"),
)
_ENDOSCOPY = (
    *("procedure id", "patient identifier", "endoscopist", "session id", "session date", "session start"),
    *("location", "procedure", "urgency", "points", "complete examination", "polyps found", "polyps retrieved"),
)
_COUNTS = ("period", "clinician", "organisation", "count of", "numerator", "denominator")


def _corrected(rows: Sequence[Row]) -> list[Row]:
    """Return stored spells with the ward that the patient really left from: no measure counts it."""
    stays = [row for row in rows[-400:] if row[_METHOD] in _EMERGENCY][:_CORRECTED]
    return [(*row[:_WARD], "Discharge lounge", *row[_WARD + 1 :]) for row in stays]


def _take_reviews(
    telling: Telling, rows: Sequence[Row], shifts: Sequence[TakeShift], rng: np.random.Generator
) -> Iterable[Row]:
    """Yield a review of most emergencies, by whoever had the take; each falls within that consultant's shift."""
    codes = {telling.ids()[person.name]: person.code for person in ROSTER}
    month = max(shift.starts for shift in shifts).date().replace(day=1)
    by_day = {shift.starts.date(): shift for shift in shifts if shift.starts.date() >= month}
    for row in rows:
        admitted = datetime.strptime(row[_ADMITTED], _WRITTEN)  # noqa: DTZ007 - the ward's own clock
        shift = by_day.get(admitted.date())
        if row[_METHOD] not in _EMERGENCY or shift is None or rng.random() < _MISSED:
            continue
        latest = shift.ends - timedelta(minutes=10)
        reviewed = min(max(admitted, shift.starts) + timedelta(minutes=int(rng.integers(20, 240))), latest)
        arrived = min(admitted, reviewed) - timedelta(minutes=int(rng.integers(30, 200)))
        yield (
            *(row[0], row[_PATIENT], codes[shift.clinician_id], f"{arrived:{_WRITTEN}}", f"{reviewed:{_WRITTEN}}"),
            "Admitted",
        )


def _clinics(first: date, rng: np.random.Generator) -> Iterable[Row]:
    """Yield the appointments of two clinicians' clinics on five days, one of them with words nobody knows."""
    number = 0
    for day in (first + timedelta(days=step) for step in range(7)):
        if day.weekday() > 4:
            continue
        for person in (ROSTER[2], ROSTER[5]):
            for _ in range(int(rng.integers(9, 14))):
                number += 1
                outcome = str(rng.choice(["Attended", "Attended", "Attended", "DNA", "Cancelled by patient"]))
                yield (
                    *(f"A{number:05d}", f"CLINIC{number:05d}", person.code, f"{person.ward}-{day:%d%m}"),
                    *(day.isoformat(), "09:00", "12:30", f"{person.ward} clinic"),
                    *(str(rng.choice(["New", "Follow-up"])), "Moved to phone" if number % 60 == 0 else outcome),
                )


def _endoscopy(first: date, rng: np.random.Generator) -> Iterable[Row]:
    """Yield two lists' procedures; in one more polyps are retrieved than found."""
    for number in range(1, 25):
        person, day = ROSTER[1 if number <= 12 else 10], first + timedelta(days=2 if number <= 12 else 3)
        found = int(rng.poisson(0.8))
        retrieved = found + 1 if number == 7 else found
        yield (
            *(f"E{number:04d}", f"SCOPE{number:04d}", person.code),
            *(f"L{person.ward}-{day:%d%m}", day.isoformat(), "08:30", "Endoscopy unit"),
            *("Colonoscopy", "Elective", "2", "Yes" if rng.random() < 0.95 else "No", str(found), str(retrieved)),
        )


def _letters(last: date, rng: np.random.Generator) -> Iterable[Row]:
    """Yield discharge letters sent within a day, by clinician, for the six months to the last one."""
    month = last.replace(day=1)
    for _ in range(6):
        for person in ROSTER:
            letters = int(rng.integers(40, 110))
            sent = int(rng.binomial(letters, 0.8))
            yield f"{month:%Y-%m}", person.name, SPECIALTY, "Letters sent within a day", str(sent), str(letters)
        month = (month - timedelta(days=1)).replace(day=1)


def _csv(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows(lines)
    return text.getvalue()
