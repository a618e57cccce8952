"""The charts of a clinician: cards kept and filled anew, in one column or two, or a notice in their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.calendar import Month
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.record_distribution import is_by_record
from cdconsole.ui.chart_limits.desk import offer_limit_changes
from cdconsole.ui.chart_limits.forms import LimitTask
from cdconsole.ui.charts.chart_card import ChartCard, Shown
from cdconsole.ui.forms import button, label
from cdconsole.ui.notice import Notice
from cdconsole.ui.screens.clinician.state import ClinicianState
from cdconsole.ui.theme.fonts import px

_TWO_COLUMNS_FROM, _HIGHEST_CARD, _AT_ONCE = 1060, 400, 6
_LEFT_ASIDE = "Drawn as recorded, leaving aside: "


class ChartColumn(QStackedWidget):
    """Points chosen and notes requested carry the measure's id and the month, most other requests the measure's id.

    ``limits_requested`` carries the LimitTask, the MeasureChart and the month marked on it.
    """

    point_chosen = Signal(object, object)
    note_requested = Signal(object, object)
    definition_requested = Signal(object)
    challenge_requested = Signal(object)
    enlarge_requested = Signal(object)
    picture_requested = Signal(object)
    every_record_requested = Signal(object)
    limits_requested = Signal(object, object, object)
    notice_answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns = 1
        self._shown = 0
        self._inside = QWidget()
        self._cards: list[_Card] = []
        self._grid = QGridLayout()
        self._votes, self._chance = label("", "caption"), label("", "caption")
        self._scroll = QScrollArea()
        self._notice_title, self._notice_text = label("", "heading"), label("", "secondary")
        self._notice_button = button("")
        self._notice_button.clicked.connect(self.notice_answered)
        self._lay_out()
        self._make_cards(_AT_ONCE)  # so many at once, so that Tab reaches them before the drawer
        self._arrange()

    def show_charts(self, state: ClinicianState) -> None:
        """Fill the cards of a page; only a card more or less than before moves any of them."""
        page = state.page
        if page is None:
            return
        votes = page.votes_text and f"{_LEFT_ASIDE if page.is_as_recorded else ''}{page.votes_text}."
        self._votes.setText("\n".join(line for line in (state.said, votes) if line))
        self._votes.setVisible(bool(self._votes.text()))
        self._chance.setText(page.chance)
        self._chance.setVisible(bool(page.chance))
        self._make_cards(len(page.charts))
        for card, chart in zip(self._cards, page.charts, strict=False):
            card.measure = chart.measure.id
            card.show_whole(Shown(chart, page.shading, state.is_team_visible, state.peers_of(chart.measure.id)))
        if len(page.charts) != self._shown:
            self._shown = len(page.charts)
            self._arrange()
        self.setCurrentIndex(0)

    def show_notice(self, notice: Notice) -> None:
        """Say why there are no charts, and what to do."""
        self._notice_title.setText(notice.title)
        self._notice_text.setText(notice.text)
        self._notice_text.setVisible(bool(notice.text))
        self._notice_button.setText(notice.action.value)
        self._notice_button.setVisible(bool(notice.action.value))
        self.setCurrentIndex(1)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Return what the cards show, those without a chart left out."""
        found = (card.shown for card in self._cards[: self._shown])
        return tuple(each for each in found if each is not None and each.has_chart)

    @property
    def in_use(self) -> MeasureId | None:
        """Return the measure whose card has the keyboard."""
        return next((card.measure for card in self._cards if card.isAncestorOf(self.focusWidget())), None)

    def focus_card(self, measure: MeasureId) -> None:
        """Give a chart the keyboard back."""
        for card in self._cards:
            if card.measure == measure:
                card.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column or two."""
        super().resizeEvent(event)
        columns = 2 if self.width() >= px(_TWO_COLUMNS_FROM) else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(px(8), 0, px(8), px(8))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(4))
        # Cards grow only so far: a chart stretched tall makes ordinary variation look dramatic.
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        for line in (self._votes, self._chance):
            line.setContentsMargins(px(24), 0, px(24), px(4))
        column.addWidget(self._votes)
        column.addLayout(self._grid, 1)
        column.addWidget(self._chance)
        column.addStretch(0)
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(self._scroll)
        notice = QWidget()
        column = QVBoxLayout(notice)
        column.setContentsMargins(px(24), px(48), px(24), px(24))
        column.setSpacing(px(8))
        for part in (self._notice_title, self._notice_text):
            column.addWidget(part)
        column.addSpacing(px(8))
        column.addWidget(self._notice_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.addWidget(notice)

    def _make_cards(self, wanted: int) -> None:
        while len(self._cards) < wanted:
            card = _Card(self._inside)
            card.point_of_measure_chosen.connect(self.point_chosen)
            card.note_of_measure_requested.connect(self.note_requested)
            card.definition_requested.connect(self.definition_requested)
            card.challenge_requested.connect(self.challenge_requested)
            card.enlarge_requested.connect(self.enlarge_requested)
            card.picture_requested.connect(self.picture_requested)
            card.every_record_requested.connect(self.every_record_requested)
            offer_limit_changes(card, self._ask_limits)
            self._cards.append(card)

    def _ask_limits(self, task: LimitTask, card: ChartCard) -> None:
        if card.shown is not None:
            self.limits_requested.emit(task, card.shown.chart, card.chart.marked_month)

    def _arrange(self) -> None:
        for at, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            if at < self._shown:
                self._grid.addWidget(card, at // self._columns, at % self._columns)
            card.setVisible(at < self._shown)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)


class _Card(ChartCard):
    """A chart card that says whose point was chosen."""

    point_of_measure_chosen = Signal(object, object)
    note_of_measure_requested = Signal(object, object)
    challenge_requested = Signal(object)
    enlarge_requested = Signal(object)
    picture_requested = Signal(object)
    every_record_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.measure: MeasureId | None = None
        self.setMaximumHeight(px(_HIGHEST_CARD))
        self.point_chosen.connect(self._choose)
        self.note_requested.connect(self._note)
        self.head.offer(enlarging=True)
        self.head.enlarge_requested.connect(self._enlarge)
        self.add_action("Save picture…", "Ctrl+S", self._save_picture)
        self.add_action("Full screen (F11)", "", self._enlarge)
        self._every_record = self.add_action("Every record", "R", self._show_every_record)
        self.filled.connect(self._offer_records)
        self.add_action("Note on a month… (N)", "", self._note_newest)
        self.add_action("Challenge this…", "", self._challenge)

    def _challenge(self) -> None:
        self.challenge_requested.emit(self.measure)

    def _enlarge(self) -> None:
        self.enlarge_requested.emit(self.measure)

    def _offer_records(self) -> None:
        """Offer every record only where each has a value."""
        shown = self.shown
        self._every_record.setVisible(shown is not None and shown.has_chart and is_by_record(shown.chart.measure))

    def _show_every_record(self) -> None:
        self.every_record_requested.emit(self.measure)

    def _save_picture(self) -> None:
        self.picture_requested.emit(self.measure)

    def _note(self, month: Month) -> None:
        self.note_of_measure_requested.emit(self.measure, month)

    def _note_newest(self) -> None:
        if self.shown is not None and self.shown.has_chart:
            self._note(self.chart.marked_month or self.shown.chart.months[-1])

    def _choose(self, month: Month) -> None:
        self.point_of_measure_chosen.emit(self.measure, month)
