"""Job plans: read, edit as a new version, import from a CSV of programmed activities."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.identity import ClinicianId, JobPlanId, new_id
from cdconsole.domain.job_plan import Exposure, JobPlan
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ImportJobPlans, ListExposure, SaveJobPlan, ShowJobPlans
from cdconsole.importing.job_plans import read_job_plans
from cdconsole.importing.records import CheckedJobPlan
from cdconsole.importing.source import Source
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, exposures, job_plans
from cdconsole.storage.section_file import Work


@handles(ShowJobPlans)
def show_job_plans(session: Session, request: ShowJobPlans, _task: Task) -> tuple[JobPlan, ...]:
    """Return every version of one clinician's job plan, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return job_plans.versions(snapshot, request.clinician)


@handles(SaveJobPlan)
def save_job_plan(session: Session, request: SaveJobPlan, _task: Task) -> JobPlan:
    """Store a job plan as a new version.

    Raises RuleBroken naming the field at fault, StaleEdit when a newer version was stored meanwhile.
    """
    with session.unit_of_work(Section.RECORDS, reason="edited") as work:
        if clinicians.by_id(work, request.plan.clinician_id) is None:
            raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
        stored = job_plans.save(work, request.plan, request.revision)
        work.commit()
    return stored


@handles(ImportJobPlans)
def import_job_plans(session: Session, request: ImportJobPlans, task: Task) -> JobPlanImportReport:
    """Read a CSV and store a version for each clinician whose plan changed. Raises ImportRefused."""
    return store_job_plans(session, Path(request.path), task)


def store_job_plans(session: Session, source: Source, task: Task) -> JobPlanImportReport:
    """Store the changed job plans of a file on a disk or in memory. Raises ImportRefused."""
    checked = read_job_plans(source, task)
    new_names: list[str] = []
    unchanged = stored = activities = 0
    with session.unit_of_work(Section.RECORDS, reason=f"imported {source.name}") as work:
        for plan in checked.plans:
            task.checkpoint()
            clinician, is_new = _find_or_add(work, plan)
            new_names += [clinician.name] if is_new else []
            earlier = job_plans.versions(work, clinician.id)
            if any(_is_same(known, plan) for known in earlier):
                unchanged += 1
                continue
            job_plans.save(work, _as_job_plan(plan, clinician.id), earlier[0].revision if earlier else 0)
            stored, activities = stored + 1, activities + len(plan.activities)
        work.commit()
    return JobPlanImportReport(source.name, stored, activities, tuple(new_names), unchanged, checked.rejected)


@handles(ListExposure)
def list_exposure(session: Session, request: ListExposure, _task: Task) -> tuple[Exposure, ...]:
    """Return the exposure log of one clinician, the department's own entries included."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return exposures.in_period(snapshot, request.clinician, request.period)


def _find_or_add(work: Work, plan: CheckedJobPlan) -> tuple[Clinician, bool]:
    """Return the clinician of a plan, found by name or by a source system's code, else added."""
    for clinician in clinicians.all_clinicians(work):
        if plan.clinician.casefold() in {clinician.name.casefold(), *(code.casefold() for code in clinician.codes)}:
            return clinician, False
    added = Clinician(ClinicianId(new_id()), plan.clinician, plan.grade, (), plan.interests)
    return clinicians.add(work, added), True


def _is_same(known: JobPlan, plan: CheckedJobPlan) -> bool:
    return (known.effective_from, known.activities, known.on_call) == (
        plan.effective_from,
        plan.activities,
        plan.on_call,
    )


def _as_job_plan(plan: CheckedJobPlan, clinician: ClinicianId) -> JobPlan:
    return JobPlan(JobPlanId(""), clinician, 0, plan.effective_from, plan.activities, plan.on_call)
