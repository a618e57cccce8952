"""Whose a record is, by the code or name in a file; a code nobody has becomes a clinician of that name."""

from __future__ import annotations

from cdconsole.domain.clinician import UNATTRIBUTED, Clinician, Grade
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.storage import clinicians
from cdconsole.storage.section_file import Work


class ClinicianCodes(dict[str, ClinicianId]):
    """The clinician of each code of a file, found or added as it is first met; ``new_names`` are those added."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._known = {code.casefold(): clinician for code, clinician in clinicians.code_map(work).items()}
        for clinician in clinicians.all_clinicians(work):
            self._known.setdefault(clinician.name.casefold(), clinician.id)
        self.new_names: list[str] = []

    def __missing__(self, code: str) -> ClinicianId:
        name = code or UNATTRIBUTED
        found = self._known.get(name.casefold())
        if found is None:
            added = Clinician(ClinicianId(new_id()), name, Grade.OTHER, (code,) if code else (), (), bool(code))
            clinicians.add(self._work, added)
            found = self._known[name.casefold()] = added.id
            self.new_names.append(name)
        self[code] = found
        return found
