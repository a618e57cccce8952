"""Clinicians, and the codes that source systems know them by."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, replace
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = "id, name, grade, interests, is_attributable, revision"


def all_clinicians(reading: Reading) -> tuple[Clinician, ...]:
    """Return all clinicians by name; those to whom nothing can be attributed last."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, clinician in reading.rows("SELECT code, clinician_id FROM clinician_code ORDER BY position"):
        codes[clinician].append(code)
    found = reading.rows(f"SELECT {_COLUMNS} FROM clinician ORDER BY id")
    return tuple(sorted((_clinician(row, codes[row[0]]) for row in found), key=lambda clinician: clinician.order))


def by_id(reading: Reading, clinician: ClinicianId) -> Clinician | None:
    """Return one clinician, if known."""
    row = reading.row(f"SELECT {_COLUMNS} FROM clinician WHERE id = ?", (clinician,))
    if row is None:
        return None
    codes = reading.rows("SELECT code FROM clinician_code WHERE clinician_id = ? ORDER BY position", (clinician,))
    return _clinician(row, [code for (code,) in codes])


def known(reading: Reading, clinician: ClinicianId) -> Clinician:
    """Return one clinician. Raises UserFacingError for anybody who is not in the department."""
    found = by_id(reading, clinician)
    if found is None:
        raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
    return found


def code_map(reading: Reading) -> dict[str, ClinicianId]:
    """Return which clinician each code stands for."""
    found = reading.rows("SELECT code, clinician_id FROM clinician_code")
    return {code: ClinicianId(clinician) for code, clinician in found}


def add(work: Work, clinician: Clinician) -> Clinician:
    """Store a new clinician. Raises RuleBroken where a code is somebody else's."""
    fresh = replace(clinician, revision=1)
    work.execute(
        f"INSERT INTO clinician ({_COLUMNS}) VALUES (:id, :name, :grade, :interests, :is_attributable, :revision)",
        _values(fresh),
    )
    _store(work, None, fresh)
    work.audit("added", f"clinician {fresh.id}")
    return fresh


def save(work: Work, clinician: Clinician) -> Clinician:
    """Store a changed clinician; their ``revision`` is the one that was edited.

    Raises StaleEdit where somebody changed them since, RuleBroken where a code is somebody else's.
    """
    before = by_id(work, clinician.id)
    check_revision(None if before is None else before.revision, clinician.revision, clinician.name)
    after = replace(clinician, revision=clinician.revision + 1)
    work.execute(
        "UPDATE clinician SET name = :name, grade = :grade, interests = :interests,"
        " is_attributable = :is_attributable, revision = :revision WHERE id = :id",
        _values(after),
    )
    _store(work, before, after)
    work.audit("changed", f"clinician {after.id}")
    return after


def _store(work: Work, before: Clinician | None, after: Clinician) -> None:
    """Store a clinician's codes and history, and say that they changed."""
    owners = code_map(work)
    for code in after.codes:
        if owners.get(code, after.id) != after.id:
            raise RuleBroken(
                f"The code {code} already belongs to another clinician.", "Remove it there first.", "codes"
            )
    work.execute("DELETE FROM clinician_code WHERE clinician_id = ?", (after.id,))
    work.execute_many(
        "INSERT INTO clinician_code (code, clinician_id, position) VALUES (?, ?, ?)",
        [(code, after.id, position) for position, code in enumerate(dict.fromkeys(after.codes))],
    )
    work.keep_history("clinician", after.id, after.revision, None if before is None else asdict(before), asdict(after))
    work.changed(Topic.CLINICIAN, after.id)


def _clinician(row: tuple[Any, ...], codes: list[str]) -> Clinician:
    found, name, grade, interests, is_attributable, revision = row
    return Clinician(
        id=ClinicianId(found),
        name=name,
        grade=Grade[grade],
        codes=tuple(codes),
        interests=tuple(json.loads(interests)),
        is_attributable=bool(is_attributable),
        revision=revision,
    )


def _values(clinician: Clinician) -> dict[str, Any]:
    return {
        "id": clinician.id,
        "name": clinician.name,
        "grade": clinician.grade.name,
        "interests": json.dumps(clinician.interests),
        "is_attributable": int(clinician.is_attributable),
        "revision": clinician.revision,
    }
