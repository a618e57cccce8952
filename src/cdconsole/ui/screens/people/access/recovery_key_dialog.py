"""The dialog that shows a new recovery key, prints it, and has it typed back from the paper."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.screens.people.access.dialog import AccessDialog, SecretText, points
from cdconsole.ui.screens.people.access.recovery_key import TYPED, OnPaper, PrintingKey, RecoverySheet, TypedBack
from cdconsole.ui.screens.people.access.recovery_paper import key_lines, print_sheet, save_sheet
from cdconsole.ui.screens.people.access.state import Dialog
from cdconsole.ui.theme.fonts import px

_KEY_SIZE, _KEY_LINES = 22, 3
_WHAT_IT_IS = (
    "A key on paper that opens everything, reviews too, and makes somebody the clinical director when passphrases are "
    "lost or people have gone.",
    "Print two copies, each for a sealed envelope in a place of its own: for instance with the SIRO and with the "
    "Caldicott Guardian.",
    "The program keeps no copy. It is shown only here, and forgotten when this window closes.",
)
_SAVING = (
    "A file is less safe than paper: whoever finds it can open the department, and copies of it stay in backups. If "
    "you must, save it to a memory stick, print it elsewhere and delete it."
)
_DOING = "Making it the recovery key. This can take a minute."


class RecoveryKeyDialog(AccessDialog):
    """First the key, then the empty field to type it back into."""

    def __init__(self, parent: QWidget, replaces: str) -> None:
        super().__init__(parent, "Recovery key", "Make it the recovery key", _DOING)
        self._sheet: RecoverySheet | None = None
        self._key = SecretText("Recovery key", _KEY_SIZE, _KEY_LINES)
        self._print, self._save = button("Print…"), button("Save as PDF…")
        self._on_paper = button("I have it on paper", "primary")
        self._back = button("Show the key again", "link")
        self._how_it_went = label("", "secondary")
        self._typed = PassphraseEdit(is_shown=True, minds_case=False)
        self._typed.line.setObjectName("typed_key")
        self.fields = {TYPED: Field("The key, typed from the paper", self._typed, "It shows that the paper is right.")}
        self._shown, self._checked = self._shown_part(replaces), self._checked_part()
        self.body.addWidget(self._shown)
        self.body.addWidget(self._checked)
        self._print.clicked.connect(self._ask_printer)
        self._save.clicked.connect(self._ask_place)
        self._on_paper.clicked.connect(self._turn)
        self._back.clicked.connect(self._turn_back)
        self._typed.line.returnPressed.connect(self.enter)

    def show_state(self, dialog: Dialog) -> None:
        """Show the key, or the field it is typed back into."""
        if isinstance(dialog, PrintingKey):
            self._sheet = dialog.sheet
            was_on_paper = self._checked.isVisibleTo(self)
            self._key.show_text("\n".join(key_lines(dialog.sheet)) if dialog.sheet and not dialog.is_on_paper else "")
            self._shown.setVisible(not dialog.is_on_paper)
            self._checked.setVisible(dialog.is_on_paper)
            self.agree.setVisible(dialog.is_on_paper)
            for part in (self._print, self._save, self._on_paper):
                part.setEnabled(dialog.sheet is not None)
            if dialog.is_on_paper and not was_on_paper:
                self._typed.setFocus()
        super().show_state(dialog)

    def enter(self) -> None:
        """Emit the key as it was typed back."""
        if self.agree.isEnabled():
            self.entered.emit(TypedBack(self._typed.text()))

    def forget(self) -> None:
        """Drop the key and what was typed."""
        self._sheet = None
        self._key.show_text("")
        self._typed.line.clear()

    def _shown_part(self, replaces: str) -> QWidget:
        before = (f"The one printed on {replaces} opens nothing newer once this one is in force: destroy it then.",)
        actions = QHBoxLayout()
        actions.addWidget(self._print)
        actions.addWidget(self._save)
        actions.addStretch(1)
        actions.addWidget(self._on_paper)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(points((*_WHAT_IT_IS, *before * bool(replaces))))
        column.addWidget(self._key)
        column.addLayout(actions)
        column.addWidget(self._how_it_went)
        column.addWidget(label(_SAVING, "caption"))
        self._how_it_went.hide()
        return part

    def _checked_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(
            label(
                "Type the key back from the paper. Only then it is in force. Capitals, spaces and hyphens don't matter."
            )
        )
        column.addWidget(self.fields[TYPED])
        column.addWidget(self._back)
        return part

    def _turn(self) -> None:
        self.entered.emit(OnPaper())

    def _turn_back(self) -> None:
        self.entered.emit(OnPaper(is_on_paper=False))

    def _ask_printer(self) -> None:
        if self._sheet is not None:
            print_sheet(self, self._sheet)

    def _ask_place(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, "Save the recovery key", "Recovery key.pdf", "PDF (*.pdf)")
        if path and self._sheet is not None:
            problem = save_sheet(path, self._sheet)
            self._how_it_went.setText(problem or f"Saved as {path}. Delete it as soon as it is on paper.")
            self._how_it_went.show()
