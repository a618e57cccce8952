"""Lets people agree to, decline and seal the selected proposal, also somebody who is in the room. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import UserFacingError, WrongPassphrase
from cdconsole.domain.extract_proposal import ExtractProposal, SealedExtract
from cdconsole.domain.identity import PersonId
from cdconsole.domain.sealed_extract_requests import AgreeInPerson, AgreeToExtract, SealExtract, WithdrawExtract
from cdconsole.services.tasks import Progress
from cdconsole.ui.screens.governance.extracts.desk import ExtractsDesk
from cdconsole.ui.screens.governance.extracts.state import PASSPHRASE, PERSON, Agreeing


class DeedsPresenter:
    """One deed at a time, each on the revision that is shown."""

    def __init__(self, desk: ExtractsDesk) -> None:
        self._desk = desk

    def agree(self) -> None:
        """Agree to what is shown, as the acting person."""
        found = self._desk.state.selected
        if found is not None and self._desk.state.may_agree:
            self._desk.change(doing="Agreeing", refusal="")
            self._desk.scope.run(AgreeToExtract(found.id, found.revision), self._acted, self._refused)

    def end(self, reason: str) -> None:
        """Withdraw or decline the selected proposal."""
        found = self._desk.state.selected
        if found is not None and self._desk.state.may_change:
            self._desk.change(doing="Ending the proposal", refusal="")
            self._desk.scope.run(WithdrawExtract(found.id, reason), self._acted, self._refused)

    def seal(self, path: str) -> None:
        """Write the sealed file."""
        found = self._desk.state.selected
        if found is not None and self._desk.state.may_seal:
            self._desk.change(doing="Sealing", refusal="")
            self._desk.scope.run(SealExtract(found.id, path), self._sealed, self._refused, self._progressed)

    def forget_words(self) -> None:
        """Forget the passphrase once it is noted: it is shown once."""
        self._desk.change(sealed=None)

    # --- somebody in the room ----------------------------------------------------------------------------------------

    def begin_agreeing(self) -> None:
        """Open the dialog for somebody in the room."""
        if self._desk.state.waits and self._desk.state.others:
            self._desk.change(agreeing=Agreeing(self._desk.state.others))

    def agree_in_person(self, person: str, passphrase: str) -> None:
        """Agree as somebody in the room who typed their passphrase."""
        found, agreeing = self._desk.state.selected, self._desk.state.agreeing
        if found is None or agreeing is None or agreeing.is_busy:
            return
        self._desk.change(agreeing=replace(agreeing, is_busy=True, problems={}))
        request = AgreeInPerson(found.id, found.revision, PersonId(person), passphrase)
        self._desk.scope.run(request, self._agreed_in_person, self._not_agreed)

    def end_agreeing(self) -> None:
        """Close the dialog."""
        self._desk.change(agreeing=None)

    # --- hearing -----------------------------------------------------------------------------------------------------

    def _progressed(self, progress: Progress) -> None:
        self._desk.change(doing=progress.label)

    def _acted(self, proposal: ExtractProposal) -> None:
        proposals = tuple(proposal if one.id == proposal.id else one for one in self._desk.state.proposals)
        self._desk.change(proposals=proposals, doing="")

    def _sealed(self, sealed: SealedExtract) -> None:
        self._acted(sealed.proposal)
        self._desk.change(sealed=sealed)

    def _refused(self, problem: Exception) -> None:
        self._desk.change(doing="", refusal=str(problem) if isinstance(problem, UserFacingError) else "")
        self._desk.report(problem)

    def _agreed_in_person(self, proposal: ExtractProposal) -> None:
        self._acted(proposal)
        self.end_agreeing()

    def _not_agreed(self, problem: Exception) -> None:
        agreeing = self._desk.state.agreeing
        if agreeing is not None:
            field = PASSPHRASE if isinstance(problem, WrongPassphrase) else PERSON
            problems = {field: str(problem)} if isinstance(problem, UserFacingError) else {}
            self._desk.change(agreeing=replace(agreeing, is_busy=False, problems=problems))
        self._desk.report(problem)
