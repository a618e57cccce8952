"""Asks for a correction: fetches what can be corrected, opens the form, stores what was typed. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.rectification import Correctable, Rectification
from cdconsole.domain.rectification_requests import AskRectification, ListCorrectable
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.corrections.state import ask_form
from cdconsole.ui.form_dialog.state import FormState

_NOTHING = "Nothing here is locked or given yet, so nothing needs a correction: change it where it stands."
_STORED = "The correction is kept beside the record. It is decided under People & access, About a person."


class CorrectionPresenter:
    """``show`` hears the form, None when it closes; ``say`` what came of it; ``broken`` faults of the program."""

    def __init__(
        self,
        scope: TaskScope,
        show: Callable[[FormState | None], None],
        say: Callable[[str], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._show = show
        self._say = say
        self._broken = broken
        self._form: FormState | None = None
        self._texts: tuple[Correctable, ...] = ()

    def begin(self, clinician: ClinicianId, name: str, record_id: str = "") -> None:
        """Open the form with what can be corrected about somebody, or of one review only."""

        def known(texts: tuple[Correctable, ...]) -> None:
            self._texts = tuple(one for one in texts if record_id in ("", one.record.id))
            self._open(ask_form(self._texts, name) if self._texts else None)
            if not self._texts:
                self._say(_NOTHING)

        self._scope.latest("correctable", ListCorrectable(clinician), known, self._failed)

    def enter(self, typed: Mapping[str, str]) -> None:
        """Store what was typed."""
        if self._form is not None:
            self._open(self._form.busy())
            record = self._texts[int(typed["record"])].record
            wanted = AskRectification(record, typed["should_say"], typed["reason"], typed["asked_by"])
            self._scope.run(wanted, self._stored, self._failed)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._open(None)

    def _open(self, form: FormState | None) -> None:
        self._form = form
        self._show(form)

    def _stored(self, _one: Rectification) -> None:
        self._open(None)
        self._say(_STORED)

    def _failed(self, problem: Exception) -> None:
        if self._form is not None:
            self._open(self._form.refused(problem))
        elif isinstance(problem, UserFacingError):
            self._say(str(problem))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
