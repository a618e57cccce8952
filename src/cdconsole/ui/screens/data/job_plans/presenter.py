"""Shows every version of a clinician's job plan, and imports many from a file. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.requests import ImportJobPlans, ListClinicians, ShowJobPlans
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.job_plans.desk import JobPlansDesk, JobPlansScreen
from cdconsole.ui.screens.data.job_plans.draft_presenter import DraftPresenter
from cdconsole.ui.screens.data.job_plans.sides_presenter import SidesPresenter
from cdconsole.ui.screens.data.job_plans.state import Part

_UNSAVED = "Save or revert what you typed first."


class JobPlansPresenter:
    """One clinician at a time; what is typed and not saved keeps its place until it is saved or reverted."""

    def __init__(
        self, view: JobPlansScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]
    ) -> None:
        self._desk = JobPlansDesk(view, broken)
        self._scope = scope
        self.draft = DraftPresenter(self._desk, scope, clock)
        self.sides = SidesPresenter(self._desk, scope, clock)

    def start(self) -> None:
        """Read who there is; the first one's plan is shown unless another was asked for."""
        self._desk.show(self._desk.state)
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def visit(self, **ids: str) -> None:
        """Show a clinician's plan, or a part of it."""
        if "part" in ids:
            self.sides.open(Part[ids["part"]])
        if "clinician" in ids:
            self.choose(ClinicianId(ids["clinician"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        chosen = self._desk.state.chosen
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)
        if chosen is not None and changes.touches(frozenset({Topic.JOB_PLAN}), chosen):
            self._scope.latest("plans", ShowJobPlans(chosen), self._show_again)
        counted = frozenset({Topic.JOB_PLAN, Topic.SESSION, Topic.EXPOSURE})
        if chosen is not None and changes.touches(counted, chosen):
            self.sides.count()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, clinician: ClinicianId) -> None:
        """Show the plans of a clinician, the newest in the editor; not while something typed is unsaved."""
        state = self._desk.state
        if clinician == state.chosen:
            return
        if state.is_changed:
            self._desk.show(replace(state, notice=_UNSAVED))
            return
        self._desk.show(replace(state, chosen=clinician, versions=(), shown=0, draft=None, problems={}, notice=""))
        self._scope.latest("plans", ShowJobPlans(clinician), self._show_versions)
        self.sides.count()

    def show_version(self, version: int) -> None:
        """Fill the editor from a version; not while something typed is unsaved."""
        state = self._desk.state
        if version == state.shown:
            return
        if state.is_changed:
            self._desk.show(replace(state, notice=_UNSAVED))
        else:
            self._desk.fill(replace(state, shown=version, notice=""))

    def import_file(self, path: str) -> None:
        """Import job plans from a file of programmed activities."""
        reading = replace(self._desk.state, is_busy=True, report=None, problems={}, notice="Reading the job plans")
        self._desk.show(reading)
        self._scope.latest("import", ImportJobPlans(path), self._imported, self._desk.refuse)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        people = tuple(clinician for clinician in clinicians if clinician.is_attributable)
        self._desk.show(replace(self._desk.state, clinicians=people, is_loading=False))
        if people and self._desk.state.chosen is None:
            self.choose(people[0].id)

    def _show_versions(self, versions: tuple[JobPlan, ...]) -> None:
        newest = versions[0].version if versions else 0
        self._desk.fill(replace(self._desk.state, versions=versions, shown=newest))

    def _show_again(self, versions: tuple[JobPlan, ...]) -> None:
        if self._desk.state.is_changed:
            self._desk.show(replace(self._desk.state, versions=versions))
        else:
            self._show_versions(versions)

    def _imported(self, report: JobPlanImportReport) -> None:
        self._desk.show(replace(self._desk.state, report=report, is_busy=False, notice=""))
