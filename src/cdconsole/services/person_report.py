"""Everything held about one person: previewed, written as files, and laid out to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.held import HeldPart, HeldTable, PersonPreview, TextToCheck
from cdconsole.domain.held_requests import ExportPersonReport, PreviewPersonReport, PrintPersonReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Printed, PrintedKind
from cdconsole.exporting.person_files import write_person_files
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.person_charts import chart_tables, charts_of, frozen_tables
from cdconsole.services.person_pages import person_pages
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, export_log
from cdconsole.storage.held.every_section import kinds_of
from cdconsole.storage.held.kind import Kind
from cdconsole.storage.held.reading import Whom, rows_of

WHAT = PrintedKind.PERSON_REPORT.value
_SECTIONS = (Section.RECORDS, Section.WARD, Section.REVIEW)
_NUMBER = re.compile(r"\b\d{3}[ -]\d{3}[ -]\d{4}\b|(?<![\w.:-])[A-Z]{0,2}\d{6,10}(?![\w.:-])")
"""An NHS number as it is written, or digits as long as a hospital's number; no day and no time of day."""

_SHORTEST_SURNAME = 4

Read = tuple[tuple[Kind | None, HeldTable], ...]
"""Each table with its kind; None for what is worked out: charts as drawn and as frozen."""


@handles(PreviewPersonReport)
def preview_person_report(session: Session, request: PreviewPersonReport, task: Task) -> PersonPreview:
    """Return what a report would hold, counted, and the texts to read first.

    Raises NotEntitled for an administrator, UserFacingError for nobody in particular, Cancelled.
    """
    whom = whom_of(session, request.clinician)
    looked(session, Looking.EVERYTHING_HELD, whom.clinician.id)
    return _preview(session, whom, _read(session, whom, task))


@handles(ExportPersonReport)
def export_person_report(session: Session, request: ExportPersonReport, task: Task) -> ExportReceipt:
    """Write the files as one zip, through the export log.

    Raises as the preview, and ExportRefused where the place can't be written.
    """
    whom = whom_of(session, request.clinician)
    target = checked_target(Path(request.path), ".zip")
    read = _read(session, whom, task)
    preview = _preview(session, whom, read)
    task.report(0, 0, "Writing the files")

    def write(temporary: Path) -> int:
        return write_person_files(temporary, preview, _made(session), (table for _kind, table in read))

    exported = Exported(f"{WHAT} (CSV)", Section.REVIEW, f"{WHAT.lower()}: {whom.clinician.id}")
    rows, digest = write_logged(session, target, exported, write)
    return ExportReceipt(str(target), sum(1 for _kind, table in read if table.rows), rows, 0, digest)


@handles(PrintPersonReport)
def print_person_report(session: Session, request: PrintPersonReport, task: Task) -> Printed:
    """Return the report as a document; lists that run to thousands are counted, their rows are in the CSV files.

    Raises as the preview.
    """
    whom = whom_of(session, request.clinician)
    looked(session, Looking.EVERYTHING_HELD, whom.clinician.id)
    read = _read(session, whom, task)
    return person_pages(
        _preview(session, whom, read), _made(session), read, charts_of(session, request.clinician, task)
    )


def whom_of(session: Session, clinician: ClinicianId) -> Whom:
    """Return whom a report is about. Raises NotEntitled for an administrator, UserFacingError for nobody."""
    session.require(Section.REVIEW)
    with session.snapshot(Section.RECORDS) as snapshot:
        found = clinicians.known(snapshot, clinician)
        names: dict[str, str] = {one.id: one.name for one in clinicians.all_clinicians(snapshot)}
    if not found.is_attributable:
        raise UserFacingError("Unattributed work is about nobody in particular.", "Choose a clinician.")
    return Whom(found, names)


def _read(session: Session, whom: Whom, task: Task) -> Read:
    """Return every table of every section, by part; none is left to a later moment, so that counts and rows agree."""
    found: list[tuple[Kind | None, HeldTable]] = []
    kinds = [kind for section in _SECTIONS for kind in kinds_of(section)]
    for number, kind in enumerate(kinds):
        task.report(number, len(kinds) + 1, f"Reading: {kind.title}")
        with session.snapshot(kind.section) as snapshot:
            found.append((kind, rows_of(snapshot, kind, whom)))
    task.report(len(kinds), len(kinds) + 1, "Drawing the charts")
    page = charts_of(session, whom.clinician.id, task)
    found += [(None, table) for table in (*chart_tables(page), *frozen_tables(session, whom.clinician.id))]
    parts = list(HeldPart)
    return tuple(sorted(found, key=lambda pair: parts.index(pair[1].count.part)))


def _preview(session: Session, whom: Whom, read: Read) -> PersonPreview:
    with session.snapshot(Section.REVIEW) as snapshot:
        earlier = export_log.about(snapshot, whom.clinician.id, WHAT)
    return PersonPreview(
        whom.clinician, tuple(table.count for _kind, table in read), tuple(_to_check(read, whom)), earlier
    )


def _to_check(read: Read, whom: Whom) -> Iterator[TextToCheck]:
    """Yield each free text that names another clinician or holds what could be a patient's number."""
    others = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(_called(whom))) or "x^", re.IGNORECASE)
    for kind, table in read:
        if kind is None or not kind.words:
            continue
        freely = [at for at, column in enumerate(table.columns) if column.replace(" ", "_") in kind.words]
        for number, row in enumerate(table.rows, start=1):
            for at in freely:
                why = _why(row[at], others)
                if why:
                    yield TextToCheck(table.count.title, number, table.columns[at], why)


def _why(text: str, others: re.Pattern[str]) -> str:
    reasons = ["names another clinician"] if others.search(text) else []
    reasons += ["holds a number that could be a patient's"] if _NUMBER.search(text) else []
    return " and ".join(reasons)


def _called(whom: Whom) -> Iterable[str]:
    """Return what others are called: their names, and surnames long enough to be one."""
    own = set(whom.clinician.name.split())
    for name in whom.others:
        yield name
        surname = name.split()[-1]
        if len(surname) >= _SHORTEST_SURNAME and surname.isalpha() and surname not in own:
            yield surname


def _made(session: Session) -> str:
    who = f"{session.person.name}, {session.person.role.title.lower()}"
    return f"Made on {moment_text(session.clock.now())} by {who}, {session.file.vault.locked.department}"
