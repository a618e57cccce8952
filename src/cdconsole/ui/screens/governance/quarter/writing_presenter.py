"""Keeps what is typed into an interpretation and brings it to the file; nothing typed is ever thrown away. No Qt."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cdconsole.domain.errors import Cancelled, StaleEdit, UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import InterpretationWords, QuarterReading
from cdconsole.domain.quarter_requests import SaveInterpretation, ShowQuarterReading
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens.governance.quarter.desk import QuarterDesk
from cdconsole.ui.screens.governance.quarter.drafts import Draft, Place

_FAULT = "The program could not save this interpretation."


class WritingPresenter:
    """Holds a draft for each chart that was opened, also of people somebody has left with words unsaved."""

    def __init__(self, desk: QuarterDesk) -> None:
        self._desk = desk
        self._drafts: dict[Place, Draft] = {}

    def drafts_of(self, reading: QuarterReading) -> dict[MeasureId | None, Draft]:
        """Return the boxes of what was read: stored words, and on top what is typed but not stored."""
        found = {}
        for one in reading.measures:
            place = (reading.freeze.id, reading.row.whose, one.measure)
            self._drafts[place] = self._drafts.get(place, Draft(place)).met(one.interpretation)
            found[one.measure] = self._drafts[place]
        return found

    def typed(self, words: InterpretationWords) -> None:
        """Keep what stands in the boxes; they show it already."""
        draft = self._desk.state.draft
        if draft is not None:
            self._keep(self._drafts[draft.place].typed(words))

    def use_suggestion(self) -> None:
        """Put the prepared sentence into the box: it is the person who takes it."""
        draft, shown = self._desk.state.draft, self._desk.state.shown
        if draft is not None and shown is not None and not draft.words.conclusion.strip():
            self._show(draft.typed(replace(draft.words, conclusion=shown.suggestion)))
            self.save()

    def save(self) -> None:
        """Send the words of the chart that is looked at, after the ones that are on their way."""
        shown = self._desk.state.draft
        draft = None if shown is None else self._drafts[shown.place]
        if draft is None or draft.theirs is not None or not draft.is_unsaved:
            return
        if draft.sending is None:
            self._send(draft)
        else:
            self._keep(replace(draft, is_due=True))

    def confirm(self) -> None:
        """Store what stands in the boxes once more: it was read beside the figures as they are in this version."""
        draft = self._desk.state.draft
        if draft is not None and draft.sending is None and draft.theirs is None:
            self._send(self._drafts[draft.place])

    def settle(self, choice: Settle) -> None:
        """Go on after two people wrote of the same chart."""
        draft = self._desk.state.draft
        if draft is not None and draft.theirs is not None:
            self._show(draft.settled(choice))
            self.save()

    def keep_all(self) -> None:
        """Send everything unsaved for the last time, without waiting for what is on its way."""
        for draft in tuple(self._drafts.values()):
            if draft.is_unsaved:
                settled = draft.settled(Settle.MINE)
                # Words already on their way will have become the next revision by the time these are read.
                self._send(replace(settled, revision=settled.revision + (settled.sending is not None)))

    def _send(self, draft: Draft) -> None:
        self._keep(draft.sent())
        place = draft.place
        request = SaveInterpretation(*place, draft.words, draft.revision)
        self._desk.scope.run(request, partial(self._saved, place), partial(self._not_saved, place))

    def _saved(self, place: Place, reading: QuarterReading) -> None:
        found = next(one.interpretation for one in reading.measures if one.measure == place[2])
        draft = self._drafts[place].answered(found)
        self._keep(draft)
        self.show_reading(reading)
        if draft.is_due and draft.is_unsaved:
            self._send(draft)

    def _not_saved(self, place: Place, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        words = str(problem) if isinstance(problem, UserFacingError) else _FAULT
        self._show(self._drafts[place].refused(words))
        if isinstance(problem, StaleEdit):
            self._desk.scope.run(ShowQuarterReading(place[0], place[1]), self.show_reading, self._desk.cannot)
        self._desk.report(problem)

    def show_reading(self, reading: QuarterReading) -> None:
        """Show what was read, if it is still what is looked at."""
        drafts, before = self.drafts_of(reading), self._desk.state.reading
        if before is not None and (before.freeze.id, before.row.whose) == (reading.freeze.id, reading.row.whose):
            self._desk.change(reading=reading, drafts=drafts)

    def _keep(self, draft: Draft) -> None:
        self._drafts[draft.place] = draft
        reading = self._desk.state.reading
        if reading is not None and (reading.freeze.id, reading.row.whose) == draft.place[:2]:
            self._desk.keep(drafts={**self._desk.state.drafts, draft.place[2]: draft})

    def _show(self, draft: Draft) -> None:
        self._keep(draft)
        self._desk.change()
