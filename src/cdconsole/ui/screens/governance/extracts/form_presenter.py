"""Proposes an extract: choices for a clinician, a preview of exactly what the ticks make, then the proposal. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.extract_proposal import ExtractChoices, ExtractDraft, ExtractFile, ExtractProposal
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicians
from cdconsole.domain.sealed_extract_requests import PreviewSealedExtract, ProposeExtract, ShowExtractChoices
from cdconsole.ui.screens.governance.extracts.desk import ExtractsDesk
from cdconsole.ui.screens.governance.extracts.state import (
    CLINICIAN,
    KEY,
    PURPOSE,
    RECIPIENT,
    TICKS,
    ProposalForm,
    files_text,
)

_FIELDS = (CLINICIAN, TICKS, PURPOSE, RECIPIENT, KEY)


class FormPresenter:
    """``proposed`` is told of what came of the form."""

    def __init__(self, desk: ExtractsDesk, proposed: Callable[[ExtractProposal], None]) -> None:
        self._desk = desk
        self._proposed = proposed

    def begin(self) -> None:
        """Open the dialog on nothing ticked."""
        self._open(ProposalForm())

    def edit(self, proposal: ExtractProposal) -> None:
        """Open the dialog on what a proposal has ticked."""
        self._open(ProposalForm(editing=proposal))
        self.choose_clinician(proposal.draft.clinician)

    def choose_clinician(self, clinician: str) -> None:
        """Read what can be ticked for a clinician."""
        if self._desk.state.form is not None:
            self._show(replace(self._desk.state.form, preview="", problems={}))
            self._desk.scope.latest("choices", ShowExtractChoices(ClinicianId(clinician)), self._offer, self._refused)

    def preview(self, draft: ExtractDraft) -> None:
        """Show exactly what the ticks make."""
        if self._desk.state.form is not None and not self._desk.state.form.is_busy:
            self._show(replace(self._desk.state.form, is_busy=True, problems={}))
            self._desk.scope.latest("preview", PreviewSealedExtract(draft), self._previewed, self._refused)

    def propose(self, draft: ExtractDraft) -> None:
        """Propose it, or put it in the place of the proposal that is edited."""
        if self._desk.state.form is None or self._desk.state.form.is_busy:
            return
        editing = self._desk.state.form.editing
        self._show(replace(self._desk.state.form, is_busy=True, problems={}))
        request = ProposeExtract(draft) if editing is None else ProposeExtract(draft, editing.id, editing.revision)
        self._desk.scope.latest("propose", request, self._done, self._refused)

    def end(self) -> None:
        """Close the dialog and forget what was typed."""
        self._show(None)

    def _open(self, form: ProposalForm) -> None:
        self._show(form)
        self._desk.scope.latest("clinicians", ListClinicians(), self._list)

    def _list(self, clinicians: tuple[Clinician, ...]) -> None:
        if self._desk.state.form is not None:
            named = tuple(one for one in clinicians if one.is_attributable)
            self._show(replace(self._desk.state.form, clinicians=named))

    def _offer(self, choices: ExtractChoices) -> None:
        if self._desk.state.form is not None:
            self._show(replace(self._desk.state.form, choices=choices))

    def _previewed(self, files: tuple[ExtractFile, ...]) -> None:
        if self._desk.state.form is not None:
            self._show(replace(self._desk.state.form, preview=files_text(files), is_busy=False))

    def _done(self, proposal: ExtractProposal) -> None:
        self._show(None)
        self._proposed(proposal)

    def _refused(self, problem: Exception) -> None:
        if self._desk.state.form is not None:
            self._show(replace(self._desk.state.form, is_busy=False, problems=_said(problem)))
        self._desk.report(problem)

    def _show(self, form: ProposalForm | None) -> None:
        self._desk.change(form=form)


def _said(problem: Exception) -> Mapping[str, str]:
    """Return a refusal under the field it is about; what is about none stands under the ticks."""
    if not isinstance(problem, UserFacingError):
        return {}
    field = problem.field if isinstance(problem, RuleBroken) and problem.field in _FIELDS else TICKS
    return {field: str(problem)}
