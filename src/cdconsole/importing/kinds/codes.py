"""The codes and words of appointments, lists and the take.

Codes are those of the NHS Data Dictionary (attended or did not attend, first attendance), words those of local systems.
"""

from __future__ import annotations

from typing import Final

from cdconsole.domain.job_plan import ExposureKind
from cdconsole.domain.sessions import AppointmentKind, Attendance, TakeDecision, Urgency

ATTENDANCES: Final = {
    Attendance.ATTENDED: "5, 6, attended, seen, arrived, arrived late, att, a, completed, checked out",
    Attendance.DID_NOT_ATTEND: "3, 7, dna, did not attend, no show, not attended, was not brought, wnb, d",
    Attendance.CANCELLED_BY_PATIENT: (
        "2, cancelled by patient, patient cancelled, cancelled by or on behalf of the patient, cnd"
    ),
    Attendance.CANCELLED_BY_HOSPITAL: (
        "4, cancelled by hospital, hospital cancelled, cancelled by provider, cancelled, cancelled by the hospital"
    ),
    Attendance.UNKNOWN: "0, 8, 9, not known, not applicable, not recorded, booked",
}
APPOINTMENT_KINDS: Final = {
    AppointmentKind.NEW: "1, 3, new, first, n, first attendance, new patient, first appointment",
    AppointmentKind.FOLLOW_UP: (
        "2, 4, follow up, followup, fu, f, subsequent, review, return, r, follow up attendance, old"
    ),
    AppointmentKind.UNKNOWN: "5, 8, 9, not known, not recorded",
}
URGENCIES: Final = {
    Urgency.ELECTIVE: "1, elective, planned, scheduled, booked, routine, el, waiting list, urgent elective, day case",
    Urgency.EMERGENCY: "2, 3, 4, emergency, unplanned, unscheduled, em, acute, urgent, expedited, immediate, trauma",
    Urgency.UNKNOWN: "8, 9, not known, not recorded",
}
DECISIONS: Final = {
    TakeDecision.ADMITTED: "admitted, admit, admission, a, yes, y, 1, stay, transferred to ward",
    TakeDecision.DISCHARGED: "discharged, discharge, d, home, no, n, 0, 2, same day discharge, sdec, ambulated",
    TakeDecision.OTHER: "other, transfer, transferred, referred, accepted by specialty, specialty, o, died",
    TakeDecision.UNKNOWN: "not known, not recorded, 9",
}
EXPOSURE_KINDS: Final = {
    ExposureKind.LEAVE: "leave, annual leave, al, holiday",
    ExposureKind.STUDY_LEAVE: "study leave, sl, professional leave, course",
    ExposureKind.SICKNESS: "sickness, sick, sick leave, illness",
    ExposureKind.PHASED_RETURN: "phased return, return to work",
    ExposureKind.SECONDMENT: "secondment, seconded",
    ExposureKind.CLOSURE: "closure, closed, theatre closure, ward closure, bank holiday",
    ExposureKind.STRIKE: "strike, industrial action",
    ExposureKind.TEMPLATE_CHANGE: "clinic template change, template change",
}
YES: Final = frozenset({"y", "yes", "true", "1", "t", "cancelled", "complete", "c", "x"})
NO: Final = frozenset({"n", "no", "false", "0", "f", "", "not cancelled", "incomplete", "i", "-"})
