"""A measure's single records on a page: n, sentence, every record over time, or how they are spread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.ui.charts.copied_table import html_tables, tab_separated
from cdconsole.ui.charts.distribution_curve import DistributionCurve
from cdconsole.ui.charts.distribution_wording import distribution_rows, spread_text
from cdconsole.ui.charts.record_scatter import RecordScatter
from cdconsole.ui.forms import button, label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px

_VIEWS = ("Record by record", "How they are spread")
_HOW = (
    "Drag or press the arrow keys to move. Plus and minus, or Ctrl and the wheel, zoom; Page Up and Page Down zoom the"
    " values alone. The boxes are the quarters' quartiles, the thick line is the median.",
    "The line rises at each value by the records that have it. Left and Right go from value to value. Above it the"
    " middle half of the records is a box, with whiskers to the last record within one and a half times its length.",
)


class RecordCard(QFrame):
    """One distribution with all that must stand beside it; Ctrl+C copies it as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._shown: RecordDistribution | None = None
        self._title, self._n, self._sentence = label("", "strong", wraps=False), label("", "caption"), label("")
        self._said, self._how = label("", "caption"), label("", "caption")
        self._tabs, self._views = PageTabs("How the records are shown"), QStackedWidget()
        self._closer, self._farther, self._all, self._copy = button("+"), button("−"), button("All"), button("Copy")
        self.scatter, self.curve = RecordScatter(), DistributionCurve()
        self._words = ["", ""]
        self._name()
        self._lay_out()
        self._connect()

    def show_distribution(self, shown: RecordDistribution | None, problem: str = "") -> None:
        """Show records; while there are none yet say so, or what went wrong."""
        self._shown = shown
        has_records = self.has_records
        for part in (self._views, self._said, self._how, self._tabs, self._all, self._copy, self._n):
            part.setVisible(has_records)
        if shown is not None:
            self._n.setText(f"n {len(shown):,} {shown.measure.denominator_noun}")
            title = f"{shown.measure.title.partition(',')[0]}, every record"
            self._title.setText(title)
            self.setAccessibleName(title)
        if shown is not None and has_records:
            self.scatter.show_distribution(shown)
            self.curve.show_distribution(shown)
        self._turn_to(self._tabs.currentIndex())
        if not has_records:
            self._sentence.setText(shown.sentence if shown is not None else problem or "Reading the records…")

    @property
    def has_records(self) -> bool:
        """Return whether there are records to look at."""
        return self._shown is not None and len(self._shown) > 0

    def take_focus(self) -> None:
        """Take the keyboard, on what is shown of the records."""
        (self.curve if self._views.currentIndex() else self.scatter).setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_table(self) -> None:
        """Put how the records are spread on the clipboard, as tab-separated text and as HTML tables."""
        if self._shown is not None and self.has_records:
            rows = distribution_rows(self._shown)
            Clipboard(QGuiApplication.clipboard()).put(tab_separated(*rows), html_tables(*rows))

    def _turn_to(self, at: int) -> None:
        """Show the records one by one (0), or how they are spread (1)."""
        self._views.setCurrentIndex(at)
        for zoom in (self._closer, self._farther):
            zoom.setVisible(self.has_records and at == 0)
        self._how.setText(_HOW[at])
        self._said.setText(self._words[at])
        if self._shown is not None:
            self._sentence.setText(spread_text(self._shown) if at else self._shown.sentence)

    def _say(self, at: int, words: str) -> None:
        self._words[at] = words
        if at == self._views.currentIndex():
            self._said.setText(words)

    def _show_all(self) -> None:
        (self.curve if self._views.currentIndex() else self.scatter).show_all()

    def _connect(self) -> None:
        def say_of_scatter(words: str) -> None:
            self._say(0, words)

        def say_of_curve(words: str) -> None:
            self._say(1, words)

        self.scatter.viewed.connect(say_of_scatter)
        self.curve.read_out.connect(say_of_curve)
        self._tabs.currentChanged.connect(self._turn_to)
        self._closer.clicked.connect(self.scatter.zoom_in)
        self._farther.clicked.connect(self.scatter.zoom_out)
        self._all.clicked.connect(self._show_all)
        self._copy.clicked.connect(self.copy_table)
        copy = QShortcut(QKeySequence("Ctrl+C"), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_table)

    def _name(self) -> None:
        for view in _VIEWS:
            self._tabs.addTab(view)
        for control, name in (
            (self._closer, "Zoom in"),
            (self._farther, "Zoom out"),
            (self._all, "Show all records"),
            (self._copy, "Copy as a table (Ctrl+C)"),
        ):
            control.setAccessibleName(name)
            control.setToolTip(name)

    def _lay_out(self) -> None:
        header, choices = QHBoxLayout(), QHBoxLayout()
        for row in (header, choices):
            row.setSpacing(px(8))
        header.addWidget(self._title)
        header.addWidget(self._n, 1)
        self._n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        choices.addWidget(self._tabs, 1)
        for control in (self._closer, self._farther, self._all, self._copy):
            choices.addWidget(control)
        for view in (self.scatter, self.curve):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(16), px(8))
        column.setSpacing(px(4))
        column.addLayout(header)
        column.addLayout(choices)
        column.addWidget(self._sentence)
        column.addWidget(self._views, 1)
        column.addWidget(self._said)
        column.addWidget(self._how)
