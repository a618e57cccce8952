"""A measure on a page: title, n, plain reading, the chart, its icons with their words, and its notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import SystemRandom

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.peers import PeerStrip
from cdconsole.ui.charts.chart_foot import ChartFoot
from cdconsole.ui.charts.chart_head import ChartHead
from cdconsole.ui.charts.chart_table import ChartTable
from cdconsole.ui.charts.copied_table import as_html_table, as_tab_separated
from cdconsole.ui.charts.peer_strip import PeerStripView
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.charts.spc_icons import IconWithWords
from cdconsole.ui.charts.wording import assurance_words, chart_description, table_rows
from cdconsole.ui.forms import label
from cdconsole.ui.off_screen import drawn_off_screen
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import Icon, icon

_SIDE, _NARROW_SIDE, _NARROW, _TIGHT, _LOWEST = 152, 140, 640, 480, 192
_PICTURE_WIDTH, _PICTURE_HEIGHT = 960, 320


@dataclass(frozen=True)
class Shown:
    """What a card shows."""

    chart: MeasureChart
    shading: tuple[Exposure, ...] = ()
    team_visible: bool = True
    peers: PeerStrip | None = None

    @property
    def has_chart(self) -> bool:
        """Return whether there is a chart, and not only the reason why there is none."""
        return not self.chart.unavailable


class ChartCard(QFrame):
    """One chart with all that must stand beside it; Ctrl+C copies its table, Ctrl+Shift+C its picture.

    ``point_chosen`` and ``note_requested`` carry the Month, ``definition_requested`` the MeasureId; ``filled``
    says that something else is shown.
    """

    point_chosen = Signal(object)
    note_requested = Signal(object)
    definition_requested = Signal(object)
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self._table: ChartTable | None = None
        self.setProperty("role", "card")
        self.head, self._foot = ChartHead(), ChartFoot()
        self._reading, self._challenges, self._missing = label(""), label("", "secondary"), label("", "secondary")
        self._interpreted = label("", "secondary")
        self._variation, self._assurance = IconWithWords(), IconWithWords()
        self.chart = SpcChartView()
        self._peers = PeerStripView()
        self._assemble()
        self._as_table = self.add_action("Show as table", "", self._toggle_table)
        self._as_table.setCheckable(True)
        self._copy = self.add_action("Copy table", "Ctrl+C", self.copy_table)
        self._copy_picture = self.add_action("Copy picture", "Ctrl+Shift+C", self.copy_picture)
        self.chart.point_chosen.connect(self.point_chosen)
        self.chart.note_requested.connect(self.note_requested)
        self.chart.read_out.connect(self._foot.read_out)
        self.head.definition_requested.connect(self._ask_for_definition)
        self.head.menu_requested.connect(self._open_menu)
        self._arrange()

    def show_chart(self, chart: MeasureChart, shading: tuple[Exposure, ...] = (), *, team_visible: bool = True) -> None:
        """Show a measure's chart, or calmly why there is none."""
        self.show_whole(Shown(chart, shading, team_visible))

    def show_whole(self, shown: Shown) -> None:
        """Show as ``show_chart`` does, everything at once. Showing the same again changes nothing."""
        if shown == self.shown:
            return
        self.shown = shown
        chart = shown.chart
        has_chart = shown.has_chart
        self.head.show_chart(chart)
        self._reading.setText(chart.spoken_reading)
        self._challenges.setText("\n".join(map(str, chart.challenges)))
        self._challenges.setVisible(has_chart and bool(chart.challenges))
        self._reading.setVisible(has_chart and bool(chart.reading))
        self._interpreted.setText(chart.interpreted)
        self._interpreted.setVisible(has_chart and bool(chart.interpreted))
        self._missing.setText(chart.unavailable)
        self._missing.setVisible(not has_chart)
        self._variation.show_icon(chart.chart.icon, chart.chart.icon.words)
        self._assurance.show_icon(chart.chart.assurance, assurance_words(chart.chart.assurance))
        self._foot.show_chart(chart, team_visible=shown.team_visible)
        self._foot.setVisible(has_chart)
        self._peers.show_strip(shown.peers if has_chart else None)
        self.chart.show_chart(chart, shown.shading, team_visible=shown.team_visible)
        self.setAccessibleName(chart.measure.title)
        self.setAccessibleDescription(chart_description(chart))
        if self._table is not None:
            self._table.show_rows(self.table_rows())
        self._arrange()
        self.filled.emit()

    def table_rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the chart as a header and one row a month; nothing before a chart was shown."""
        return table_rows(self.shown.chart) if self.shown is not None else ()

    def show_as_table(self, *, wanted: bool) -> None:
        """Show the months as a table in the chart's place, or the chart again."""
        if wanted and self._table is None:
            self._table = ChartTable()
            self._table.show_rows(self.table_rows())
            self._body.insertWidget(0, self._table, 1)
            self._table.show()
        if self._table is not None and not wanted:
            self._body.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
            self._table = None
        self._as_table.setChecked(wanted)
        self._arrange()

    def copy_table(self) -> None:
        """Put the table on the clipboard, as tab-separated text and as an HTML table."""
        if self.shown is not None:
            peers = to_take_along(self.shown).peers
            Clipboard(QGuiApplication.clipboard()).put(
                as_tab_separated(self.shown.chart, peers), as_html_table(self.shown.chart, peers)
            )

    def copy_picture(self) -> None:
        """Put a picture of the whole card on the clipboard."""
        if self.shown is not None:
            Clipboard(QGuiApplication.clipboard()).put_picture(card_picture(self.shown))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give wrapped text the height it needs at the new width."""
        super().resizeEvent(event)
        self._keep_height()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the menu; the Menu key opens it too."""
        menu = self.menu()
        menu.popup(event.globalPos() if not event.globalPos().isNull() else self.mapToGlobal(QPoint(0, 0)))

    def menu(self) -> QMenu:
        """Return what can be done with this chart; it deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._copy.setIcon(icon(Icon.COPY))
        menu.addActions(self.actions())
        return menu

    def add_action(self, words: str, shortcut: str, does: Callable[[], None]) -> QAction:
        """Add something that can be done with this chart: to its menu, and by a key while it has the keyboard."""
        action = QAction(words, self)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(does)
        self.addAction(action)
        return action

    def _assemble(self) -> None:
        self._side = QWidget()
        self._icons = side = QVBoxLayout(self._side)
        side.setContentsMargins(8, 4, 0, 4)
        side.setSpacing(8)
        side.addWidget(self._variation)
        side.addWidget(self._assurance)
        side.addStretch(1)
        self._body = QHBoxLayout()
        self._body.setSpacing(8)
        self._body.addWidget(self.chart, 1)
        self._body.addWidget(self._side)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 8)
        layout.setSpacing(0)
        for part in (self.head, self._reading, self._interpreted, self._challenges, self._missing):
            layout.addWidget(part)
        layout.addLayout(self._body, 1)
        layout.addWidget(self._peers)
        layout.addWidget(self._foot)

    def _arrange(self) -> None:
        has_chart = self.shown is not None and self.shown.has_chart
        self.chart.setVisible(has_chart and self._table is None)
        self._side.setVisible(has_chart and self._table is None)
        self._keep_height()
        upright = QSizePolicy.Policy.Preferred if has_chart else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def _keep_height(self) -> None:
        """Ask for the height that wrapped text needs at this width: a scroll area would not ask by itself."""
        self._place_icons()
        needed = max(self._column.minimumHeightForWidth(self.width()), self._column.minimumSize().height())
        has_chart = self.shown is not None and self.shown.has_chart
        self.setMinimumHeight(max(px(_LOWEST), needed) if has_chart else needed)

    def _place_icons(self) -> None:
        """Put the icons beside the chart; under it where they would leave the months no room."""
        width, is_tight = self.width(), self.width() < px(_TIGHT)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(down if is_tight else across)
        self._icons.setDirection(across if is_tight else down)
        for at, share in enumerate((1, 1, 0) if is_tight else (0, 0, 1)):
            self._icons.setStretch(at, share)
        side = px(_NARROW_SIDE if width < px(_NARROW) else _SIDE)
        self._side.setMinimumWidth(0 if is_tight else side)
        self._side.setMaximumWidth(width if is_tight else side)

    def _open_menu(self) -> None:
        self.menu().popup(self.head.mapToGlobal(self.head.rect().bottomRight()))

    def _toggle_table(self) -> None:
        self.show_as_table(wanted=self._table is None)

    def _ask_for_definition(self) -> None:
        if self.shown is not None:
            self.definition_requested.emit(self.shown.chart.measure.id)


def card_picture(shown: Shown) -> QPixmap:
    """Return a chart with title, n, sentence, notes and rules, as it may never stand without them."""
    card = ChartCard()
    card.show_whole(to_take_along(shown))
    card.head.offer(menu=False, definition=False)
    return drawn_off_screen(card, px(_PICTURE_WIDTH), px(_PICTURE_HEIGHT))


def to_take_along(shown: Shown) -> Shown:
    """Return what leaves the screen: its peers have letters of their own, so that two copies can't be compared."""
    return shown if shown.peers is None else replace(shown, peers=shown.peers.dealt_anew(SystemRandom()))
