"""The preparation sheet: one page to read before a review, and what can be done from it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.guidance import Guidance
from cdconsole.domain.preparation import Preparation, PreparedLine, PreparedPart
from cdconsole.domain.review import Domain
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.printed.buttons import PrintButtons
from cdconsole.ui.screens.reviews.scroll_column import ScrollColumn, separator
from cdconsole.ui.screens.reviews.state import SheetState
from cdconsole.ui.theme.fonts import px

_LEFT = frozenset({None, Domain.OBJECTIVES})
"""What stands in the wider column: everything before the domains, and the one that charts speak of."""


class SheetPage(QWidget):
    """Emits what the person wants; ``start_requested`` carries the id of the clinician whose sheet is shown."""

    left = Signal()
    start_requested = Signal(str)
    talk_requested = Signal()
    charts_requested = Signal()
    thank_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Preparation | None = None
        self._back = button("All reviews", "link")
        self._who, self._standing = label("", "title", wraps=False), label("", "secondary")
        self._made = label("", "caption")
        self.printing = PrintButtons("the preparation sheet")
        self._charts, self._thank = button("Open the charts"), button("Say thank you…")
        self._talk = button("Begin a conversation…", "link")
        self._start = button("Start the review", "primary")
        self._notice = label("", "secondary")
        self._wide = ScrollColumn("Recognition, their view and performance", margins=(24, 8, 24, 24))
        self._slim = ScrollColumn("Behaviour, talent and future", margins=(20, 8, 20, 24))
        self._lay_out()
        self._back.clicked.connect(self.left)
        self._charts.clicked.connect(self.charts_requested)
        self._thank.clicked.connect(self.thank_requested)
        self._start.clicked.connect(self._ask_start)
        self._talk.clicked.connect(self.talk_requested)

    def show_sheet(self, sheet: SheetState) -> None:
        """Show everything anew."""
        shown = sheet.preparation
        self._notice.setText(sheet.notice or ("Reading…" if shown is None else ""))
        self._notice.setVisible(bool(self._notice.text()))
        for part in (self._wide, self._slim, self.printing, self._talk, self._charts, self._thank, self._start):
            part.setVisible(shown is not None)
        if shown is None or shown == self._shown:
            return
        is_another = self._shown is None or self._shown.clinician_id != shown.clinician_id
        self._shown = shown
        self._who.setText(f"To prepare: {shown.clinician}")
        self._standing.setText(f"{shown.grade}. {shown.standing}")
        self._made.setText(
            f"Read {date_text(shown.made_on)}, data to {shown.data_to}. Nothing is recorded by reading it."
        )
        self._start.setText("Start the review" if shown.in_preparation is None else "Continue the review")
        self._start.setToolTip("Freezes the charts as they are now" if shown.in_preparation is None else "")
        _fill(self._wide, (part for part in shown.parts if part.domain in _LEFT))
        _fill(self._slim, (part for part in shown.parts if part.domain not in _LEFT))
        if is_another:
            self._wide.to_top()
            self._slim.to_top()

    def _ask_start(self) -> None:
        if self._shown is not None:
            self.start_requested.emit(self._shown.clinician_id)

    def take_focus(self) -> None:
        """Put the keyboard where the next step is."""
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._back)
        top.addStretch(1)
        for part in (
            GuidanceLink(Guidance.PREPARING),
            self.printing,
            self._talk,
            self._charts,
            self._thank,
            self._start,
        ):
            top.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(px(24), px(12), px(24), px(8))
        head.setSpacing(px(2))
        head.addLayout(top)
        for words in (self._who, self._standing, self._made, self._notice):
            head.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._wide, 3)
        row.addWidget(separator())
        row.addWidget(self._slim, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row, 1)


def _fill(column: ScrollColumn, parts: Iterable[PreparedPart]) -> None:
    """Put parts into a column in place of what stood there."""
    while column.column.count():
        item = column.column.takeAt(0)
        widget = None if item is None else item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    domain: Domain | None = None
    for part in parts:
        if part.domain is not domain and part.domain is not None:
            above = 16 if column.column.count() else 8
            column.column.addWidget(_spaced(label(part.domain.value, "heading"), above))
        domain = part.domain
        column.column.addWidget(_spaced(label(part.title, "heading" if domain is None else "strong"), 8))
        for line in part.lines:
            for text in _texts(line):
                column.column.addWidget(text)
    column.column.addStretch(1)


def _texts(line: PreparedLine) -> Iterable[QLabel]:
    said = [label(line.text)]
    if line.beside:
        said.append(label("\n".join(line.beside), "secondary"))
        said[-1].setContentsMargins(px(12), 0, 0, px(4))
    for each in said:
        each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return said


def _spaced(title: QLabel, above: int) -> QLabel:
    title.setContentsMargins(0, px(above), 0, 0)
    return title
