"""A measure on a page: title, n, plain reading, the chart, and its icons with their words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.charts.chart_table import ChartTable
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.charts.spc_icons import IconWithWords
from cdconsole.ui.charts.wording import (
    as_html_table,
    as_tab_separated,
    assurance_words,
    chart_description,
    table_rows,
)
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon

_BETWEEN = "  ·  "
_SIDE, _NARROW_SIDE, _NARROW, _TIGHT, _LOWEST = 152, 140, 640, 480, 192


class ChartCard(QFrame):
    """One chart with all that must stand beside it; Ctrl+C copies its table.

    ``point_chosen`` carries the Month, ``definition_requested`` the MeasureId.
    """

    point_chosen = Signal(object)
    definition_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charted: MeasureChart | None = None
        self._table: ChartTable | None = None
        self.setProperty("role", "card")
        self._title, self._n, self._reading = _label("strong"), _label("caption"), _label("")
        self._challenges = _label("secondary")
        self._foot, self._missing = _label("caption"), _label("secondary")
        self._variation, self._assurance = IconWithWords(), IconWithWords()
        self._definition = QToolButton()
        self.chart = SpcChartView()
        self._assemble()
        self._dress()
        self._connect()

    def show_chart(self, chart: MeasureChart, shading: tuple[Exposure, ...] = (), *, team_visible: bool = True) -> None:
        """Show a measure's chart, or calmly why there is none."""
        self._charted = chart
        has_chart = not chart.unavailable
        self._title.setText(chart.measure.title)
        self._n.setText(_BETWEEN.join(part for part in (chart.n_text, chart.quality) if part))
        self._n.setToolTip("\n".join([f"Data quality: {chart.quality}", *chart.quality_reasons]))
        self._n.setAccessibleDescription(chart.quality_words)
        self._reading.setText(chart.spoken_reading)
        self._challenges.setText("\n".join(map(str, chart.challenges)))
        self._challenges.setVisible(has_chart and bool(chart.challenges))
        self._reading.setVisible(has_chart and bool(chart.reading))
        self._missing.setText(chart.unavailable)
        self._missing.setVisible(not has_chart)
        self._show_beside(chart, team_visible=team_visible)
        self._foot.setVisible(has_chart)
        self.chart.show_chart(chart, shading, team_visible=team_visible)
        self._definition.setAccessibleName(f"Definition of {chart.measure.title}")
        self.setAccessibleName(chart.measure.title)
        self.setAccessibleDescription(chart_description(chart))
        if self._table is not None:
            self._table.show_rows(self.table_rows())
        self._arrange()

    def table_rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the chart as a header and one row a month; nothing before a chart was shown."""
        return table_rows(self._charted) if self._charted is not None else ()

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
        self._arrange()

    def copy_table(self) -> None:
        """Put the table on the clipboard, as tab-separated text and as an HTML table."""
        rows = self.table_rows()
        if rows:
            Clipboard(QGuiApplication.clipboard()).put(as_tab_separated(rows), as_html_table(rows))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give wrapped text the height it needs at the new width."""
        super().resizeEvent(event)
        self._keep_height()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the table and the picture; the Menu key opens it too."""
        menu = self.menu()
        menu.popup(event.globalPos() if not event.globalPos().isNull() else self.mapToGlobal(QPoint(0, 0)))

    def menu(self) -> QMenu:
        """Return what can be done with this chart; it deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        as_table = menu.addAction("Show as table")
        as_table.setCheckable(True)
        as_table.setChecked(self._table is not None)
        as_table.toggled.connect(self._toggle_table)
        copy = QAction(icon(Icon.COPY), "Copy table", menu)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copy_table)
        menu.addAction(copy)
        menu.addAction("Copy picture").triggered.connect(self._copy_picture)
        return menu

    def _assemble(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(8)
        for widget, stretch in ((self._title, 0), (self._n, 1), (self._definition, 0)):
            header.addWidget(widget, stretch)
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
        layout.addLayout(header)
        layout.addWidget(self._reading)
        layout.addWidget(self._challenges)
        layout.addWidget(self._missing)
        layout.addLayout(self._body, 1)
        layout.addWidget(self._foot)
        for label in (self._n, self._reading, self._challenges, self._missing, self._foot):
            label.setWordWrap(True)
        self._n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self.chart.point_chosen.connect(self.point_chosen)
        self._definition.clicked.connect(self._ask_for_definition)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_table)

    def _dress(self) -> None:
        self._definition.setIcon(icon(Icon.INFO))
        self._definition.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
        self._definition.setToolTip("Definition")
        self._arrange()

    def _show_beside(self, chart: MeasureChart, *, team_visible: bool) -> None:
        values = chart.chart
        self._variation.show_icon(values.icon, values.icon.words)
        self._assurance.show_icon(values.assurance, assurance_words(values.assurance))
        lines = (*values.notes, chart.team_note if team_visible else "", values.profile.title)
        self._foot.setText(_BETWEEN.join(line for line in lines if line))

    def _arrange(self) -> None:
        has_chart = self._charted is not None and not self._charted.unavailable
        self.chart.setVisible(has_chart and self._table is None)
        self._side.setVisible(has_chart and self._table is None)
        self._keep_height()
        upright = QSizePolicy.Policy.Preferred if has_chart else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def _keep_height(self) -> None:
        """Ask for the height that wrapped text needs at this width: a scroll area would not ask by itself."""
        self._place_icons()
        needed = max(self._column.minimumHeightForWidth(self.width()), self._column.minimumSize().height())
        has_chart = self._charted is not None and not self._charted.unavailable
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

    def _toggle_table(self, wanted: bool) -> None:
        self.show_as_table(wanted=wanted)

    def _copy_picture(self) -> None:
        self.chart.copy_image()

    def _ask_for_definition(self) -> None:
        if self._charted is not None:
            self.definition_requested.emit(self._charted.measure.id)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
