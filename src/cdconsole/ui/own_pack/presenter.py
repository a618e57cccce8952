"""Takes what a clinician says of their own pack, keeps it at once, and saves the signed reply. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.attribution import MyRecord, Vote
from cdconsole.domain.calendar import Month
from cdconsole.domain.clinician_pack import OwnPack, PackChallenge, PackDraft, PackVote
from cdconsole.domain.clinician_pack_requests import SaveOwnDraft, WriteOwnReply
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.identity import new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.pack_review import PackMark
from cdconsole.domain.review import Agreement
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState
from cdconsole.ui.own_pack.state import OwnPackState
from cdconsole.ui.screens.data.validation.state import Wanted


class OwnPackScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: OwnPackState) -> None:
        """Show everything anew."""
        ...


class OwnPackPresenter:
    """One open pack; ``broken`` hears of faults of the program."""

    def __init__(
        self, view: OwnPackScreen, scope: TaskScope, path: str, own: OwnPack, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._scope = scope
        self._path = path
        self._broken = broken
        self._state = OwnPackState(own)
        self._is_typed = False

    def start(self) -> None:
        """Show the pack."""
        self._view.show_state(self._state)

    def close(self) -> None:
        """Hear of nothing any more; what was said is kept."""
        self.keep_typed()
        self._scope.close()

    def filter(self, wanted: Wanted) -> None:
        """List all records, or only some."""
        self._change(wanted=wanted)

    def vote(self, records: Sequence[MyRecord], vote: Vote | None, comment: str, _colleague: str) -> None:
        """Keep what the owner says of records."""
        self._keep(self._state.own.draft.said(*(PackVote(one.key, vote, comment.strip()) for one in records)))

    def challenge(self, measure: MeasureId) -> None:
        """Open the form for a challenge to a measure's months."""
        chart = next(one for one in self._state.own.content.charts.charts if one.measure.id == measure)
        months = chart.months
        if not months:
            return
        choices = tuple((month.iso(), str(month)) for month in months)
        fields = (
            FormField("first", "First month", FieldKind.CHOICE, choices[-1][0], choices=choices),
            FormField("last", "Last month", FieldKind.CHOICE, choices[-1][0], choices=choices),
            FormField("claim", "What is wrong", hint="No names or numbers of patients."),
            FormField(
                "evidence", "How it can be seen", hint="Where to look: a rota, a clinic list, an operation book."
            ),
        )
        lead = "It goes out with your reply. While it is open, these months are marked and left out of exports."
        self._change(form=FormState(measure, f"Challenge: {chart.measure.title}", "Add", fields, lead))

    def enter(self, typed: Mapping[str, str]) -> None:
        """Add the challenge that was typed."""
        form = self._state.form
        if form is None:
            return
        try:
            first, last = Month.parse(typed["first"]), Month.parse(typed["last"])
            made = PackChallenge(new_id(), MeasureId(form.task), first, last, typed["claim"], typed["evidence"])
            draft = self._state.own.draft
            kept = replace(draft, challenges=(*draft.challenges, made.checked()))
        except RuleBroken as problem:
            self._change(form=form.refused(problem))
            return
        self._change(form=None)
        self._keep(kept)

    def end_form(self) -> None:
        """Close the form; nothing is added."""
        self._change(form=None)

    def write_view(self, question: str, answer: str) -> None:
        """Take an answer of the self-view as it is typed; it is kept when it is due."""
        draft = self._state.own.draft
        self._type(replace(draft, view=replace(draft.view, **{question: answer})))

    def write_comment(self, text: str) -> None:
        """Take the comment on the review as it is typed; it is kept when it is due."""
        self._type(replace(self._state.own.draft, comment=text))

    def keep_typed(self) -> None:
        """Keep what was typed since it was last kept."""
        if self._is_typed:
            self._keep(self._state.own.draft)

    def mark(self, agreement: Agreement, comment: str) -> None:
        """Mark the review as it stands in the pack; NOT_MARKED takes the mark back."""
        own = self._state.own
        if agreement is Agreement.NOT_MARKED:
            self._keep(replace(own.draft, mark=None))
            return
        try:
            given = PackMark(own.agreeing_to, agreement, comment).checked()
        except RuleBroken as problem:
            self._change(mark_problem=str(problem))
            return
        self._keep(replace(own.draft, mark=given))

    def read_sheet(self, version: int) -> None:
        """Take it that the owner has read the transparency sheet, or with 0 that they have not."""
        self._keep(replace(self._state.own.draft, read=version))

    def take_back(self, challenge: str) -> None:
        """Take a challenge out again."""
        draft = self._state.own.draft
        self._keep(replace(draft, challenges=tuple(one for one in draft.challenges if one.id != challenge)))

    def write(self, target: str) -> None:
        """Save the signed reply."""

        def written(draft: PackDraft) -> None:
            own = replace(self._state.own, draft=replace(self._state.own.draft, sent=draft.sent))
            words = f"Saved: {target}. Send this file to {own.content.made_by}; only the department can read it."
            self._change(own=own, notice=words, problem="")

        self.keep_typed()
        self._scope.run(WriteOwnReply(self._path, target), written, self._cannot)

    def _type(self, draft: PackDraft) -> None:
        self._is_typed = True
        self._state = replace(self._state, own=replace(self._state.own, draft=draft))

    def _keep(self, draft: PackDraft) -> None:
        self._is_typed = False
        self._change(own=replace(self._state.own, draft=draft), notice="", problem="", mark_problem="")
        self._scope.run(SaveOwnDraft(self._path, draft), self._kept, self._cannot)

    def _kept(self, _nothing: None) -> None:
        """It is on disk, encrypted; there is nothing to say."""

    def _cannot(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._change(problem=str(problem), notice="")
        elif not isinstance(problem, Cancelled):
            self._broken(problem)

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)
