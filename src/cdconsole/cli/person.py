"""``cdconsole person-report`` and ``cdconsole retention``: what is held about somebody, and what is past its period."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.held_requests import ExportPersonReport, PreviewPersonReport, PrintPersonReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import PrintedKind
from cdconsole.domain.printed_requests import SavePrinted
from cdconsole.domain.requests import ListClinicians
from cdconsole.domain.retention import ONLY_A_LIST
from cdconsole.domain.retention_requests import ExportRetentionList, ShowRetention
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_person(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``person-report`` and ``retention``."""
    report = commands.add_parser("person-report", help="write everything held about one clinician")
    add_department(report)
    report.add_argument("clinician", metavar="CLINICIAN", help="the clinician's name")
    report.add_argument("output", type=Path, metavar="OUT.zip", help="a zip of CSV files")
    report.add_argument("--pdf", type=Path, metavar="OUT.pdf", help="write it as a document too")
    report.set_defaults(command=_report)
    periods = commands.add_parser("retention", help="list what is past its period; nothing is deleted")
    add_department(periods)
    periods.add_argument("--output", "--out", type=Path, metavar="OUT.csv", help="write the list")
    periods.set_defaults(command=_retention)


def _report(options: argparse.Namespace) -> int:
    with opened(options) as session:
        clinician = _named(session, options.clinician)
        preview = answer(session, PreviewPersonReport(clinician), Task())
        receipt = answer(session, ExportPersonReport(clinician, str(options.output.resolve())), Task())
        print(preview.sentence)
        print(f"{receipt.rows:,} records of {receipt.sheets} kinds written to {options.output}")
        if options.pdf:
            from cdconsole import app

            pdf = app.laid_out(answer(session, PrintPersonReport(clinician), Task()))
            path = str(options.pdf.resolve())
            answer(session, SavePrinted(PrintedKind.PERSON_REPORT, clinician, path, pdf), Task())
            print(f"The document is in {options.pdf}")
    print("Entered in the export log. Read the texts in 00-texts-to-check.csv before handing anything over.")
    return 0


def _retention(options: argparse.Namespace) -> int:
    with opened(options) as session:
        found = answer(session, ShowRetention(), Task())
        print(found.sentence)
        for one in found.past:
            oldest = f", oldest {date_text(one.oldest)}" if one.oldest else ""
            print(f"  {one.clinician}: {one.title}, {one.rows:,}{oldest}; {one.rule}. {one.standing}")
        print(ONLY_A_LIST)
        if options.output:
            receipt = answer(session, ExportRetentionList(str(options.output.resolve())), Task())
            print(f"{receipt.rows:,} lines written to {options.output}, and entered in the export log")
    return 0


def _named(session: Session, wanted: str) -> ClinicianId:
    for one in answer(session, ListClinicians(), Task()):
        if one.name.casefold() == wanted.casefold():
            return one.id
    raise UserFacingError(f"There is no clinician called “{wanted}”.", "Type the name as the department has it.")
