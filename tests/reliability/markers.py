"""Marker words typed everywhere, then everything that was ever written is searched for them.

The shim records every byte written below the home, temporary and working folders, so files that are gone by the end are
searched too. What a person asked for, an export, lies elsewhere and is not part of it; people's own names stand in the
lists of people, as docs/security.md says.
"""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from cdconsole.domain.access_requests import IntroducePerson
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import Role
from cdconsole.domain.requests import (
    AddAddendum,
    AdmitInpatient,
    AmendPredictedDischarge,
    CreateDepartment,
    ExportGovernance,
    ExportMeasures,
    ListClinicians,
    LockReview,
    MarkAgreement,
    PrepareReview,
    PreviewGovernance,
    PublishDepartment,
    Request,
    SaveClinician,
    SaveRecognition,
    SaveReviewNote,
    ShowWardList,
    UnlockDepartment,
)
from cdconsole.domain.review import Agreement, NoteKind, Party
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from reliability.crashing_disk import Op, read_trace
from reliability.department import ADMITTED, CHEAP, CLOCK
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally
from reliability.shim import shim

Value = TypeVar("Value")
LONGEST = 300.0
MONTHS = 12
SECRET = {
    kind: f"zqx{kind}marker"
    for kind in ("patient", "spell", "number", "ward", "note", "comment", "addendum", "thanks", "clinician", "newname")
}
WORDS = "zqsecretphrase kestrel lagoon mimosa nectar"
DIRECTOR = "Dr Zqdirectorname"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")


def run(rounds: int, scratch: Path) -> Outcome:
    """Live through a department's year so often, every other time ended by kill -9, and search."""
    tally = Tally("markers found")
    written = files = 0
    for number in range(rounds):
        place = scratch / str(number)
        inside, outside = place / "inside", place / "outside"
        for folder in (inside, outside):
            folder.mkdir(parents=True)
        trace = place / "trace"
        is_killed = number % 2 == 1
        child = Child(partial(_live, inside, outside, trace, waits=is_killed))
        child.listen(LONGEST, "LIVED")
        if is_killed:
            child.kill()
        else:
            child.finish(LONGEST)
        if child.failure:
            raise RuntimeError(child.failure)
        for where, data in _everything(inside, trace):
            written, files = written + len(data), files + 1
            for kind in _found_in(data, where):
                tally.add("markers found", f"{kind} in {where}")
    return tally.outcome(
        f"{rounds} rounds, {files:,} files and writes, {written >> 20:,} MB searched for {len(_NEEDLES)} forms"
    )


def _live(inside: Path, outside: Path, trace: Path, say: Say, *, waits: bool) -> None:
    """Create, fill, import, review, export, publish and open again; then close, or wait to be killed."""
    for folder in (inside, *(Path(os.environ[name]) for name in ("HOME", "TMPDIR", "CDCONSOLE_HOME"))):
        shim().shim_watch(str(folder).encode())
    shim().shim_record(str(trace).encode())
    with closing(Session(CLOCK, data_home(), CHEAP)) as session:
        ask = partial(_ask, session)
        made = _ask(session, CreateDepartment(str(inside), "Gastroenterology", "Medicine", DIRECTOR, WORDS))
        ask(IntroducePerson("A. Clerk", Role.ADMINISTRATOR))
        extract = outside / "spells.csv"
        extract.write_text(_spells(), encoding="utf-8")
        ask(ImportExtract(str(extract), _ask(session, PreviewExtract(str(extract))).proposed))
        ask(SaveClinician(Clinician(ClinicianId(""), SECRET["newname"], Grade.CONSULTANT, ("NN",))))
        _ward_round(session)
        _review(session)
        ask(PublishDepartment())
        ask(ExportMeasures(str(outside / "measures.csv")))
        ask(ExportGovernance(_ask(session, PreviewGovernance()).quarter, str(outside / "governance.xlsx")))
        session.close()
        ask(UnlockDepartment(made.folder, made.person.id, WORDS))
        _ward_round(session)
        say("LIVED")
        if waits:
            signal.pause()


def _ward_round(session: Session) -> None:
    clinician = _ask(session, ListClinicians())[0].id
    number = f"{SECRET['number']}{len(_ask(session, ShowWardList()).inpatients)}"
    admitted = _ask(session, AdmitInpatient(SECRET["ward"], "1", number, clinician, ADMITTED))
    on = CLOCK.today() + timedelta(days=3)
    _ask(session, AmendPredictedDischarge(admitted.id, on, ReasonCode.FIRST, admitted.revision))


def _review(session: Session) -> None:
    clinician = next(one.id for one in _ask(session, ListClinicians()) if one.name == SECRET["clinician"])
    review = _ask(session, PrepareReview(clinician)).id
    for revision in range(3):
        text = f"{SECRET['note']} {revision} " * 50
        _ask(session, SaveReviewNote(review, NoteKind.CLINICIAN_VIEW, None, text, revision))
    for party in Party:
        _ask(session, MarkAgreement(review, party, Agreement.AGREED_WITH_COMMENT, SECRET["comment"]))
    _ask(session, LockReview(review))
    _ask(session, AddAddendum(review, SECRET["addendum"]))
    _ask(session, SaveRecognition(clinician, SECRET["thanks"]))


def _spells() -> str:
    """Return an extract of a year: ten spells a month of one clinician."""
    newest = Month.of(CLOCK.today()) - 1
    lines = ["spell id,patient,consultant,admission date,discharge date"]
    for month in Period.ending(newest, MONTHS):
        for day in range(1, 11):
            at = f"{month.first.replace(day=day)} 10:00,{month.first.replace(day=day + 3)} 11:00"
            key = f"{month.iso()}-{day}"
            lines.append(f"{SECRET['spell']}{key},{SECRET['patient']}{key},{SECRET['clinician']},{at}")
    return "\n".join([*lines, f"{SECRET['spell']}x,{SECRET['patient']}x,{SECRET['clinician']},not a date,"]) + "\n"


def _ask(session: Session, request: Request[Value]) -> Value:
    return answer(session, request, Task())


def _everything(inside: Path, trace: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is there now, and every write there ever was, each with where it is or went."""
    places = (inside, *(Path(os.environ[name]) for name in ("HOME", "TMPDIR", "CDCONSOLE_HOME")))
    for path in (path for place in places for path in place.rglob("*") if path.is_file()):
        yield path.name, path.name.encode() + path.read_bytes()
    names: dict[int, str] = {}
    for call in read_trace(trace):
        if call.op is Op.OPENED:
            names[call.fd] = Path(call.first.decode()).name
        elif call.op is Op.WROTE:
            yield f"a write to {names[call.fd]}", call.first


def _found_in(data: bytes, where: str) -> Iterator[str]:
    is_list_of_people = where.removeprefix("a write to ").lstrip(".").startswith("org-")
    for kind, needle in _NEEDLES:
        if needle in data and not (kind == "director" and is_list_of_people):
            yield kind


def _needles() -> Iterator[tuple[str, bytes]]:
    """Yield each marker in every form it could take in a file."""
    words = SECRET | {"passphrase": WORDS.partition(" ")[0], "director": DIRECTOR.split()[1]}
    for kind, word in words.items():
        for encoding in ENCODINGS:
            yield kind, word.encode(encoding)
        yield kind, word.encode().hex().encode()
        yield kind, word.encode().hex().upper().encode()
        for shift in range(3):  # base 64 in each of its three alignments, without the ends that depend on neighbours
            yield kind, base64.b64encode(b"." * shift + word.encode())[4:-4]


_NEEDLES = tuple(_needles())

PROGRAM = Program(
    "marker words in notes, names, numbers and passphrases: in nothing that is written",
    Counts(2, 4, 20),
    run,
    needs_shim=True,
)
