"""Reads who has access, and opens the dialogs that change it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.access import Access
from cdconsole.domain.access_requests import ShowAccess
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.ui.screens.context import Leave
from cdconsole.ui.screens.people.access.changing import PassphraseChanger
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.handing_over import Predecessor
from cdconsole.ui.screens.people.access.introducing import Introducer
from cdconsole.ui.screens.people.access.recovery_key import KeyPrinter
from cdconsole.ui.screens.people.access.revoking import Revoker
from cdconsole.ui.screens.people.access.state import Action

_TO_RECOVER = "Type the recovery key."


class AccessPresenter:
    """The page's table and what stands above it; each dialog has a presenter of its own, at the same desk."""

    def __init__(self, desk: AccessDesk, key_printer: KeyPrinter, leave: Leave) -> None:
        self._desk = desk
        self._leave = leave
        introducer, revoker, changer = Introducer(desk), Revoker(desk), PassphraseChanger(desk)
        predecessor = Predecessor(desk, leave)
        self._changer = changer
        self._begins: dict[Action, Callable[[], None]] = {
            Action.ADD: introducer.begin_adding,
            Action.NEW_CODE: introducer.begin_renewing,
            Action.TAKE_BACK: revoker.begin,
            Action.HAND_OVER: predecessor.begin,
            Action.RECOVERY_KEY: key_printer.begin,
            Action.CHANGE: changer.begin,
            Action.USE_RECOVERY_KEY: self._recover,
        }
        self._dialogs = (introducer, revoker, predecessor, key_printer, changer)

    def start(self) -> None:
        """Read who has access."""
        self._desk.show(self._desk.state)
        self._read()

    def visit(self, **ids: str) -> None:
        """Choose the row of a person, if one is named by their id."""
        if "person" in ids:
            self.choose(ids["person"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again when people changed."""
        if changes.touches(frozenset({Topic.PEOPLE})):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more, and forget what an open dialog held."""
        self._desk.scope.close()
        self._desk.end_dialog()

    def choose(self, person: str) -> None:
        """Take over whose row is the current one."""
        self._desk.show(replace(self._desk.state, chosen=person))

    def begin(self, action: Action) -> None:
        """Open the dialog of an action, if it can be done now."""
        if self._desk.state.can(action) and self._desk.state.dialog is None:
            self._begins[action]()

    def suggest(self) -> None:
        """Offer other words for a passphrase."""
        self._changer.suggest()

    def enter(self, typed: object) -> None:
        """Take what was typed or agreed to; the dialog it belongs to knows it."""
        for dialog in self._dialogs:
            dialog.enter(typed)

    def end_dialog(self) -> None:
        """Close the dialog; nothing is changed, and what was shown in it is forgotten."""
        if self._desk.state.dialog is not None:
            self._desk.end_dialog(self._desk.state.outcome)

    def _recover(self) -> None:
        self._leave(_TO_RECOVER, to_recover=True)

    def _read(self) -> None:
        self._desk.scope.latest("access", ShowAccess(), self._show, self._cannot_read)

    def _show(self, access: Access) -> None:
        known = {row.person.id for row in access.rows}
        chosen = self._desk.state.chosen if self._desk.state.chosen in known else ""
        self._desk.show(replace(self._desk.state, access=access, chosen=chosen, problem=""))

    def _cannot_read(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._desk.show(replace(self._desk.state, problem=str(problem)))
        elif not isinstance(problem, Cancelled):
            self._desk.broken(problem)
