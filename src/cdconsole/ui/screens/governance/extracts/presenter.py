"""Shows proposals of sealed extracts, and what the selected one holds. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.extract_proposal import ExtractFile, ExtractProposal
from cdconsole.domain.people import Person
from cdconsole.domain.requests import ListPeople
from cdconsole.domain.sealed_extract_requests import ListExtractProposals, ShowProposedFiles
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.extracts.deeds_presenter import DeedsPresenter
from cdconsole.ui.screens.governance.extracts.desk import ExtractsDesk, ExtractsScreen
from cdconsole.ui.screens.governance.extracts.form_presenter import FormPresenter

_PROPOSALS, _PEOPLE = frozenset({Topic.SEALED_EXTRACT}), frozenset({Topic.PEOPLE})


class ExtractsPresenter:
    """``form`` proposes; ``deeds`` agree to, decline and seal what is selected, once its files are shown."""

    def __init__(
        self, view: ExtractsScreen, scope: TaskScope, acting: Person, broken: Callable[[Exception], None]
    ) -> None:
        self._desk = ExtractsDesk(view, scope, acting, broken)
        self.form = FormPresenter(self._desk, self._proposed)
        self.deeds = DeedsPresenter(self._desk)

    def start(self) -> None:
        """Read the proposals, and who could agree."""
        self._desk.change()
        self._read()
        self._read_people()

    def visit(self, **ids: str) -> None:
        """Show the proposal that is named."""
        if "extract" in ids:
            self.select(ids["extract"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(_PROPOSALS):
            self._read()
        if changes.touches(_PEOPLE):
            self._read_people()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def select(self, proposal: str) -> None:
        """Look at one proposal and read its files."""
        if proposal != self._desk.state.chosen:
            self._desk.change(chosen=proposal, files=None, refusal="")
            self._read_files()

    def edit(self) -> None:
        """Open the form on what the selected proposal has ticked."""
        if self._desk.state.selected is not None and self._desk.state.may_change:
            self.form.edit(self._desk.state.selected)

    def _read(self) -> None:
        self._desk.scope.latest("proposals", ListExtractProposals(), self._show_proposals)

    def _read_people(self) -> None:
        self._desk.scope.latest("people", ListPeople(), self._show_people)

    def _read_files(self) -> None:
        if self._desk.state.selected is not None:
            self._desk.scope.latest("files", ShowProposedFiles(self._desk.state.chosen), self._show_files)

    def _show_proposals(self, proposals: tuple[ExtractProposal, ...]) -> None:
        before = self._desk.state.selected
        self._desk.change(proposals=proposals, is_read=True)
        now = self._desk.state.selected
        if now is not None and (before is None or now.manifest != before.manifest):
            self._desk.change(files=None)
            self._read_files()

    def _show_people(self, people: tuple[Person, ...]) -> None:
        self._desk.change(people=people)

    def _show_files(self, files: tuple[ExtractFile, ...]) -> None:
        self._desk.change(files=files)

    def _proposed(self, proposal: ExtractProposal) -> None:
        self._desk.change(chosen=proposal.id, files=None, refusal="")
        self._read()
