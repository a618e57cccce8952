"""The line above the charts: who, for how long back, with or without the team, and the way to the review."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.ui.forms import button
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.screens.clinician.chooser import ClinicianChooser
from cdconsole.ui.screens.clinician.state import PERIODS, ClinicianState
from cdconsole.ui.theme.fonts import px

_PATIENCE_MS, _GAP = 300, 12
_BETWEEN = "  ·  "


class Header(QWidget):
    """Emits what the person chose; ``chooser`` has signals of its own."""

    months_chosen = Signal(int)
    team_toggled = Signal(bool)
    peers_toggled = Signal(bool)
    review_requested = Signal()
    talk_requested = Signal()
    trail_requested = Signal(str)
    recorded_toggled = Signal(bool)
    check_requested = Signal()
    pack_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chooser = ClinicianChooser()
        self._about = _WholeOrNothing()
        self._about.setProperty("role", "secondary")
        self._about.setMinimumWidth(1)  # the first to give way: the charts say the same
        self._months = QComboBox()
        self._team = QCheckBox("Team line")
        self._peers = QCheckBox("Peers")
        self._review = button("Prepare review", "primary")
        self._trail = button("Who looked", "link")
        self._check = button("Check records", "link")
        self._pack = button("Pack…", "link")
        self._pack.setAccessibleName("Make a pack…")
        self._recorded = QCheckBox("As recorded")
        self._parts = (
            GuidanceLink(Guidance.VARIATION),
            self._trail,
            self._check,
            self._pack,
            self._months,
            self._recorded,
            self._team,
            self._peers,
            self._review,
        )
        self._state = ClinicianState()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._prepare()
        self._lay_out()

    def show_state(self, state: ClinicianState) -> None:
        """Show a state. Only a wait that can be felt is mentioned, so that a quick answer does not flicker."""
        self._state = state
        self.chooser.show_choice(state.clinicians, state.chosen)
        self._months.setCurrentIndex(self._months.findData(state.months))
        self._team.setChecked(state.is_team_visible)
        self._peers.setChecked(state.are_peers_visible)
        self._review.setEnabled(state.may_review)
        self._trail.setEnabled(state.may_review)
        self._check.setEnabled(state.may_review)
        self._pack.setEnabled(state.may_review)
        self._recorded.setChecked(state.is_as_recorded)
        self._recorded.setVisible(state.is_as_recorded or bool(state.page and state.page.votes_text))
        self._arrange()
        if not state.is_loading:
            self._patience.stop()
            self._about.setText(_about(state))
        elif not self._patience.isActive():
            self._patience.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _prepare(self) -> None:
        self._months.setAccessibleName("Months shown")
        for months in PERIODS:
            self._months.addItem(f"{months} months", months)
        self._team.setAccessibleName("Team line on the charts")
        self._team.setToolTip("Draw the team's line on every chart")
        self._peers.setAccessibleName("Unnamed peers under the charts")
        self._peers.setToolTip("Set this clinician's value beside those of unnamed colleagues, under every chart")
        self._peers.clicked.connect(self.peers_toggled)
        self._review.setToolTip("One page to read before the review; it records nothing. Menu: begin a conversation")
        self._months.activated.connect(self._choose_months)
        self._team.clicked.connect(self.team_toggled)
        self._review.clicked.connect(self.review_requested)
        self._trail.setToolTip("Who looked at these data, from the audit trail")
        self._trail.clicked.connect(self._ask_trail)
        self._check.setToolTip("What this clinician says of their records: mine, not mine, shared")
        self._check.clicked.connect(self.check_requested)
        self._pack.setToolTip("Give this clinician their own records and charts as one sealed file")
        self._pack.clicked.connect(self.pack_requested)
        self._review.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        talk = QAction("Begin a conversation…", self._review)
        talk.triggered.connect(self.talk_requested)
        self._review.addAction(talk)
        self._recorded.setToolTip("Draw the charts without what the clinician said of their records")
        self._recorded.clicked.connect(self.recorded_toggled)
        self._patience.timeout.connect(self._say_it_takes_longer)

    def _lay_out(self) -> None:
        who, what = QHBoxLayout(), QHBoxLayout()
        who.addWidget(self.chooser)
        who.addWidget(self._about, 1)
        what.addStretch()
        for part in self._parts:
            what.addWidget(part)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(px(24), px(12), px(24), px(12))
        self._row.addLayout(who, 1)
        self._row.addLayout(what)
        for row in (who, what, self._row):
            row.setSpacing(px(_GAP))

    def _arrange(self) -> None:
        """Put what can be done beside the name, or below it where something would be cut off."""
        shown = [part for part in (self.chooser, *self._parts) if not part.isHidden()]
        needed = sum(part.sizeHint().width() + px(_GAP) for part in shown) + px(48)
        is_wide = self.width() >= needed
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def _ask_trail(self) -> None:
        if self._state.chosen is not None:
            self.trail_requested.emit(self._state.chosen)

    def _choose_months(self, place: int) -> None:
        self.months_chosen.emit(self._months.itemData(place))

    def _say_it_takes_longer(self) -> None:
        page = self._state.page
        still = f", still showing {page.clinician.name}" if page and page.clinician.id != self._state.chosen else ""
        self._about.setText(f"Drawing the charts{still}…")


class _WholeOrNothing(QLabel):
    """A line that is not painted where it would be cut off."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint only what has room."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)


def _about(state: ClinicianState) -> str:
    grade = state.clinician.grade.value if state.clinician else ""
    period = str(state.page.period).replace(" - ", " – ") if state.page and state.page.charts else ""
    return _BETWEEN.join(part for part in (grade, period) if part)
