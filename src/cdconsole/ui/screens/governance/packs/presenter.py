"""The list of packs, the form that is open, and revoking. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.clinician_pack import ClinicianPack
from cdconsole.domain.clinician_pack_requests import ListClinicianPacks, RevokeClinicianPack
from cdconsole.domain.requests import ListClinicians
from cdconsole.ui.screens.governance.packs.desk import PacksDesk
from cdconsole.ui.screens.governance.packs.making_presenter import MakingPresenter
from cdconsole.ui.screens.governance.packs.reply_presenter import ReplyPresenter
from cdconsole.ui.screens.governance.packs.state import MAKE, PLACE, REPLY, PackRow, revoke_form

_TOPICS = frozenset({Topic.CLINICIAN_PACK, Topic.CLINICIAN, Topic.IMPORT})


class PacksPresenter:
    """``making`` and ``reply`` do what belongs to one pack or one reply; one form is open at a time."""

    def __init__(self, desk: PacksDesk) -> None:
        self.making = MakingPresenter(desk)
        self.reply = ReplyPresenter(desk)
        self._desk = desk
        self._revoking = ""

    def start(self) -> None:
        """Read the list."""
        self._desk.change()
        self.reply.start()
        self._read()

    def visit(self, **ids: str) -> None:
        """Offer to make a pack for a clinician if one is named."""
        if "clinician" in ids:
            self.making.ask_for(ids["clinician"])

    def changed(self, changes: ChangeSet) -> None:
        """Read the list again."""
        if changes.touches(_TOPICS):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def ask_revoke(self, row: PackRow) -> None:
        """Ask why."""
        self._revoking = row.pack.id
        self._desk.change(form=revoke_form(row), notice="", problem="")

    def enter(self, typed: Mapping[str, str]) -> None:
        """Go on with what was typed."""
        form = self._desk.state.form
        if form is None:
            return
        if form.task == PLACE:
            self.making.ask_place()
            return
        self._desk.change(form=form.busy())
        if form.task == MAKE:
            self.making.preview(typed)
        elif form.task == REPLY:
            self.reply.decide(typed)
        else:
            request = RevokeClinicianPack(self._revoking, typed["reason"])
            self._desk.scope.run(request, self._revoked, self._desk.refused)

    def end_form(self) -> None:
        """Close the form; nothing is done."""
        self._desk.change(form=None)

    def _revoked(self, _nothing: None) -> None:
        self._desk.change(form=None, notice="The pack is revoked.")

    def _read(self) -> None:
        self._desk.scope.latest("clinicians", ListClinicians(), self._show_clinicians, self._desk.cannot)
        self._desk.scope.latest("packs", ListClinicianPacks(), self._show_packs, self._desk.cannot)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._desk.change(clinicians=clinicians)
        self.making.clinicians_known()

    def _show_packs(self, packs: tuple[ClinicianPack, ...]) -> None:
        self._desk.change(packs=packs, is_loading=False)
