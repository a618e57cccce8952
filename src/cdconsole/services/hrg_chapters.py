"""Names of the chapters of healthcare resource groups (HRG4+, NHS England, National Casemix Office)."""

from __future__ import annotations

_CHAPTERS = {
    "A": "nervous system",
    "B": "eyes",
    "C": "ear, nose, throat, head and neck",
    "D": "respiratory",
    "E": "cardiac",
    "F": "digestive",
    "G": "liver, biliary, pancreas",
    "H": "musculoskeletal",
    "J": "skin, breast, burns",
    "K": "endocrine, metabolic",
    "L": "urinary tract, male reproductive",
    "M": "female reproductive",
    "N": "obstetrics",
    "P": "childhood, neonates",
    "R": "radiology, nuclear medicine",
    "S": "haematology, chemotherapy, radiotherapy",
    "U": "undefined",
    "V": "trauma, rehabilitation",
    "W": "immunology, infection",
    "X": "critical care, high-cost drugs",
    "Y": "vascular, imaging interventions",
}


def group_words(group: str) -> str:
    """Return ``FE, digestive`` for the first letters of an HRG; nothing for none."""
    chapter = _CHAPTERS.get(group[:1].upper(), "")
    return f"{group.upper()}, {chapter}" if chapter else group.upper()
