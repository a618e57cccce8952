"""Reads the charter's versions, writes the next, and enters signatures. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.framework import Charter, Framework, SigningParty
from cdconsole.domain.framework_requests import ListCharters, PrintCharter, SignCharter
from cdconsole.domain.requests import SaveCharter, ShowFramework
from cdconsole.ui.printed import PrintPresenter
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.charter.state import CharterState, charter_form, sponsor_form
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


class CharterScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: CharterState) -> None:
        """Show everything anew."""
        ...


class CharterPresenter:
    """A form keeps the version it was filled from, so that a stale edit is noticed."""

    def __init__(
        self, view: CharterScreen, choice: StreamChoice, context: ScreenContext, printing: PrintPresenter
    ) -> None:
        self._choice = choice
        self._clock = context.clock
        self._printing = printing
        state = CharterState(context.summary.person.role.may_review)
        self.desk = PageDesk(state, view.show_state, context.scope(), context.show_problem)

    def start(self) -> None:
        """Read the charter."""
        self.desk.change()
        self._choice.hear(self._other_stream)
        self._read()

    def visit(self, **_ids: str) -> None:
        """There is one charter at a time: the chooser says which."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again when somebody wrote or signed."""
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def choose(self, version: int) -> None:
        """Look at a version."""
        self.desk.change(chosen=version)

    def edit(self) -> None:
        """Open the form of the next version, filled from the newest."""
        before = self.desk.state.newest

        def asked(typed: Typed) -> SaveCharter:
            words = {name: text.strip() for name, text in typed.items()}
            return SaveCharter(replace(before, **words), self._choice.now)  # type: ignore[arg-type]

        self.desk.open(charter_form(before), asked, self._saved)

    def sign(self) -> None:
        """Put the acting person's name under the newest version, today."""
        request = SignCharter(
            self.desk.state.newest.version, SigningParty.DIRECTOR, "", self._clock.today(), self._choice.now
        )
        self.desk.do(request, self._signed)

    def enter_sponsor(self) -> None:
        """Open the form of the sponsor's signature."""
        newest = self.desk.state.newest

        def asked(typed: Typed) -> SignCharter:
            on = date.fromisoformat(typed["signed_on"])
            return SignCharter(newest.version, SigningParty.SPONSOR, typed["name"], on, self._choice.now)

        self.desk.open(sponsor_form(newest, self._clock.today()), asked, self._signed)

    def save(self) -> None:
        """Save the version that is looked at as a PDF."""
        self._printing.save(self._wanted(), None)

    def print(self) -> None:
        """Print the version that is looked at."""
        self._printing.print(self._wanted(), None)

    def _wanted(self) -> PrintCharter:
        return PrintCharter(self.desk.state.shown.version, self._choice.now)

    def _other_stream(self) -> None:
        self.desk.change(versions=(), stream=None, chosen=0, is_loading=True, form=None)
        self._read()

    def _read(self) -> None:
        self.desk.scope.latest("charters", ListCharters(self._choice.now), self._show, self.desk.cannot)
        self.desk.scope.latest("stream", ShowFramework(self._choice.now), self._show_stream, self.desk.cannot)

    def _show(self, versions: tuple[Charter, ...]) -> None:
        self.desk.change(versions=versions, is_loading=False, problem="")

    def _show_stream(self, framework: Framework) -> None:
        self.desk.change(stream=framework.stream)

    def _saved(self, _framework: Framework) -> None:
        self.desk.change(chosen=0)
        self._read()

    def _signed(self, _charter: Charter) -> None:
        self._read()
