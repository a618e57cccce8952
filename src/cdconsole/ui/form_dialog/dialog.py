"""The dialog that shows a form and hands back what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdconsole.ui.follow_up.day_edit import DayEdit
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.theme.fonts import px

_WIDTH, _HEIGHT, _LIST_HEIGHT = 520, 620, 112
_MOST_UNSCROLLED = 8
_USUAL_LINES, _MOST_LINES, _MOST_GROWING = 2, 12, 8
_MARGINS, _LONGEST_LEAD = 48, 300


class FormDialog(QDialog):
    """``entered`` carries what was typed, as a mapping of the fields' names."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, form: FormState) -> None:
        super().__init__(parent)
        self.setWindowTitle(form.title)
        self._read: dict[str, Callable[[], str]] = {}
        self._fields: dict[str, Field] = {}
        self._notice = label("", "warning")
        self._save, self._cancel = button(form.action, "primary"), button("Cancel")
        self._lay_out(form)
        self._save.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self.show_form(form)

    def show_form(self, form: FormState) -> None:
        """Show what is wrong with each field; what was typed stays."""
        for name, each in self._fields.items():
            each.say(form.problems.get(name, ""))
            if name in form.problems:
                each.setFocus()  # a form that scrolls brings it into view
        self._notice.setText(form.notice)
        self._notice.setVisible(bool(form.notice))
        self._save.setEnabled(not form.is_busy)

    def event(self, event: QEvent) -> bool:
        """Grow with what is typed and said: a box or words that need more room would be cut off."""
        asks_for_room = event.type() is QEvent.Type.LayoutRequest
        is_handled = super().event(event)  # of its last event nothing is left of the dialog to be asked
        layout = self.layout() if asks_for_room else None
        if layout is not None:
            needed = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
            if needed > self.height():
                self.resize(self.width(), needed)
        return is_handled

    def _lay_out(self, form: FormState) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        if form.lead:
            column.addWidget(_lead(form.lead))
        fields = QVBoxLayout()
        fields.setSpacing(px(12))
        for each in form.fields:
            editor, self._read[each.name] = _editor(each)
            editor.setObjectName(each.name)
            self._fields[each.name] = Field(each.title, editor, each.hint)
            fields.addWidget(self._fields[each.name])
        if len(form.fields) > _MOST_UNSCROLLED or _growing_lines(form) > _MOST_LINES:
            column.addWidget(_scrolled(fields), 1)
            self.resize(px(_WIDTH), px(_HEIGHT))
        else:
            column.addLayout(fields)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column.addWidget(self._notice)
        column.addLayout(buttons)
        self.setFixedWidth(px(_WIDTH))

    def _enter(self) -> None:
        self.entered.emit({name: read() for name, read in self._read.items()})


class FormHost:
    """Keeps a view's one form dialog: opens, fills and takes it away as the state says.

    ``entered`` and ``ended`` are signals of the view.
    """

    def __init__(self, parent: QWidget, entered: Callable[[object], None], ended: Callable[[], None]) -> None:
        self._parent = parent
        self._entered = entered
        self._ended = ended
        self.dialog: FormDialog | None = None

    def show(self, form: FormState | None) -> None:
        """Show the form of a state, or none."""
        if form is None:
            gone, self.dialog = self.dialog, None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
            return
        if self.dialog is None:
            self.dialog = FormDialog(self._parent, form)
            self.dialog.entered.connect(self._entered)
            self.dialog.rejected.connect(self._ended)
            self.dialog.open()
        self.dialog.show_form(form)


def _lead(text: str) -> QWidget:
    """Return what is to be read first; a long text scrolls, so that the buttons stay on the screen."""
    words = label(text, "secondary")
    if words.heightForWidth(px(_WIDTH - _MARGINS)) <= px(_LONGEST_LEAD):
        return words
    words.setContentsMargins(0, 0, px(12), 0)
    area = QScrollArea()
    area.setWidget(words)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedHeight(px(_LONGEST_LEAD))
    area.setAccessibleName("What is to be read first")
    return area


def _scrolled(fields: QVBoxLayout) -> QScrollArea:
    """Return many fields in a part that scrolls, so that the buttons stay on the screen."""
    inside = QWidget()
    fields.setContentsMargins(0, 0, px(8), 0)
    inside.setLayout(fields)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _editor(each: FormField) -> tuple[QWidget, Callable[[], str]]:
    if each.kind is FieldKind.LINE:
        line = QLineEdit(each.value)
        return line, line.text
    if each.kind is FieldKind.DAY:
        day = DayEdit()
        day.show_day(date.fromisoformat(each.value))

        def read_day() -> str:
            return day.day().isoformat()

        return day, read_day
    if each.kind is FieldKind.CHOICE:
        box = QComboBox()
        for key, words in each.choices:
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(each.value)))

        def read_choice() -> str:
            return str(box.currentData() or "")

        return box, read_choice
    if each.kind is FieldKind.SEVERAL:
        return _ticked_list(each)
    is_page = each.lines > _MOST_GROWING  # or so: it scrolls
    text = TextEdit(each.lines, most_lines=each.lines) if is_page else TextEdit(each.lines)
    text.show_text(each.value)
    return text, text.toPlainText


def _growing_lines(form: FormState) -> int:
    """Return how many lines the texts begin with that are longer than usual, and grow."""
    return sum(each.lines for each in form.fields if _USUAL_LINES < each.lines <= _MOST_GROWING)


def _ticked_list(each: FormField) -> tuple[QWidget, Callable[[], str]]:
    """Return a list whose lines are ticked with the space bar or the mouse."""
    lines, ticked = QListWidget(), set(each.value.split())
    for key, words in each.choices:
        line = QListWidgetItem(words, lines)
        line.setData(Qt.ItemDataRole.UserRole, key)
        line.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
    lines.setFixedHeight(px(_LIST_HEIGHT))

    def read_ticked() -> str:
        found = (lines.item(at) for at in range(lines.count()))
        return " ".join(
            str(line.data(Qt.ItemDataRole.UserRole)) for line in found if line.checkState() is Qt.CheckState.Checked
        )

    return lines, read_ticked
