"""Makes clinicians' packs, takes in or refuses the replies, and revokes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.clinician_pack import ClinicianPack, MadePack, ReplyPreview
from cdconsole.domain.clinician_pack_requests import (
    AcceptPackReply,
    ListClinicianPacks,
    MakeClinicianPack,
    PreviewClinicianPack,
    PreviewPackReply,
    RefusePackReply,
    RevokeClinicianPack,
)
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListClinicians, ListMeasures
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.packs.state import (
    MAKE,
    PLACE,
    REFUSE,
    REPLY,
    REVOKE,
    PackRow,
    PacksState,
    make_form,
    place_form,
    reply_form,
    revoke_form,
)

_TOPICS = frozenset({Topic.CLINICIAN_PACK, Topic.CLINICIAN, Topic.IMPORT})


class PacksScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: PacksState) -> None:
        """Show everything anew."""
        ...


class PacksPresenter:
    """One form at a time; ``broken`` hears of faults of the program."""

    def __init__(self, view: PacksScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = PacksState()
        self._measures: dict[str, str] = {}
        self._order = MakeClinicianPack(ClinicianId(""), "")
        self._reply: tuple[str, ReplyPreview] | None = None
        self._revoking = self._wanted = ""

    # --- what the page asks ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the list."""
        self._change()
        self._scope.run(ListMeasures(), self._know_measures, self._cannot)
        self._read()

    def visit(self, **ids: str) -> None:
        """Offer to make a pack for a clinician if one is named."""
        if "clinician" in ids:
            self._wanted = ids["clinician"]
            self._offer_wanted()

    def changed(self, changes: ChangeSet) -> None:
        """Read the list again."""
        if changes.touches(_TOPICS):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def ask_make(self) -> None:
        """Ask for whom."""
        self._change(form=make_form(self._state.clinicians), asks_place=False, notice="", problem="")

    def ask_revoke(self, row: PackRow) -> None:
        """Ask why."""
        self._revoking = row.pack.id
        self._change(form=revoke_form(row), notice="", problem="")

    def look_at_reply(self, path: str) -> None:
        """Show what a reply says."""

        def seen(preview: ReplyPreview) -> None:
            self._reply = (path, preview)
            self._change(form=reply_form(preview, self._measures))

        self._change(notice="", problem="")
        self._scope.latest("reply", PreviewPackReply(path), seen, self._cannot)

    def enter(self, typed: Mapping[str, str]) -> None:
        """Go on with what was typed."""
        form = self._state.form
        if form is None:
            return
        if form.task == PLACE:
            self._change(form=None, asks_place=True)
            return
        self._change(form=form.busy())
        if form.task == MAKE:
            self._preview(typed)
        elif form.task == REPLY:
            self._decide(typed)
        elif form.task == REVOKE:
            request = RevokeClinicianPack(self._revoking, typed["reason"])
            self._scope.run(request, self._revoked, self._refused)

    def end_form(self) -> None:
        """Close the form; nothing is done."""
        self._change(form=None)

    def make(self, path: str) -> None:
        """Write the pack."""
        self._change(asks_place=False, notice="Making the pack…")
        self._scope.run(replace(self._order, path=path), self._made, self._cannot)

    def forget_made(self) -> None:
        """The words were noted; they are nowhere any more."""
        self._change(made=None)

    # --- asking and hearing ------------------------------------------------------------------------------------------

    def _preview(self, typed: Mapping[str, str]) -> None:
        clinician, months = ClinicianId(typed["clinician"]), int(typed["months"])
        self._order = MakeClinicianPack(clinician, "", months, int(typed["days"]))
        self._scope.latest("contents", PreviewClinicianPack(clinician, months), self._show_contents, self._refused)

    def _show_contents(self, contents: tuple[str, ...]) -> None:
        self._change(form=None)  # another form: the dialog is made anew
        self._change(form=place_form(contents))

    def _decide(self, typed: Mapping[str, str]) -> None:
        if self._reply is None:
            return
        path, seen = self._reply
        if typed["decision"] == REFUSE:
            self._scope.run(RefusePackReply(path, seen.sha256, typed["reason"]), self._turned_down, self._refused)
        else:
            self._scope.run(AcceptPackReply(path, seen.sha256), self._taken_in, self._refused)

    def _taken_in(self, seen: ReplyPreview) -> None:
        count = len(seen.challenges)
        raised = f" {count} challenge{'s' * (count != 1)} raised." if count else ""
        self._change(form=None, notice=f"Taken in: {seen.sentence}{raised}")

    def _turned_down(self, _nothing: None) -> None:
        self._change(form=None, notice="The reply was refused; the reason is kept.")

    def _revoked(self, _nothing: None) -> None:
        self._change(form=None, notice="The pack is revoked.")

    def _made(self, made: MadePack) -> None:
        self._change(made=made, notice=f"Written: {made.path}")

    def _know_measures(self, measures: tuple[Measure, ...]) -> None:
        self._measures = {one.id.value: one.title for one in measures}

    def _read(self) -> None:
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians, self._cannot)
        self._scope.latest("packs", ListClinicianPacks(), self._show_packs, self._cannot)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._change(clinicians=clinicians)
        self._offer_wanted()

    def _offer_wanted(self) -> None:
        """Open the form for who was named, once it is known who there is."""
        if self._wanted and self._state.clinicians:
            wanted, self._wanted = self._wanted, ""
            self._change(form=make_form(self._state.clinicians, wanted), asks_place=False, notice="", problem="")

    def _show_packs(self, packs: tuple[ClinicianPack, ...]) -> None:
        self._change(packs=packs, is_loading=False)

    def _refused(self, problem: Exception) -> None:
        if self._state.form is not None:
            self._change(form=self._state.form.refused(problem))
        self._report(problem)

    def _cannot(self, problem: Exception) -> None:
        words = str(problem) if isinstance(problem, UserFacingError) else ""
        self._change(is_loading=False, notice="", problem=words)
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)
