"""``cdconsole review-summary``: write a clinician's newest review as a PDF, through the export log."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, named_clinician, opened
from cdconsole.domain.conversation_requests import ShowReviewSummary
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.printed import PrintedKind
from cdconsole.domain.printed_requests import SavePrinted
from cdconsole.domain.requests import ListClinicianReviews, ListClinicians
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_review_summary(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``review-summary``."""
    parser = commands.add_parser("review-summary", help="write a clinician's newest review as a PDF")
    add_department(parser)
    parser.add_argument("clinician", metavar="CLINICIAN", help="the clinician's name")
    parser.add_argument("output", type=Path, metavar="OUT.pdf")
    parser.set_defaults(command=_write)


def _write(options: argparse.Namespace) -> int:
    from cdconsole import app

    path = str(options.output.resolve())
    with opened(options) as session:
        clinician = named_clinician(answer(session, ListClinicians(), Task()), options.clinician)
        held = answer(session, ListClinicianReviews(clinician.id), Task())
        if not held:
            raise UserFacingError(f"{clinician.name} has had no review.", "Prepare one in the window first.")
        printed = answer(session, ShowReviewSummary(held[0].id), Task())
        digest = answer(
            session, SavePrinted(PrintedKind.REVIEW_SUMMARY, clinician.id, path, app.laid_out(printed)), Task()
        )
    print(f"{path}: {printed.title}. {printed.subtitle}")
    print(f"SHA-256 {digest}; entered in the export log")
    return 0
