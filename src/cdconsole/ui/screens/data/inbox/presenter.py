"""Reads the inbox, and carries out what a person agreed to, one step at a time. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.inbox import Inbox, InboxPack, PackReceipt, PackSender, TakenFile
from cdconsole.domain.inbox_requests import (
    AcceptPack,
    AcceptSender,
    AddPackFiles,
    BlockSender,
    MakeInboxKey,
    RemovePack,
    ShowInbox,
    TakeInPack,
)
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.data.inbox.state import Answer, Asked, InboxState, PackKey, Step, key_of, steps_for


class InboxScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: InboxState) -> None:
        """Show everything anew."""
        ...


class Navigate(Protocol):
    """Go to another screen by its name, with ids."""

    def __call__(self, to: str, /, **ids: str) -> None:
        """Show the screen ``to`` and hand it the ids."""
        ...


class InboxPresenter:
    """Files come without a word from anybody, so the inbox is read again on each visit, too."""

    def __init__(
        self, view: InboxScreen, scope: TaskScope, broken: Callable[[Exception], None], navigate: Navigate
    ) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._navigate = navigate
        self._state = InboxState()

    def start(self) -> None:
        """Read the inbox."""
        self._show(self._state)
        self.look()

    def visit(self, **_ids: str) -> None:
        """Look again."""
        self.look()

    def changed(self, changes: ChangeSet) -> None:
        """Read again after a decision."""
        if changes.touches(frozenset({Topic.INBOX})):
            self.look()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def look(self) -> None:
        """Read what lies in the inbox now."""
        self._scope.latest("inbox", ShowInbox(), self._show_inbox, self._refused)

    def choose(self, pack: PackKey) -> None:
        """Show one pack."""
        if pack != self._state.chosen:
            self._show(replace(self._state, chosen=pack, receipt=None, problem=""))

    def add(self, paths: tuple[str, ...]) -> None:
        """Copy files into the inbox."""
        self._show(replace(self._state, doing="Copying", problem=""))
        self._scope.run(AddPackFiles(paths), self._added, self._refused)

    def make_key(self) -> None:
        """Make the department's public key."""
        self._scope.latest("key", MakeInboxKey(), self._show_key, self._refused)

    def toggle_sender(self, sender: PackSender) -> None:
        """Block an accepted sender, or accept a blocked one again."""
        request: Request[str] = BlockSender(sender.key) if sender.is_accepted else AcceptSender(sender.key)
        self._scope.run(request, self._done, self._refused)

    def open_report(self, file: TakenFile) -> None:
        """Show the import's own report, on the page of imports."""
        if isinstance(file.report, ImportReport) and file.report.batch_id is not None:
            self._navigate("data", page="imports", batch=file.report.batch_id)

    # --- one step with the chosen pack -------------------------------------------------------------------------------

    def ask(self, step: Step) -> None:
        """Say what a step would do, and wait for an answer."""
        pack = self._state.pack
        if pack is not None and step in steps_for(pack):
            self._show(replace(self._state, asked=Asked(step, pack), problem=""))

    def answer(self, answer: Answer) -> None:
        """Carry the step out."""
        asked = self._state.asked
        if asked is None or asked.doing:
            return
        if asked.needs_reason and not answer.reason.strip():
            self._show_asked(replace(asked, problem="Type the reason: it is kept."))
            return
        if asked.step is Step.TAKE_IN:
            self._show_asked(replace(asked, doing="Opening the pack", problem=""))
            request = TakeInPack(asked.pack.sha256, answer.date_order, answer.confirm_unattributed)
            self._scope.run(request, self._taken, self._not_done, self._progressed)
        else:
            self._show_asked(replace(asked, doing="Storing", problem=""))
            self._scope.run(_request(asked, answer), self._done, self._not_done)

    def end(self) -> None:
        """Leave everything as it is."""
        self._show(replace(self._state, asked=None))

    # --- answers -----------------------------------------------------------------------------------------------------

    def _show_inbox(self, inbox: Inbox) -> None:
        chosen = self._state.chosen
        keys = [key_of(pack) for pack in inbox.packs]
        if chosen not in keys:
            same = [key for key in keys if chosen is not None and chosen[1] and key[1] == chosen[1]]
            chosen = next(iter(same or keys), None)
        self._show(
            replace(
                self._state,
                key=inbox.key,
                packs=inbox.packs,
                senders=inbox.senders,
                chosen=chosen,
                is_loading=False,
            )
        )

    def _show_key(self, key: str) -> None:
        self._show(replace(self._state, key=key))

    def _added(self, _names: tuple[str, ...]) -> None:
        self._show(replace(self._state, doing=""))

    def _done(self, _result: object) -> None:
        self._show(replace(self._state, asked=None, problem=""))

    def _taken(self, receipt: PackReceipt) -> None:
        self._show(replace(self._state, asked=None, receipt=receipt))

    def _progressed(self, progress: Progress) -> None:
        if self._state.asked is not None:
            self._show_asked(replace(self._state.asked, doing=progress.label))

    def _refused(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, problem=said, doing="", is_loading=False))
        self._report_fault(problem)

    def _not_done(self, problem: Exception) -> None:
        if self._state.asked is not None:
            said = str(problem) if isinstance(problem, UserFacingError) else ""
            self._show_asked(replace(self._state.asked, problem=said, doing=""))
        self._report_fault(problem)

    def _report_fault(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show_asked(self, asked: Asked) -> None:
        self._show(replace(self._state, asked=asked))

    def _show(self, state: InboxState) -> None:
        self._state = state
        self._view.show_state(state)


def _request(asked: Asked, answer: Answer) -> Request[str] | Request[None]:
    pack: InboxPack = asked.pack
    if asked.step is Step.ACCEPT_SENDER:
        return AcceptSender(pack.header.sender_key if pack.header else "")
    if asked.step is Step.ACCEPT:
        return AcceptPack(pack.sha256, answer.reason)
    return RemovePack(pack.file_name, pack.sha256, answer.reason)
