"""Reads the work streams, and makes, changes, closes and opens them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.framework_requests import CloseWorkStream, ListWorkStreams, ReopenWorkStream, SaveWorkStream
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.requests import ListClinicians
from cdconsole.domain.work_stream import FIRST, WorkStream
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.streams.choice import StreamChoice
from cdconsole.ui.screens.framework.streams.state import StreamsState, close_form, stream_form, typed_stream

_NEW = WorkStream(WorkStreamId(""), "")


class StreamsScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: StreamsState) -> None:
        """Show everything anew."""
        ...


class StreamsPresenter:
    """``desk`` takes what is typed into its forms."""

    def __init__(
        self, view: StreamsScreen, choice: StreamChoice, scope: TaskScope, broken: Callable[[Exception], None]
    ) -> None:
        self._choice = choice
        self.desk = PageDesk(StreamsState(chosen=choice.now), view.show_state, scope, broken)

    def start(self) -> None:
        """Read the work streams and the clinicians who can belong to one."""
        self._read()
        self._read_clinicians()

    def visit(self, **ids: str) -> None:
        """Look at the work stream that is named."""
        if "stream" in ids:
            self.choose(ids["stream"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read()
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._read_clinicians()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def choose(self, stream: str) -> None:
        """Look at a work stream."""
        self._choice.choose(WorkStreamId(stream))
        self.desk.change(chosen=self._choice.now)

    def begin_adding(self) -> None:
        """Open the form of a new work stream."""
        form = stream_form(_NEW, self.desk.state.clinicians)
        self.desk.open(form, lambda typed: SaveWorkStream(typed_stream(_NEW, typed)), self._added)

    def begin_editing(self) -> None:
        """Open the form of the one that is chosen."""
        stream = self.desk.state.stream
        if stream is None:
            return

        def asked(typed: Typed) -> SaveWorkStream:
            return SaveWorkStream(typed_stream(stream, typed))

        self.desk.open(stream_form(stream, self.desk.state.clinicians), asked, self._stored)

    def begin_closing(self) -> None:
        """Ask why the one that is chosen ends."""
        stream = self.desk.state.stream
        if stream is None:
            return

        def asked(typed: Typed) -> CloseWorkStream:
            return CloseWorkStream(stream.id, typed["reason"], stream.revision)

        self.desk.open(close_form(stream), asked, self._stored)

    def reopen(self) -> None:
        """Open the one that is chosen again."""
        stream = self.desk.state.stream
        if stream is not None:
            self.desk.do(ReopenWorkStream(stream.id, stream.revision), self._stored)

    def _read(self) -> None:
        self.desk.scope.latest("streams", ListWorkStreams(), self._show, self.desk.cannot)

    def _read_clinicians(self) -> None:
        self.desk.scope.latest("clinicians", ListClinicians(), self._show_clinicians, self.desk.cannot)

    def _show(self, streams: tuple[WorkStream, ...]) -> None:
        self.desk.change(streams=streams)
        if self.desk.state.stream is None:
            self.choose(FIRST)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self.desk.change(clinicians=clinicians)

    def _added(self, stream: WorkStream) -> None:
        self._read()
        self.choose(stream.id)

    def _stored(self, _stream: WorkStream) -> None:
        self._read()
