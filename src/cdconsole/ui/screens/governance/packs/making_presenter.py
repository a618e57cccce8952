"""Makes a pack: for whom, what goes in, where it goes, and its words, once. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cdconsole.domain.clinician_pack import MadePack
from cdconsole.domain.clinician_pack_requests import MakeClinicianPack, PreviewClinicianPack
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.pack_review import ReviewShare
from cdconsole.ui.screens.governance.packs.desk import PacksDesk
from cdconsole.ui.screens.governance.packs.state import make_form, place_form


class MakingPresenter:
    """One pack at a time."""

    def __init__(self, desk: PacksDesk) -> None:
        self._desk = desk
        self._wanted = ""
        self._order = MakeClinicianPack(ClinicianId(""), "")

    def ask(self) -> None:
        """Ask for whom."""
        form = make_form(self._desk.state.clinicians, self._wanted)
        self._wanted = ""
        self._desk.change(form=form, asks_place=False, notice="", problem="")

    def ask_for(self, clinician: str) -> None:
        """Ask, with this clinician chosen, once it is known who there is."""
        self._wanted = clinician
        self.clinicians_known()

    def clinicians_known(self) -> None:
        """Ask now where it had to wait."""
        if self._wanted and self._desk.state.clinicians:
            self.ask()

    def preview(self, typed: Mapping[str, str]) -> None:
        """Show what goes in."""
        clinician, months, share = ClinicianId(typed["clinician"]), int(typed["months"]), ReviewShare[typed["share"]]
        self._order = MakeClinicianPack(clinician, "", months, int(typed["days"]), share)
        request = PreviewClinicianPack(clinician, months, share)
        self._desk.scope.latest("contents", request, self._show_contents, self._desk.refused)

    def ask_place(self) -> None:
        """Ask where it goes."""
        self._desk.change(form=None, asks_place=True)

    def make(self, path: str) -> None:
        """Write the pack."""
        self._desk.change(asks_place=False, notice="Making the pack…")
        self._desk.scope.run(replace(self._order, path=path), self._made, self._desk.cannot)

    def forget(self) -> None:
        """The words were noted; they are nowhere any more."""
        self._desk.change(made=None)

    def _show_contents(self, contents: tuple[str, ...]) -> None:
        self._desk.change(form=None)  # another form: the dialog is made anew
        self._desk.change(form=place_form(contents))

    def _made(self, made: MadePack) -> None:
        self._desk.change(made=made, notice=f"Written: {made.path}")
