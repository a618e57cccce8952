"""Thank-yous: given, listed, written to a file, and laid out as a card to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Paragraph, Printed, PrintedKind
from cdconsole.domain.recognition_requests import ExportRecognitions, ShowThankYouCard
from cdconsole.domain.rectification import RectifiedRecord, of_record
from cdconsole.domain.requests import ListRecognitions, SaveRecognition, ShowClinicianCharts
from cdconsole.domain.review import Recognition
from cdconsole.exporting.recognitions_csv import write_recognitions
from cdconsole.services.charts import clinician_charts
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.goal_figures import baseline
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, recognitions, rectifications

_LOG = "Log of thank-yous"


@handles(SaveRecognition)
def save_recognition(session: Session, request: SaveRecognition, task: Task) -> Recognition:
    """Thank somebody, with a measure's present value beside the words where one is named.

    Raises RuleBroken: nothing typed, nobody in particular to thank, or a measure that says nothing of them.
    """
    text = request.text.strip()
    if not text:
        raise RuleBroken("A thank-you needs words.", "Say what for.", "text")
    clinician = _clinicians(session).get(request.clinician)
    if clinician is None or not clinician.is_attributable:
        raise RuleBroken("That is not a clinician of this department.", "Choose one.", "clinician")
    measured = None if request.measure is None else _measured(session, clinician.id, request.measure, task)
    with session.unit_of_work(Section.REVIEW) as work:
        saved = recognitions.add(work, clinician.id, clinician.name, text, measured)
        work.changed(Topic.REVIEW, clinician.id)
        work.audit("Recorded a recognition", clinician.id)
        work.commit()
    return saved


@handles(ListRecognitions)
def list_recognitions(session: Session, _request: ListRecognitions, _task: Task) -> tuple[Recognition, ...]:
    """Return every thank-you, newest first, under the clinician's present name."""
    found = _given(session)
    looked(session, Looking.THANKS)
    return found


@handles(ShowThankYouCard)
def show_thank_you_card(session: Session, request: ShowThankYouCard, _task: Task) -> Printed:
    """Return one thank-you as a card. Raises UserFacingError where it is not there."""
    [given] = _chosen(_given(session), (request.recognition,))
    blocks = [Paragraph(given.text)]
    if given.measured:
        blocks.append(Paragraph(given.measured, is_quiet=True))
    blocks += (Paragraph(one.sentence, is_quiet=True) for one in given.rectifications)
    signed = f"{given.author}\n{date_text(given.at.astimezone().date())}"
    return Printed(
        PrintedKind.THANK_YOU_CARD,
        f"Thank you, {given.clinician}",
        session.file.vault.locked.department,
        (*blocks, Paragraph(signed)),
    )


@handles(ExportRecognitions)
def export_recognitions(session: Session, request: ExportRecognitions, _task: Task) -> ExportReceipt:
    """Write thank-yous as CSV. Raises NotEntitled for an administrator, ExportRefused."""
    session.require(Section.REVIEW)
    target = checked_target(Path(request.path), ".csv")
    given = _given(session) if request.only is None else _chosen(_given(session), request.only)
    exported = Exported(_LOG, Section.REVIEW)
    rows, digest = write_logged(session, target, exported, lambda path: write_recognitions(path, given))
    return ExportReceipt(str(target), 1, rows, 0, digest)


def _given(session: Session) -> tuple[Recognition, ...]:
    with session.snapshot(Section.REVIEW) as snapshot:
        given, asked = recognitions.everybody(snapshot), rectifications.of_thanks(snapshot)
    known = _clinicians(session)
    found = (replace(one, rectifications=of_record(asked, RectifiedRecord.recognition(one.id))) for one in given)
    return tuple(
        replace(one, clinician=known[one.clinician_id].name) if one.clinician_id in known else one for one in found
    )


def _chosen(given: Sequence[Recognition], wanted: Sequence[str]) -> tuple[Recognition, ...]:
    by_id = {one.id: one for one in given}
    if not by_id.keys() >= set(wanted):
        raise UserFacingError("This thank-you is not in the department.", "Read the log again.")
    return tuple(by_id[one] for one in wanted)


def _measured(session: Session, clinician: ClinicianId, measure: MeasureId, task: Task) -> tuple[MeasureId, str]:
    """Return the measure, with the mean of its last three months in words: n and denominator are in them."""
    page = clinician_charts(session, ShowClinicianCharts(clinician, measures=(measure,)), task)
    chart = next(iter(page.charts), None)
    value, words = (None, "") if chart is None else baseline(chart)
    if chart is None or value is None:
        raise RuleBroken(
            "This measure says nothing of them at the moment.", "Choose another, or thank them in words.", "measure"
        )
    return measure, f"{chart.measure.title}: {words}"


def _clinicians(session: Session) -> dict[ClinicianId, Clinician]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return {clinician.id: clinician for clinician in clinicians.all_clinicians(snapshot)}
