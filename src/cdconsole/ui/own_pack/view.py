"""Pack mode: records to tick, charts to read and challenge, one's own view, the review to answer, the reply to save."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.attribution import MyRecord
from cdconsole.domain.clinician_pack import REPLY_SUFFIX, OwnPack, PackContent
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.own_pack.charts_page import ChartsPage
from cdconsole.ui.own_pack.looks_page import LooksPage
from cdconsole.ui.own_pack.quarters_page import QuartersPage
from cdconsole.ui.own_pack.reading_column import ReadingColumn
from cdconsole.ui.own_pack.review_page import ReviewPage
from cdconsole.ui.own_pack.self_view_page import SelfViewPage
from cdconsole.ui.own_pack.sheet_page import SheetPage
from cdconsole.ui.own_pack.state import OwnPackState
from cdconsole.ui.own_pack.words import goal_passages
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.clinician.job_plan_panel import JobPlanPanelView
from cdconsole.ui.screens.data.validation.columns import RECORD_COLUMNS
from cdconsole.ui.screens.data.validation.state import Wanted
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.vote_line import VoteLine

_WIDTHS = (86, 100, 168, 168, 56, 160, 160, 0)  # of all but who entered a vote, which is no question here
_COLUMNS = tuple(replace(column, width=width) for column, width in zip(RECORD_COLUMNS, _WIDTHS, strict=False))


class OwnPackView(QWidget):
    """Emits what the owner wants; shows a state. ``self_view``, ``review`` and ``sheet`` emit for themselves."""

    voted = Signal(object, object, str, str)
    filter_chosen = Signal(object)
    challenge_requested = Signal(object)
    challenge_entered = Signal(object)
    challenge_ended = Signal()
    taken_back = Signal(object)
    place_chosen = Signal(str)

    def __init__(self, own: OwnPack, clipboard: Clipboard) -> None:
        super().__init__()
        self._title, self._about = label("", "title"), label("", "caption")
        self._progress, self._notice = label("", "strong", wraps=False), label("", "secondary")
        self._problem, self._empty = label("", "warning"), label("No record passes this filter.", "secondary")
        self._save, self._wanted = button("Save reply…", "primary"), QComboBox()
        self._place = SavePlace(self, "Save the reply", "Reply to a clinician's pack", REPLY_SUFFIX[1:])
        self._model: RecordTableModel[MyRecord] = RecordTableModel(_COLUMNS, _key, self)
        self._records = RecordTable(self._model, clipboard, "My own records", WARD_ROW_HEIGHT)
        self._line = VoteLine()
        self._charts = ChartsPage(own.content.charts)
        self.self_view, self.review = SelfViewPage(), ReviewPage(own.content)
        self._going_out = label("", "secondary")
        self._quarters = QuartersPage(own.content.quarters) if own.content.quarters else None
        self._panel = JobPlanPanelView(may_edit=False)
        self._panel.show_panel(own.content.charts.panel)
        self.sheet = None if own.content.sheet is None else SheetPage(own.content.sheet)
        self._goals, self._looks = _goals_page(own.content), LooksPage(own.content, clipboard)
        self._tabs, self._pages = PageTabs("Pages of the pack"), QStackedWidget()
        self._form = FormHost(self, self.challenge_entered.emit, self.challenge_ended.emit)
        self.setFocusProxy(self._records)
        self._lay_out()
        self._connect()

    def show_state(self, state: OwnPackState) -> None:
        """Show everything anew; marked records stay marked."""
        self._title.setText(state.title)
        self._about.setText(state.about)
        self._progress.setText(state.progress)
        self._notice.setText(state.notice or state.sent)
        self._notice.setVisible(bool(state.notice or state.sent))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._wanted.setCurrentIndex(self._wanted.findData(state.wanted.name))
        self._show_records(state.rows)
        self._empty.setVisible(not state.rows)
        self._going_out.setText(state.going_out)
        self.self_view.show_view(state.own.draft.view)
        if self.sheet is not None:
            self.sheet.show_read(state.own.draft.read)
        self.review.show_draft(state.own.draft, state.mark_problem)
        self._charts.show_challenges(state.own.draft.challenges)
        self._form.show(state.form)
        self._tell_marked()

    def show_page(self, title: str) -> None:
        """Turn to the page that its tab calls so; stay where there is none."""
        titles = [self._tabs.tabText(at) for at in range(self._tabs.count())]
        if title in titles:
            self._tabs.setCurrentIndex(titles.index(title))

    def _show_records(self, records: tuple[MyRecord, ...]) -> None:
        if records == self._model.rows():
            return
        place, marked = self._records.currentIndex().row(), {record.key for record in self._marked()}
        self._model.replace_all(records)
        if records:
            first = next((at for at in range(len(records)) if self._model.row_at(at).key in marked), None)
            row = min(max(place, 0), len(records) - 1) if first is None else first
            self._records.show_current(self._model.row_at(row).key)

    def _marked(self) -> list[MyRecord]:
        rows = sorted({index.row() for index in self._records.selectionModel().selectedRows()})
        return [self._model.row_at(row) for row in rows]

    def _tell_marked(self) -> None:
        marked = self._marked()
        self._line.enable(is_possible=bool(marked))
        only = marked[0].vote if len(marked) == 1 else None
        self._line.fill("" if only is None else only.comment, None)

    def _vote(self, vote: object, comment: str, colleague: str) -> None:
        """Pass a vote on, and go to the next record where one was marked and is still listed."""
        marked, place = self._marked(), self._records.currentIndex().row()
        if not marked:
            return
        self.voted.emit(marked, vote, comment, colleague)
        rows = self._model.rows()
        if len(marked) == 1 and 0 <= place < len(rows) and self._model.row_at(place).key == marked[0].key:
            self._records.show_current(self._model.row_at(min(place + 1, len(rows) - 1)).key)

    def _choose_wanted(self, _index: int) -> None:
        self.filter_chosen.emit(Wanted[self._wanted.currentData()])

    def _ask_place(self) -> None:
        self._place.ask(f"my-reply{REPLY_SUFFIX}")

    def _connect(self) -> None:
        self._wanted.setAccessibleName("Which records are listed")
        for wanted in Wanted:
            self._wanted.addItem(wanted.value, wanted.name)
        self._records.selectionModel().selectionChanged.connect(self._tell_marked)
        self._wanted.activated.connect(self._choose_wanted)
        self._line.listen_on(self._records)
        self._line.voted.connect(self._vote)
        self._save.clicked.connect(self._ask_place)
        self._place.chosen.connect(self.place_chosen)
        self._charts.challenge_requested.connect(self.challenge_requested)
        self._charts.taken_back.connect(self.taken_back)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self._title, 1)
        top.addWidget(self._save)
        pages = [
            ("My records", self._records_page()),
            ("My charts and job plan", self._charts_page()),
            ("My view", self.self_view),
            ("The review", self.review),
            ("My goals", self._goals),
            ("Who looked", self._looks),
        ]
        if self._quarters is not None:
            pages.insert(2, ("My quarters", self._quarters))
        if self.sheet is not None:
            pages.append(("How my data are used", self.sheet))
        for title, page in pages:
            self._tabs.addTab(title)
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        for part in (self._about, self._going_out, self._problem, self._notice, self._tabs):
            column.addWidget(part)
        column.addWidget(self._pages, 1)

    def _records_page(self) -> QWidget:
        page, row = QWidget(), QHBoxLayout()
        row.addWidget(self._progress)
        row.addStretch(1)
        row.addWidget(self._wanted)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addWidget(self._records, 1)
        for part in (self._empty, self._line):
            column.addWidget(part)
        return page

    def _charts_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._panel)
        row.addWidget(self._charts, 1)
        return page


def _goals_page(content: PackContent) -> ReadingColumn:
    page = ReadingColumn("My goals")
    page.add_passages(
        goal_passages("Goal", content.goals, {chart.measure.id: chart.measure for chart in content.charts.charts})
    )
    if not content.goals:
        page.column.addWidget(label("No goal has been agreed in an earlier review.", "secondary"))
    page.column.addStretch(1)
    return page


def _key(record: MyRecord) -> str:
    return record.key
