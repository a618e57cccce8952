"""One stage of the board: number, title, aim, its checklist, and a form for its words in the same place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cdconsole.domain.framework import ChecklistItem, Stage
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.framework.quiet_link import quiet_link
from cdconsole.ui.screens.framework.state import (
    TITLE,
    WHOLE,
    Form,
    done_when_words,
    progress_words,
    ticked_words,
)
from cdconsole.ui.theme.fonts import px

_AIM_HEIGHT = 56


class StageCard(QFrame):
    """Emits ticks, and what is typed over the title and the aim."""

    item_ticked = Signal(str, bool)
    edit_requested = Signal(int)
    save_requested = Signal(str, str)
    editing_ended = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._number = stage.number
        self._form: Form[Stage] | None = None
        self._title, self._progress = label("", "heading"), label("", "secondary", wraps=False)
        self._aim, self._done_when = label(""), label("", "secondary")
        self._edit = quiet_link("Edit")
        self._items = [_Item(item) for item in stage.items]
        self._title_edit, self._aim_edit = QLineEdit(), QPlainTextEdit()
        self._aim_edit.setTabChangesFocus(True)
        self._aim_edit.setFixedHeight(px(_AIM_HEIGHT))
        self._title_field, self._aim_field = (
            Field(f"Title of stage {stage.number}", self._title_edit),
            Field("Aim", self._aim_edit),
        )
        self._whole = label("", "warning")
        self._save, self._cancel = button("Save", "primary"), button("Cancel")
        self._words, self._editor = self._words_part(), self._editor_part()
        self._lay_out()
        self._connect()

    def show_stage(self, stage: Stage, form: Form[Stage] | None, *, may_edit: bool) -> None:
        """Show the stage anew, and its form if that is open."""
        self.setAccessibleName(f"Stage {stage.number}, {stage.title}")
        self._title.setText(f"{stage.number}  {stage.title}")
        self._progress.setText(progress_words(stage))
        self._aim.setText(stage.aim)
        self._done_when.setText(done_when_words(stage))
        self._edit.setAccessibleName(f"Edit stage {stage.number}, {stage.title}")
        self._edit.setVisible(may_edit)
        for shown, item in zip(self._items, stage.items, strict=True):
            shown.show_item(item)
        self._show_form(form)

    def _show_form(self, form: Form[Stage] | None) -> None:
        was, self._form = self._form, form
        self._words.setVisible(form is None)
        self._editor.setVisible(form is not None)
        if form is None:
            if was is not None:
                self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if was is None:
            self._title_edit.setText(form.of.title)
            self._aim_edit.setPlainText(form.of.aim)
            self._title_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._title_field.say(form.problems.get(TITLE, ""))
        self._whole.setText(form.problems.get(WHOLE, ""))
        self._whole.setVisible(WHOLE in form.problems)
        self._save.setEnabled(not form.is_busy)

    def _words_part(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._title, 1)
        top.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignVCenter)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addLayout(top)
        column.addWidget(self._aim)
        return part

    def _editor_part(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._whole, 1)
        buttons.addStretch(0)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._title_field)
        column.addWidget(self._aim_field)
        column.addLayout(buttons)
        return part

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(px(8))
        column.addWidget(self._words)
        column.addWidget(self._editor)
        for item in self._items:
            column.addWidget(item)
        column.addWidget(self._done_when)
        column.addStretch(1)

    def _connect(self) -> None:
        for item in self._items:
            item.ticked.connect(self.item_ticked)
        self._edit.clicked.connect(self._ask_edit)
        self._save.clicked.connect(self._ask_save)
        self._cancel.clicked.connect(self.editing_ended)
        self._title_edit.returnPressed.connect(self._ask_save)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._editor)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.editing_ended)

    def _ask_edit(self) -> None:
        self.edit_requested.emit(self._number)

    def _ask_save(self) -> None:
        self.save_requested.emit(self._title_edit.text(), self._aim_edit.toPlainText())


class _Item(QWidget):
    """A check box, and who ticked it when."""

    ticked = Signal(str, bool)

    def __init__(self, item: ChecklistItem) -> None:
        super().__init__()
        self._key = item.key
        self._box = QCheckBox(item.text)
        self._who: QLabel = label("", "caption")
        self._who.setContentsMargins(px(26), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._box)
        column.addWidget(self._who)
        self._box.clicked.connect(self._tick)

    def show_item(self, item: ChecklistItem) -> None:
        """Show the item anew."""
        self._box.setChecked(item.done_at is not None)
        words = ticked_words(item)
        self._box.setAccessibleDescription(words)
        self._who.setText(words)
        self._who.setVisible(bool(words))

    def _tick(self, is_done: bool) -> None:
        self.ticked.emit(self._key, is_done)
