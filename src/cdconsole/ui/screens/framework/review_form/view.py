"""The page of the review form: the questions by domain, to read and to change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.review_form.state import ReviewFormState, written_words
from cdconsole.ui.theme.fonts import px

_READABLE = 860
_EXPLAINED = (
    "Questions that stand beside the notes of a review. A conversation needs few of them; what is said is written "
    "into the review, never here."
)


class ReviewFormView(QScrollArea):
    """Emits what the person wants; shows a state with its form."""

    edit_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: ReviewForm | None = None
        self._edit = button("Change the questions…", "primary")
        self._written, self._problem = label("", "secondary"), label("", "warning")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(px(4))
        self._lay_out()
        self._edit.clicked.connect(self.edit_requested)

    def show_state(self, state: ReviewFormState) -> None:
        """Show everything anew."""
        self._edit.setEnabled(state.shown is not None)
        self._written.setText(written_words(state.shown) if state.shown else "Reading the questions…")
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        if state.shown != self._shown:
            self._shown = state.shown
            self._show_sections(state.shown.sections if state.shown else ())
        self._forms.show(state.form)

    def _show_sections(self, sections: tuple[PromptSection, ...]) -> None:
        while self._sections.count():
            taken = self._sections.takeAt(0)
            gone = None if taken is None else taken.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for section in sections:
            title = label(section.title, "heading")
            title.setContentsMargins(0, px(12), 0, 0)
            self._sections.addWidget(title)
            for question in section.questions:
                self._sections.addWidget(label(f"•  {question}"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(_EXPLAINED), 1)
        top.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        top.setSpacing(px(24))
        inside = QWidget()
        inside.setMaximumWidth(px(_READABLE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(24), px(24))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._written)
        column.addWidget(self._problem)
        column.addLayout(self._sections)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
