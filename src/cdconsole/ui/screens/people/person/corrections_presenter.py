"""Lists the corrections asked for about somebody, asks for one, and has one decided. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from cdconsole.domain.rectification import Decision, Rectification
from cdconsole.domain.rectification_requests import DecideRectification, ListRectifications
from cdconsole.ui.corrections.presenter import CorrectionPresenter
from cdconsole.ui.corrections.state import ASK
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.people.person.desk import PersonDesk
from cdconsole.ui.screens.people.person.state import decision_form


class PersonCorrections:
    """One form is open at a time: to ask for a correction, or to decide on one."""

    def __init__(self, desk: PersonDesk) -> None:
        self._desk = desk
        self._asking = CorrectionPresenter(desk.scope, self._show_form, desk.say, desk.broken)

    def read(self) -> None:
        """Read what was asked for about whoever is chosen."""
        if self._desk.state.chosen is not None:
            wanted = ListRectifications(self._desk.state.chosen)
            self._desk.scope.latest("corrections", wanted, self._show, self._desk.cannot)

    def ask(self) -> None:
        """Open the form in which a correction is asked for."""
        if self._desk.state.chosen is not None:
            self._asking.begin(self._desk.state.chosen, self._desk.state.name)

    def ask_decision(self, one: Rectification) -> None:
        """Open the form in which a correction is decided."""
        if one.decision is Decision.OPEN:
            self._desk.change(form=decision_form(one), notice="", problem="")

    def enter(self, typed: Mapping[str, str]) -> None:
        """Ask or decide as it was typed."""
        form = self._desk.state.form
        if form is not None and form.task == ASK:
            self._asking.enter(typed)
        elif form is not None:
            self._desk.change(form=form.busy())
            request = DecideRectification(form.task, Decision[typed["decision"]], typed["reason"])
            self._desk.scope.run(request, self._decided, self._desk.refused)

    def end(self) -> None:
        """Close the form; nothing is decided or asked."""
        self._asking.end()

    def _show_form(self, form: FormState | None) -> None:
        self._desk.change(form=form)

    def _show(self, asked: tuple[Rectification, ...]) -> None:
        self._desk.change(rectifications=asked)

    def _decided(self, one: Rectification) -> None:
        self._desk.change(form=None)
        self._desk.say(f"{one.decision.value}. Both texts are shown wherever the record is.")
