"""The left column: what was agreed last time and what became of it, and the clinician's own view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.review import Conversation, NoteKind, Review
from cdconsole.ui.forms import label
from cdconsole.ui.screens.reviews.drafts import AGREED_FACTS, THEIR_VIEW
from cdconsole.ui.screens.reviews.goal_cards import GoalCards
from cdconsole.ui.screens.reviews.note_editor import NoteEditor
from cdconsole.ui.screens.reviews.scroll_column import ScrollColumn
from cdconsole.ui.screens.reviews.state import RoomState, Step, corrected_in
from cdconsole.ui.theme.fonts import px


class PastColumn(ScrollColumn):
    """``reached`` carries the step whose part has the focus."""

    reached = Signal(object)

    def __init__(self) -> None:
        super().__init__("What was", margins=(20, 8, 12, 24))
        self._topic = label("", "strong")
        self._last = label("", "secondary")
        self._facts_title, self._facts = label("Agreed facts", "strong"), label("")
        self._goals_title, self.goals = label("Goals from last time", "strong"), GoalCards(answers=True)
        self._no_goals = label("No goals were open.", "secondary")
        self.view = NoteEditor(
            THEIR_VIEW, "", "What they are proud of, what worries them, what gets in the way", lines=4
        )
        self.column.addWidget(label("What was", "heading"))
        self.column.addWidget(self._topic)
        self.column.addWidget(self._last)
        for space, parts in (
            (8, (self._facts_title, self._facts)),
            (8, (self._goals_title, self._no_goals, self.goals)),
            (16, (self.view,)),
        ):
            self._add(space, parts)
        self.column.addStretch(1)
        self.view.entered.connect(self._reach)

    def show_room(self, room: RoomState) -> None:
        """Show everything anew."""
        last = room.last
        self._topic.setText(f"{room.review.kind.value}: {room.review.topic}")
        self._topic.setVisible(not room.is_quarterly)
        facts = None if last is None else last.note(NoteKind.AGREED_FACTS)
        has_facts = facts is not None and bool(facts.text)
        self._last.setText("First review" if last is None else _last_words(last))
        corrected = "" if last is None else corrected_in(last, AGREED_FACTS)
        self._facts.setText("\n".join(filter(None, (facts.text if facts is not None else "", corrected))))
        for part in (self._facts_title, self._facts):
            part.setVisible(has_facts)
        carried = room.review.carried_forward
        self.goals.show_goals(carried, room)
        self._goals_title.setVisible(bool(carried) or last is not None)
        self._no_goals.setVisible(not carried and last is not None)
        self.view.show_title(f"Their own view: {room.review.clinician}")
        self.view.show_draft(room.drafts[THEIR_VIEW], is_locked=room.is_locked)
        self.view.show_corrections(room.corrections(THEIR_VIEW))

    def go_to_view(self) -> None:
        """Bring the clinician's own view into sight, ready to type."""
        self.bring(self.view, self.view.box)

    def _add(self, space: int, parts: tuple[QWidget, ...]) -> None:
        group = QVBoxLayout()
        group.setContentsMargins(0, px(space), 0, 0)
        group.setSpacing(px(4))
        for part in parts:
            group.addWidget(part)
        self.column.addLayout(group)

    def _reach(self) -> None:
        self.reached.emit(Step.THEIR_VIEW)


def _last_words(last: Review) -> str:
    kind = "" if last.kind is Conversation.QUARTERLY else f". {last.kind.value}: {last.topic}"
    return f"Last {'conversation' if kind else 'review'} {date_text(last.held_on)}{kind}"
