"""Reads the texts and who has read them; writes new versions and enters marks. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.framework import Framework
from cdconsole.domain.framework_requests import (
    ListTextVersions,
    PrintTransparencySheet,
    SaveDepartmentText,
    ShowOwnership,
)
from cdconsole.domain.ownership import DepartmentText, OwnershipBoard, OwnershipRow, TextKind
from cdconsole.domain.requests import Request, ShowFramework
from cdconsole.ui.printed import PrintPresenter
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.ownership.state import OwnershipState, mark_form, mark_request, text_form
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


class OwnershipScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: OwnershipState) -> None:
        """Show everything anew."""
        ...


class OwnershipPresenter:
    """The texts are the department's; the table lists the clinicians of the work stream."""

    def __init__(
        self, view: OwnershipScreen, choice: StreamChoice, context: ScreenContext, printing: PrintPresenter
    ) -> None:
        self._choice = choice
        self._clock = context.clock
        self._printing = printing
        self.desk = PageDesk(OwnershipState(), view.show_state, context.scope(), context.show_problem)

    def start(self) -> None:
        """Read the page."""
        self.desk.change()
        self._choice.hear(self._read)
        self._read()

    def visit(self, **ids: str) -> None:
        """Look at the text that is named."""
        if ids.get("text", "") in TextKind.__members__:
            self.choose_text(ids["text"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.FRAMEWORK, Topic.CLINICIAN, Topic.PEOPLE})):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def filter(self, typed: str) -> None:
        """List the clinicians whose names have these words."""
        self.desk.change(typed=typed)

    def choose_text(self, kind: str) -> None:
        """Look at another text."""
        self.desk.change(kind=TextKind[kind], versions=(), chosen=-1)
        self._read_versions()

    def choose_version(self, version: int) -> None:
        """Look at an earlier version."""
        self.desk.change(chosen=version)

    def edit(self) -> None:
        """Open the form of the text's next version."""
        board = self.desk.state.board
        if board is None:
            return
        now = board.text(self.desk.state.kind)

        def asked(typed: Typed) -> SaveDepartmentText:
            return SaveDepartmentText(now.kind, typed["text"], now.version)

        self.desk.open(text_form(now), asked, self._saved)

    def mark(self, rows: Sequence[OwnershipRow]) -> None:
        """Open the form that enters a mark of the clinicians who are chosen."""
        self._begin(tuple(rows), is_marked=True)

    def unmark(self, rows: Sequence[OwnershipRow]) -> None:
        """Open the form that takes a mark away."""
        self._begin(tuple(rows), is_marked=False)

    def save(self) -> None:
        """Save the transparency sheet as a PDF."""
        self._printing.save(PrintTransparencySheet(), None)

    def print(self) -> None:
        """Print the transparency sheet."""
        self._printing.print(PrintTransparencySheet(), None)

    def _begin(self, rows: tuple[OwnershipRow, ...], *, is_marked: bool) -> None:
        board = self.desk.state.board
        if board is None or not rows:
            return
        today = self._clock.today()
        chosen = tuple(row.clinician.id for row in rows)

        def asked(typed: Typed) -> Request[Any]:
            return mark_request(chosen, typed, today, is_marked=is_marked)

        self.desk.open(mark_form(board, rows, today, is_marked=is_marked), asked, self._show)

    def _read(self) -> None:
        self.desk.scope.latest("board", ShowOwnership(), self._show, self.desk.cannot)
        self.desk.scope.latest("stream", ShowFramework(self._choice.now), self._show_stream, self.desk.cannot)
        self._read_versions()

    def _read_versions(self) -> None:
        request = ListTextVersions(self.desk.state.kind)
        self.desk.scope.latest("versions", request, self._show_versions, self.desk.cannot)

    def _show(self, board: OwnershipBoard) -> None:
        self.desk.change(board=board, problem="")

    def _show_stream(self, framework: Framework) -> None:
        self.desk.change(stream=framework.stream)

    def _show_versions(self, versions: tuple[DepartmentText, ...]) -> None:
        self.desk.change(versions=versions)

    def _saved(self, board: OwnershipBoard) -> None:
        self.desk.change(chosen=-1)
        self._show(board)
        self._read_versions()
