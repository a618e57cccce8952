"""Job plans: read, edit as a new version, import from a file of programmed activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import ColumnMapping, JobPlanImportReport
from cdconsole.domain.identity import ClinicianId, JobPlanId, new_id
from cdconsole.domain.job_plan import Exposure, JobPlan
from cdconsole.domain.job_plan_requests import RecordSignOff
from cdconsole.domain.job_plan_terms import SignOff
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ImportJobPlans, ListExposure, SaveJobPlan, ShowJobPlans
from cdconsole.importing.job_plans import AS_FOUND, read_job_plans
from cdconsole.importing.records import CheckedJobPlan
from cdconsole.importing.source import Source
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, exposures, job_plans
from cdconsole.storage.section_file import Work

_IMPORTED = "Imported"


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
        clinicians.known(work, request.plan.clinician_id)
        if request.revision and not request.plan.reason.strip():
            raise RuleBroken("A new version needs a reason.", "Say why the plan changes.", "reason")
        stored = job_plans.save(work, request.plan, request.revision)
        work.commit()
    return stored


@handles(RecordSignOff)
def record_sign_off(session: Session, request: RecordSignOff, _task: Task) -> JobPlan:
    """Add a step of agreeing a version. Raises UserFacingError where the version is not there."""
    with session.unit_of_work(Section.RECORDS, reason="sign-off") as work:
        signed = job_plans.add_sign_off(work, request.plan, request.state, request.on)
        work.commit()
    return signed


@handles(ImportJobPlans)
def import_job_plans(session: Session, request: ImportJobPlans, task: Task) -> JobPlanImportReport:
    """Read a file and store a version for each clinician whose plan changed. Raises ImportRefused."""
    return store_job_plans(session, Path(request.path), task)


def store_job_plans(
    session: Session, source: Source, task: Task, mapping: ColumnMapping = AS_FOUND
) -> JobPlanImportReport:
    """Store the changed job plans of a file on a disk or in memory. Raises ImportRefused."""
    checked = read_job_plans(source, task, mapping)
    new_names: list[str] = []
    unchanged: list[CheckedJobPlan] = []
    stored: list[CheckedJobPlan] = []
    with session.unit_of_work(Section.RECORDS, reason=f"imported {source.name}") as work:
        for plan in checked.plans:
            task.checkpoint()
            clinician, is_new = _find_or_add(work, plan)
            new_names += [clinician.name] if is_new else []
            (stored if _store(work, plan, clinician.id) else unchanged).append(plan)
        work.commit()
    return JobPlanImportReport(
        source.name,
        len(stored),
        sum(len(plan.activities) for plan in stored),
        tuple(new_names),
        len(unchanged),
        checked.rejected,
        rows_in=checked.rows,
        rows_stored=_rows(stored),
        rows_unchanged=_rows(unchanged),
        rows_rejected=checked.rejected_rows,
    )


@handles(ListExposure)
def list_exposure(session: Session, request: ListExposure, _task: Task) -> tuple[Exposure, ...]:
    """Return the exposure log of one clinician, the department's own entries included."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return exposures.in_period(snapshot, request.clinician, request.period)


def _rows(plans: Iterable[CheckedJobPlan]) -> int:
    return sum(len(plan.rows) for plan in plans)


def _store(work: Work, plan: CheckedJobPlan, clinician: ClinicianId) -> bool:
    """Store a plan that differs from every version, or a sign-off that differs from its version's; return if so."""
    earlier = job_plans.versions(work, clinician)
    known = next((version for version in earlier if _with(version, plan) == version), None)
    if known is None:
        newest = earlier[0] if earlier else JobPlan(JobPlanId(""), clinician, 0, plan.effective_from, ())
        new = replace(_with(newest, plan), reason=_IMPORTED, note="")
        known = job_plans.save(work, new, earlier[0].revision if earlier else 0)
    elif plan.sign_off is None or (known.sign_offs and _is_step(known.sign_offs[-1], plan.sign_off)):
        return False
    if plan.sign_off is not None:
        job_plans.add_sign_off(work, known.id, plan.sign_off.state, plan.sign_off.on)
    return True


def _is_step(known: SignOff, given: SignOff) -> bool:
    return (known.state, known.on) == (given.state, given.on)


def _with(version: JobPlan, plan: CheckedJobPlan) -> JobPlan:
    """Return a version as a file says it is; what the file says nothing of stays."""
    return replace(
        version,
        effective_from=plan.effective_from,
        activities=plan.activities,
        on_call=plan.on_call,
        is_full_time=version.is_full_time if plan.is_full_time is None else plan.is_full_time,
        agreed_pas=version.agreed_pas if plan.agreed_pas is None else plan.agreed_pas,
        working_weeks=plan.working_weeks or version.working_weeks,
        objectives=version.objectives if plan.objectives is None else plan.objectives,
    )


def _find_or_add(work: Work, plan: CheckedJobPlan) -> tuple[Clinician, bool]:
    """Return the clinician of a plan, found by name or by a source system's code, else added."""
    wanted = {plan.clinician.casefold(), plan.code.casefold()} - {""}
    for clinician in clinicians.all_clinicians(work):
        if wanted & {clinician.name.casefold(), *(code.casefold() for code in clinician.codes)}:
            return clinician, False
    codes = (plan.code,) if plan.code else ()
    added = Clinician(ClinicianId(new_id()), plan.clinician, plan.grade, codes, plan.interests)
    return clinicians.add(work, added), True
