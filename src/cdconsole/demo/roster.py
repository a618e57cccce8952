"""Who works in the demonstration department, and how much of what each of them usually does. Nobody here is real."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.clinician import Grade

DEPARTMENT = "Gastroenterology"
SPECIALTY = "Gastroenterology"
SPECIALTY_CODE = "301"
DIRECTOR = "Dr Judith Marlowe"
ADMINISTRATOR = "Sam Whitlock"
DEPUTY = "Dr Frances Okoye"


@dataclass(frozen=True)
class DemoClinician:
    """An invented clinician and what an ordinary month of theirs holds.

    ``electives`` and ``emergencies`` are mean completed spells a month, ``day_case_rate`` and ``before_midday`` are
    fractions, ``stay_days`` is the median stay of an emergency.
    """

    name: str
    grade: Grade
    code: str
    interests: tuple[str, ...]
    ward: str
    electives: float
    day_case_rate: float
    emergencies: float
    stay_days: float
    before_midday: float


_C, _S = Grade.CONSULTANT, Grade.SPECIALTY_DOCTOR

# fmt: off
ROSTER: tuple[DemoClinician, ...] = (
    DemoClinician("Dr Amara Okafor", _C, "C3100417", ("Luminal", "Patient flow"), "Ash", 34, 0.88, 64, 6.0, 0.20),
    DemoClinician("Dr Tomasz Wieczorek", _C, "C3100528", ("Endoscopy",), "Birch", 74, 0.93, 34, 6.0, 0.27),
    DemoClinician("Dr Priya Raghunathan", _C, "C3100633", ("IBD",), "Ash", 38, 0.85, 42, 6.4, 0.29),
    DemoClinician("Dr Callum Ferrier", _C, "C3100749", ("Hepatology",), "Cedar", 22, 0.80, 48, 5.0, 0.24),
    DemoClinician("Dr Siân Prothero", _C, "C3100852", ("Hepatology", "ERCP"), "Cedar", 40, 0.78, 46, 7.4, 0.22),
    DemoClinician("Dr Yusuf Demirel", _C, "C3100966", ("Coeliac disease", "Trials"), "Birch", 24, 0.90, 36, 9.5, 0.26),
    DemoClinician("Dr Helen Marchbanks", _C, "C3101071", ("Luminal",), "Ash", 24, 0.89, 34, 6.2, 0.30),
    DemoClinician("Dr Kofi Asamoah", _C, "C3101183", ("General gastroenterology",), "Birch", 44, 0.91, 50, 6.6, 0.30),
    DemoClinician("Dr Niamh Corrigan", _C, "C3101294", ("Nutrition",), "Birch", 34, 0.87, 42, 7.6, 0.23),
    DemoClinician("Dr Rajan Velupillai", _C, "C3101305", ("ERCP", "Pancreas"), "Cedar", 50, 0.76, 44, 6.6, 0.25),
    DemoClinician("Dr Eleanor Thackray", _C, "C3101418", ("Bowel cancer screening",), "Ash", 54, 0.80, 40, 6.2, 0.28),
    DemoClinician("Dr Tunde Fagbenle", _C, "C3101522", ("Small bowel", "Capsules"), "Birch", 48, 0.92, 44, 6.0, 0.27),
    DemoClinician("Dr Mei-Ling Szeto", _S, "D3107734", ("Endoscopy",), "Ash", 42, 0.90, 24, 5.6, 0.29),
    DemoClinician("Dr Aleksandra Dobrev", _S, "D3107845", ("Hepatology",), "Cedar", 36, 0.89, 26, 6.2, 0.26),
)
# fmt: on

NAMES: tuple[str, ...] = tuple(clinician.name for clinician in ROSTER)
