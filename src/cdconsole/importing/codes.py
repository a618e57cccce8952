"""The code sets of admitted patient care, and the words local systems use for them.

National codes are those of the NHS Data Dictionary (patient classification, admission method, discharge method, person
stated gender); words are those seen in hospital extracts, some of them cut short by the system they come from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeVar

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass

Kind = TypeVar("Kind", bound=Enum)

PATIENT_CLASSES: Final = {
    PatientClass.ORDINARY: "1, ordinary admission, ordinary, inpatient",
    PatientClass.DAY_CASE: "2, day case admission, day case, daycase",
    PatientClass.REGULAR_DAY: "3, regular day admission, regular day, regular day attender",
    PatientClass.REGULAR_NIGHT: "4, regular night admission, regular night, regular night attender",
    PatientClass.MATERNITY: "5, mother and baby, mother and baby using delivery facilities only",
    PatientClass.UNKNOWN: "8, 9, not known, not applicable, not recorded",
}
ADMISSION_METHODS: Final = {
    AdmissionKind.ELECTIVE: "11, 12, 13, waiting list, booked, planned, elective",
    AdmissionKind.EMERGENCY: (
        "21, 22, 23, 24, 25, 28, 2a, 2b, 2c, 2d, emergency, accident and emergency, accident and emergency d, "
        "general practitioner, bed bureau, consultant clinic, other emergency admissio, other emergency admission, "
        "other means, non elective"
    ),
    AdmissionKind.MATERNITY: "31, 32, admitted ante partum, admitted post partum, maternity",
    AdmissionKind.OTHER: (
        "81, 82, 83, 84, 89, birth this provider, birth outside provider n, transfer from other prov, "
        "transfer from another ho, transfer, other"
    ),
    AdmissionKind.UNKNOWN: "98, 99, not known, not applicable, not recorded",
}
# 6 and 7 divide code 2 further. 8 says that the spell had not ended, 9 that nothing was recorded.
DISCHARGE_METHODS: Final = {
    DischargeKind.HOME: "1, discharged, discharged on clinical advice, discharged with consent, discharged on advice",
    DischargeKind.SELF: "2, 6, 7, self discharge, self discharged, discharged against advice",
    DischargeKind.OTHER: "3, discharged by tribunal, other",
    DischargeKind.DIED: "4, patient died, died, death, deceased",
    DischargeKind.STILLBIRTH: "5, stillbirth, still birth",
    DischargeKind.UNKNOWN: "8, 9, not known, not applicable, not recorded",
}


class Sex(Enum):
    """Sex as stored with a spell."""

    MALE = "Male"
    FEMALE = "Female"
    UNKNOWN = ""


SEXES: Final = {
    Sex.MALE: "1, m, male",
    Sex.FEMALE: "2, f, female",
    Sex.UNKNOWN: "0, 9, x, not known, not specified, indeterminate, unknown, other",
}


def plain(text: str) -> str:
    """Return a code or word in one spelling: small letters, one space between words, no leading noughts."""
    return " ".join(re.split(r"[^a-z0-9]+", text.casefold())).strip().removeprefix("0") or text.strip()


def by_code(words: Mapping[Kind, str]) -> dict[str, Kind]:
    """Return the table the other way round: from each code or word, in one spelling, to its meaning."""
    return {plain(word): kind for kind, listed in words.items() for word in listed.split(",")}


_BAND_YEARS = 5
_OLDEST_BAND = 90
_UNDER_ONE = range(7001, 7008)  # HES: 7001 is less than a day old, 7007 is up to a year
_AGE = re.compile(r"(\d{1,4})(?:\.0+)?(?:\s?(?:-|to|\+)\s?(\d{1,3})?)?\s?(?:yrs?|years?)?", re.ASCII | re.IGNORECASE)


def age_band(text: str) -> str | None:
    """Return the five-year band of an age, a HES age code or a band: ``50-54``, ``90+``; None if it is none of them.

    A band wider than five years is kept as it is.
    """
    match = _AGE.fullmatch(text)
    if match is None:
        return None
    youngest = 0 if int(match[1]) in _UNDER_ONE else int(match[1])
    oldest = int(match[2]) if match[2] else youngest
    if max(youngest, oldest) > 130 or oldest < youngest:
        return None
    if youngest >= _OLDEST_BAND:
        return f"{_OLDEST_BAND}+"
    first, last = youngest - youngest % _BAND_YEARS, oldest - oldest % _BAND_YEARS
    return f"{first}-{first + _BAND_YEARS - 1}" if first == last else f"{youngest}-{oldest}"
