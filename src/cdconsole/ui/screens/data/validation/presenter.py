"""Shows who has checked their records, and takes what a clinician says of each. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.attribution import GivenVote, MyRecord, MyRecords, ValidationRow, Vote
from cdconsole.domain.attribution_requests import ListValidation, SaveVotes, ShowMyRecords
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.validation.state import ValidationPage, Wanted

_TOPICS = frozenset({Topic.ATTRIBUTION, Topic.SPELL, Topic.CLINICIAN, Topic.IMPORT})


class ValidationScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: ValidationPage) -> None:
        """Show everything anew; the marked records stay marked."""
        ...


class ValidationPresenter:
    """One clinician at a time. What was said last can be undone once."""

    def __init__(
        self, view: ValidationScreen, scope: TaskScope, may_vote: bool, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = ValidationPage(may_vote)

    # --- what the page asks ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read how far everybody got."""
        self._show(self._state)
        self._list()

    def visit(self, **ids: str) -> None:
        """Open a clinician's records if one is named."""
        if "clinician" in ids:
            self.choose(ids["clinician"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again after an import or a vote."""
        if changes.touches(_TOPICS):
            self._list()
            if self._state.chosen is not None and changes.touches(_TOPICS, self._state.chosen):
                self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def choose(self, clinician: str) -> None:
        """Open a clinician's records."""
        if clinician != self._state.chosen:
            self._leave_records(replace(self._state, chosen=ClinicianId(clinician)))
            self._read()

    def choose_months(self, months: int) -> None:
        """Look another number of months back."""
        if months != self._state.months:
            self._leave_records(replace(self._state, months=months))
            self._list()
            self._read()

    def filter(self, wanted: Wanted) -> None:
        """List all records, or only some."""
        self._show(replace(self._state, wanted=wanted))

    def choose_month(self, month: str) -> None:
        """List the records of one month only, or of every month for an empty text."""
        self._show(replace(self._state, month=month))

    def vote(self, records: Sequence[MyRecord], vote: Vote | None, comment: str, colleague: str) -> None:
        """Store what the clinician says of records."""
        if self._state.chosen is None or not records:
            return
        other = ClinicianId(colleague) if colleague else None
        given = tuple(
            GivenVote(one.key, vote, comment, other, 0 if one.vote is None else one.vote.revision) for one in records
        )
        self._save(self._state.chosen, given, tuple(map(_said_now, records)))

    def undo(self) -> None:
        """Give back what was said before the last vote, as the next revision."""
        if self._state.chosen is None or self._state.records is None or not self._state.undoing:
            return
        now = {one.key: 0 if one.vote is None else one.vote.revision for one in self._state.records.records}
        given = tuple(replace(one, revision=now.get(one.source_key, 0)) for one in self._state.undoing)
        self._save(self._state.chosen, given, ())

    def _save(self, clinician: ClinicianId, given: tuple[GivenVote, ...], undoing: tuple[GivenVote, ...]) -> None:
        def stored(_new: int) -> None:
            if clinician == self._state.chosen:
                self._show(replace(self._state, undoing=undoing))

        self._show(replace(self._state, vote_problem=""))
        self._scope.run(SaveVotes(clinician, given), stored, self._not_stored)

    # --- hearing -----------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        self._scope.latest("rows", ListValidation(self._state.months), self._show_rows, self._cannot)

    def _read(self) -> None:
        if self._state.may_vote and self._state.chosen is not None:
            request = ShowMyRecords(self._state.chosen, self._state.months)
            self._scope.latest("records", request, self._show_records, self._cannot)

    def _show_rows(self, rows: tuple[ValidationRow, ...]) -> None:
        self._show(replace(self._state, rows=rows, is_loading=False))
        if self._state.chosen is None and rows and self._state.may_vote:
            self.choose(rows[0].clinician.id)

    def _show_records(self, records: MyRecords) -> None:
        if records.clinician.id == self._state.chosen:
            self._show(replace(self._state, records=records, problem=""))

    def _not_stored(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, vote_problem=said))
        if isinstance(problem, StaleEdit):
            self._read()
        elif not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _cannot(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else "The records could not be read."
        self._show(replace(self._state, is_loading=False, problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _leave_records(self, state: ValidationPage) -> None:
        self._show(replace(state, records=None, undoing=(), month="", problem="", vote_problem=""))

    def _show(self, state: ValidationPage) -> None:
        self._state = state
        self._view.show_state(state)


def _said_now(record: MyRecord) -> GivenVote:
    """Return the vote that says again what is said of a record now."""
    vote = record.vote
    return (
        GivenVote(record.key, None)
        if vote is None
        else GivenVote(record.key, vote.vote, vote.comment, vote.with_clinician)
    )
