"""Carries out one step with the chosen pack: says what it does, waits for the person's agreement, does it. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.inbox import PackReceipt
from cdconsole.domain.inbox_requests import AcceptPack, AcceptSender, RemovePack, TakeInPack
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.data.inbox.desk import InboxDesk
from cdconsole.ui.screens.data.inbox.state import Answer, Asked, Step, steps_for


class StepsPresenter:
    """One step at a time; while it runs the dialog stays and says how far it is."""

    def __init__(self, desk: InboxDesk, scope: TaskScope) -> None:
        self._desk = desk
        self._scope = scope

    def ask(self, step: Step) -> None:
        """Say what a step would do, and wait for an answer."""
        pack = self._desk.state.pack
        if pack is not None and step in steps_for(pack):
            self._desk.show(replace(self._desk.state, asked=Asked(step, pack), problem=""))

    def answer(self, answer: Answer) -> None:
        """Carry the step out."""
        asked = self._desk.state.asked
        if asked is None or asked.doing:
            return
        if asked.needs_reason and not answer.reason.strip():
            self._show(replace(asked, problem="Type the reason: it is kept."))
            return
        self._show(replace(asked, doing="One moment", problem=""))
        if asked.step is Step.TAKE_IN:
            request = TakeInPack(asked.pack.sha256, answer.date_order, answer.confirm_unattributed)
            self._scope.run(request, self._taken, self._not_done, self._progressed)
        else:
            self._scope.run(_request(asked, answer), self._done, self._not_done)

    def end(self) -> None:
        """Leave everything as it is."""
        self._desk.show(replace(self._desk.state, asked=None))

    def _done(self, _result: object) -> None:
        self._desk.show(replace(self._desk.state, asked=None))

    def _taken(self, receipt: PackReceipt) -> None:
        self._desk.show(replace(self._desk.state, asked=None, receipt=receipt))

    def _progressed(self, progress: Progress) -> None:
        if self._desk.state.asked is not None:
            self._show(replace(self._desk.state.asked, doing=progress.label))

    def _not_done(self, problem: Exception) -> None:
        words = self._desk.words_for(problem)
        if self._desk.state.asked is not None:
            self._show(replace(self._desk.state.asked, problem=words, doing=""))

    def _show(self, asked: Asked) -> None:
        self._desk.show(replace(self._desk.state, asked=asked))


def _request(asked: Asked, answer: Answer) -> Request[str] | Request[None]:
    pack = asked.pack
    if asked.step is Step.ACCEPT_SENDER:
        return AcceptSender(pack.header.sender_key if pack.header else "")
    if asked.step is Step.ACCEPT:
        return AcceptPack(pack.sha256, answer.reason)
    return RemovePack(pack.file_name, pack.sha256, answer.reason)
