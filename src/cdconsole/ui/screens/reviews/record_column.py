"""The right column: what is written now, recognition first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdconsole.domain.review import Domain
from cdconsole.domain.review_search import ReviewHit, WrittenIn
from cdconsole.ui.forms import button, label
from cdconsole.ui.printed.buttons import PrintButtons
from cdconsole.ui.screens.reviews.agreement_part import AgreementPart
from cdconsole.ui.screens.reviews.corrections_part import CorrectionsPart
from cdconsole.ui.screens.reviews.drafts import (
    AGREED_FACTS,
    DISCUSSION,
    RECOGNITION,
    THEIR_AIMS,
    THEIR_COMMENT,
    Draft,
    NoteKey,
)
from cdconsole.ui.screens.reviews.goal_cards import GoalCards
from cdconsole.ui.screens.reviews.goal_form import GoalFormView
from cdconsole.ui.screens.reviews.note_editor import NoteEditor
from cdconsole.ui.screens.reviews.scroll_column import ScrollColumn
from cdconsole.ui.screens.reviews.state import RoomState, Step
from cdconsole.ui.screens.reviews.thanks_lines import ThanksLines
from cdconsole.ui.theme.fonts import px

_THANK = "Thank them: what for, and what it did for others"
_AIMS = "What they want to become better at, and known for"
_COPY = "Their own lines only, opinion marked as opinion; a draft until it is locked"
_CONCERN = "What this department calls a concern"


class RecordColumn(ScrollColumn):
    """``reached`` carries the step whose part has the focus; ``add_goal_requested`` asks for an empty form."""

    reached = Signal(object)
    add_goal_requested = Signal()

    def __init__(self) -> None:
        super().__init__("What is written now", margins=(20, 8, 20, 24))
        self.notes: dict[NoteKey, NoteEditor] = {
            RECOGNITION: NoteEditor(RECOGNITION, "Recognition", _THANK, lines=3, role="heading"),
            **{key: NoteEditor(key, "" if key[1] is None else key[1].value) for key in DISCUSSION},
            THEIR_AIMS: NoteEditor(THEIR_AIMS, "Their aims and strengths, in their own words", _AIMS),
            AGREED_FACTS: NoteEditor(AGREED_FACTS, AGREED_FACTS[0].value, "What both hold to be so"),
            THEIR_COMMENT: NoteEditor(THEIR_COMMENT, THEIR_COMMENT[0].value, "In their own words"),
        }
        self._thanks = ThanksLines()
        self._prompts_button, self._prompts = button("Prompts", "link"), label("", "secondary")
        self._domain_prompts = {domain: label("", "secondary") for domain in Domain}
        self._concern = label("", "caption")
        self.printing, self._printed = PrintButtons("the record"), label("", "secondary")
        self.goals, self.form = GoalCards(answers=False), GoalFormView()
        self._add_goal = button("Add goal")
        self._no_goals = label("No goals yet.", "secondary")
        self.agreement, self.corrections = AgreementPart(), CorrectionsPart()
        self._lay_out()
        self._connect()

    def show_room(self, room: RoomState) -> None:
        """Show everything anew."""
        for key, note in self.notes.items():
            note.show_draft(room.drafts[key], is_locked=room.is_locked)
            note.show_corrections(room.corrections(key))
        self._thanks.show_room(room)
        self.goals.show_goals(room.review.goals, room)
        had_form, has_form = not self.form.isHidden(), room.goal_form is not None
        self.form.setVisible(has_form)
        if room.goal_form is not None:
            self.form.show_form(room.goal_form, room)
        else:
            self.form.forget()
        if has_form and not had_form:
            self.form.take_focus()
        self._no_goals.setVisible(not room.review.goals and not has_form)
        self._add_goal.setVisible(not room.is_locked and not has_form)
        self._prompts_button.setVisible(not room.is_locked)
        self._show_aids(room)
        self._printed.setText(room.printed_text)
        self._printed.setVisible(bool(room.printed_text))
        self.agreement.show_room(room)
        self.corrections.show_room(room)

    def _show_aids(self, room: RoomState) -> None:
        aids = room.aids
        self._concern.setText(f"{_CONCERN}: {aids.concern} ({aids.concern_origin})")
        self._concern.setVisible(bool(aids.concern))
        self._prompts.setText("\n".join(map(str, aids.prompts)))
        for domain, said in self._domain_prompts.items():
            said.setText("\n".join(map(str, aids.of(domain))))
        self._show_prompts(self._prompts_button.isChecked() and not room.is_locked)

    def _show_prompts(self, wanted: bool) -> None:
        for said in (self._prompts, *self._domain_prompts.values()):
            said.setVisible(wanted and bool(said.text()))

    def show_draft(self, draft: Draft, *, is_locked: bool) -> None:
        """Show one note anew."""
        if draft.key in self.notes:
            self.notes[draft.key].show_draft(draft, is_locked=is_locked)

    def go_to(self, step: Step) -> None:
        """Bring the part of a step into sight."""
        recognition, first = self.notes[RECOGNITION], self.notes[DISCUSSION[0]]
        if step is Step.RECOGNISE:
            self.bring(recognition, recognition.box)
        elif step is Step.DISCUSS:
            self.bring(self._discussion_title, first.box)
        elif step is Step.AGREE:
            self.bring(self._agreement_title)

    def show_place(self, hit: ReviewHit) -> None:
        """Bring into sight where a search found something, with the words selected where that can be."""
        note = None if hit.text.note is None else self.notes.get(hit.text.note)
        if note is not None:
            self.bring(note, note.box)
            if hit.text.written_in is WrittenIn.NOTE:  # a correction stands under it
                note.select(*hit.found)
        elif hit.text.written_in is WrittenIn.GOAL:
            self.bring(self._goals_title)
        else:
            self.bring(self._agreement_title)
            self.agreement.select(hit.text.text, *hit.found)

    def _lay_out(self) -> None:
        self._discussion_title = label("Discussion", "heading")
        self._goals_title = label("Goals", "heading")
        self._agreement_title = label("Agreement", "heading")
        self.notes[RECOGNITION].put_above_box(self._thanks)
        self.column.addWidget(self.notes[RECOGNITION])
        self.column.addSpacing(px(16))
        self.column.addLayout(_beside(self._discussion_title, self._prompts_button))
        self.column.addWidget(label("The clinical director's notes, kept as opinion", "caption"))
        self.column.addWidget(self._prompts)
        self.notes[DISCUSSION[0]].put_above_box(self._concern)
        for key in (*DISCUSSION, AGREED_FACTS, THEIR_COMMENT):
            self.column.addWidget(self.notes[key])
            if key[1] is not None:
                self.notes[key].put_above_box(self._domain_prompts[key[1]])
            if key[1] is Domain.TALENT:
                self.column.addWidget(self.notes[THEIR_AIMS])
            if key == DISCUSSION[-1]:
                self.column.addSpacing(px(8))
        self.column.addSpacing(px(16))
        self.column.addLayout(_beside(self._goals_title, self._add_goal))
        for part in (self._no_goals, self.goals, self.form):
            self.column.addWidget(part)
        self.column.addSpacing(px(16))
        self.column.addWidget(self._agreement_title)
        self.column.addWidget(self.agreement)
        self.column.addWidget(self.corrections)
        self.column.addSpacing(px(16))
        self.column.addWidget(label("A copy for the clinician", "heading"))
        self.column.addWidget(label(_COPY, "caption"))
        self.column.addWidget(self.printing, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._printed)
        self.column.addStretch(1)
        self._prompts_button.setCheckable(True)
        self._prompts_button.setAccessibleName("Show prompts for the conversation")
        self._show_prompts(wanted=False)
        self.form.hide()

    def _connect(self) -> None:
        self._prompts_button.toggled.connect(self._show_prompts)
        self._add_goal.clicked.connect(self.add_goal_requested)
        self.notes[RECOGNITION].entered.connect(self._reach_recognition)
        for key in (*DISCUSSION, THEIR_AIMS, AGREED_FACTS, THEIR_COMMENT):
            self.notes[key].entered.connect(self._reach_discussion)
        self.agreement.entered.connect(self._reach_agreement)

    def _reach_recognition(self) -> None:
        self.reached.emit(Step.RECOGNISE)

    def _reach_discussion(self) -> None:
        self.reached.emit(Step.DISCUSS)

    def _reach_agreement(self) -> None:
        self.reached.emit(Step.AGREE)


def _beside(title: QWidget, action: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(title, 1)
    row.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
