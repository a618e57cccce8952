"""Decides which columns could identify a patient, to hide them, and what the codes of clinicians look like."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum

from nhs_number.validate import is_valid

from cdconsole.domain.calendar import MONTH_NAMES

MASK = "••••"
_MOST = 0.5
_ENOUGH_TO_JUDGE = 20
_MANY_BIRTH_YEARS = 30
_LONG_TEXT = 40
_HEADINGS = re.compile(
    r"nhs ?n|patient|person|hesid|forename|surname|given name|family name|first name|last name|maiden|initials"
    r"|post ?code|address|birth|dob\b|telephone|phone|mobile|e ?mail|\bmrn\b|hospital (number|no)\b|case ?note|pas id"
    r"|next of kin|\bnok\b|pathway identifier|baby"
)
_NHS_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_GMC = re.compile(r"[Cc]?\d{7}", re.ASCII)
_DEFAULT_CODE = re.compile(r"[A-Z]?9999998|CD999998|[GR]9999981", re.ASCII)
_POSTCODE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", re.ASCII)
_NAME = re.compile(r"[A-Z][A-Za-z'’-]+, ?[A-Z][A-Za-z .'’-]*|(Mr|Mrs|Ms|Miss|Master|Mx)\.? [A-Z].*")
_YEAR = re.compile(r"(?:^|[-/. ])((?:18|19|20)\d{2})(?=$|[-/. T])", re.ASCII)
_DATE = re.compile(r"[\d\s:/.T-]{6,30}", re.ASCII)
_MONTH_WORDS = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(MONTH_NAMES)})[a-z]{{0,6}}", re.IGNORECASE)
_SHOWN = re.compile(r"[\d\s:/.,+T-]{1,30}", re.ASCII)


def is_nhs_number(text: str) -> bool:
    """Return whether text is an NHS number: ten digits of which the last checks the others, modulus 11."""
    return _NHS_NUMBER.fullmatch(text) is not None and is_valid(text.replace("-", " "))


class CodeShape(Enum):
    """What a clinician's code looks like; the value is how people read it."""

    GMC_NUMBER = "GMC number"
    CONSULTANT_CODE = "consultant code"
    DEFAULT = "default code for an unknown person"
    NAME = "name"
    OTHER = "not the shape of a GMC or consultant code"


def clinician_code_shape(code: str) -> CodeShape:
    """Return what a clinician's code looks like: a GMC number has seven digits, a consultant code a C before them.

    Source: NHS Data Dictionary, CONSULTANT CODE. A GMC number has no check digit.
    """
    if is_default_consultant_code(code):
        return CodeShape.DEFAULT
    if _GMC.fullmatch(code):
        return CodeShape.CONSULTANT_CODE if code[0] in "Cc" else CodeShape.GMC_NUMBER
    has_digits = any(sign.isdigit() for sign in code)
    return CodeShape.NAME if not has_digits and any(sign.isalpha() for sign in code) else CodeShape.OTHER


def is_default_consultant_code(code: str) -> bool:
    """Return whether a code stands for nobody in particular: such rows belong to the unattributed clinician.

    Source: NHS Data Dictionary, ORGANISATION DATA SERVICE DEFAULT CODES (C9999998 consultant, CD999998 dental
    consultant, D dentist, H other professional, M midwife, N nurse, R and X referrers; without its letter, too).
    """
    return _DEFAULT_CODE.fullmatch(code.upper()) is not None


def could_identify(heading: str, cells: Sequence[str]) -> bool:
    """Return whether a column could tell who a patient is, by its heading or by what most of its cells look like.

    In doubt the answer is yes: it only hides a preview.
    """
    if _HEADINGS.search(" ".join(re.split(r"[^a-z0-9]+", heading.casefold()))):
        return True
    filled = [cell for cell in cells if cell]
    distinct = set(filled)
    if not distinct:
        return False
    if any(len(cell) > _LONG_TEXT for cell in distinct):
        return True
    looks = sum(is_nhs_number(cell) or bool(_POSTCODE.fullmatch(cell) or _NAME.fullmatch(cell)) for cell in distinct)
    return looks > _MOST * len(distinct) or _are_births(distinct) or _are_keys(filled, distinct)


def _are_births(distinct: Collection[str]) -> bool:
    years = {match[1] for cell in distinct if _DATE.fullmatch(cell) and (match := _YEAR.search(cell))}
    return len(years) > _MANY_BIRTH_YEARS


def _are_keys(filled: Sequence[str], distinct: Collection[str]) -> bool:
    """Return whether nearly every cell is another code with digits in it, as a hospital number is; dates are not."""
    if len(filled) < _ENOUGH_TO_JUDGE or len(distinct) < 0.9 * len(filled):
        return False
    coded = sum(not _YEAR.search(cell) and any(letter.isdigit() for letter in cell) for cell in distinct)
    return coded > _MOST * len(distinct)


def masked(cells: Sequence[str]) -> str:
    """Return what may be shown of an identifying column: how many shapes its values have."""
    shapes = {re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "A", cell)) for cell in cells if cell}
    return f"{MASK} (hidden, {len(shapes):,} {'form' if len(shapes) == 1 else 'forms'})"


def shown_value(cell: str) -> str:
    """Return a cell that should be a date or a number, or nothing if it could be something else about a patient."""
    if is_nhs_number(cell) or not _SHOWN.fullmatch(_MONTH_WORDS.sub("", cell)):
        return ""
    return cell


def shown_code(cell: str) -> str:
    """Return a cell that should be a code or a short word, or nothing if it could identify a patient."""
    looks_identifying = is_nhs_number(cell) or _POSTCODE.fullmatch(cell) or _NAME.fullmatch(cell)
    return "" if looks_identifying or len(cell) > _LONG_TEXT else cell
