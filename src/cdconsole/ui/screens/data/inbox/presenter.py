"""Reads the inbox, adds files to it, hands out its key and settles who may send. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.inbox import Inbox, PackSender, TakenFile
from cdconsole.domain.inbox_requests import AcceptSender, AddPackFiles, BlockSender, MakeInboxKey, ShowInbox
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.inbox.desk import InboxDesk, InboxScreen
from cdconsole.ui.screens.data.inbox.state import PackKey, key_of
from cdconsole.ui.screens.data.inbox.steps_presenter import StepsPresenter


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
        self._desk = InboxDesk(view, broken)
        self._scope = scope
        self._navigate = navigate
        self.steps = StepsPresenter(self._desk, scope)

    def start(self) -> None:
        """Read the inbox."""
        self._desk.show(self._desk.state)
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
        if pack != self._desk.state.chosen:
            self._desk.show(replace(self._desk.state, chosen=pack, receipt=None, problem=""))

    def add(self, paths: tuple[str, ...]) -> None:
        """Copy files into the inbox."""
        self._desk.show(replace(self._desk.state, doing="Copying", problem=""))
        self._scope.run(AddPackFiles(paths), self._done, self._refused)

    def make_key(self) -> None:
        """Make the department's public key."""
        self._scope.run(MakeInboxKey(), self._done, self._refused)

    def toggle_sender(self, sender: PackSender) -> None:
        """Block an accepted sender, or accept a blocked one again."""
        request: Request[str] = BlockSender(sender.key) if sender.is_accepted else AcceptSender(sender.key)
        self._scope.run(request, self._done, self._refused)

    def open_report(self, file: TakenFile) -> None:
        """Show the import's own report, on the page of imports."""
        if isinstance(file.report, ImportReport) and file.report.batch_id is not None:
            self._navigate("data", page="imports", batch=file.report.batch_id)

    def _show_inbox(self, inbox: Inbox) -> None:
        state, keys = self._desk.state, [key_of(pack) for pack in inbox.packs]
        chosen = state.chosen
        if chosen not in keys:  # a pack that was decided and left the inbox is another line with the same content
            same = [key for key in keys if chosen is not None and chosen[1] and key[1] == chosen[1]]
            chosen = next(iter(same or keys), None)
        self._desk.show(
            replace(state, key=inbox.key, packs=inbox.packs, senders=inbox.senders, chosen=chosen, is_loading=False)
        )

    def _done(self, _result: object) -> None:
        self._desk.show(replace(self._desk.state, doing="", problem=""))

    def _refused(self, problem: Exception) -> None:
        words = self._desk.words_for(problem)
        self._desk.show(replace(self._desk.state, problem=words, doing="", is_loading=False))
