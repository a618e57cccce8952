"""Shows what a reply says, and takes it in or refuses it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from cdconsole.domain.clinician_pack import ReplyPreview
from cdconsole.domain.clinician_pack_requests import AcceptPackReply, PreviewPackReply, RefusePackReply
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListMeasures
from cdconsole.ui.screens.governance.packs.desk import PacksDesk
from cdconsole.ui.screens.governance.packs.state import REFUSE, reply_form


class ReplyPresenter:
    """One reply at a time."""

    def __init__(self, desk: PacksDesk) -> None:
        self._desk = desk
        self._measures: dict[str, str] = {}
        self._reply: tuple[str, ReplyPreview] | None = None

    def start(self) -> None:
        """Learn what measures are called."""
        self._desk.scope.run(ListMeasures(), self._know_measures, self._desk.cannot)

    def look(self, path: str) -> None:
        """Show what a reply says."""

        def seen(preview: ReplyPreview) -> None:
            self._reply = (path, preview)
            self._desk.change(form=reply_form(preview, self._measures))

        self._desk.change(notice="", problem="")
        self._desk.scope.latest("reply", PreviewPackReply(path), seen, self._desk.cannot)

    def decide(self, typed: Mapping[str, str]) -> None:
        """Take it in, or refuse it with a reason."""
        if self._reply is None:
            return
        path, seen = self._reply
        if typed["decision"] == REFUSE:
            request = RefusePackReply(path, seen.sha256, typed["reason"])
            self._desk.scope.run(request, self._turned_down, self._desk.refused)
        else:
            self._desk.scope.run(AcceptPackReply(path, seen.sha256), self._taken_in, self._desk.refused)

    def _taken_in(self, seen: ReplyPreview) -> None:
        count = len(seen.challenges)
        raised = f" {count} challenge{'s' * (count != 1)} raised." if count else ""
        brought = "".join(f" {one.title}: {one.becomes}" for one in seen.brought)
        self._desk.change(form=None, notice=f"Taken in: {seen.sentence}{raised}{brought}")

    def _turned_down(self, _nothing: None) -> None:
        self._desk.change(form=None, notice="The reply was refused; the reason is kept.")

    def _know_measures(self, measures: tuple[Measure, ...]) -> None:
        self._measures = {one.id: one.title for one in measures}
