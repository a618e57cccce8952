"""The line above a chart: what is measured, n with its denominator and data quality, and what can be asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon

_BETWEEN = "  ·  "


class ChartHead(QWidget):
    """Title, n, and buttons: the large chart, what else can be done, the definition."""

    enlarge_requested = Signal()
    menu_requested = Signal()
    definition_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._n = label("", "strong", wraps=False), label("", "caption")
        self._n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.definition, self._enlarge, self._menu = QToolButton(), QToolButton(), QToolButton()
        self._buttons = (
            (self.definition, Icon.INFO, "Definition", self.definition_requested),
            (self._enlarge, Icon.ENLARGE, "Full screen (F11)", self.enlarge_requested),
            (self._menu, Icon.MORE, "Copy, save, and what else can be done", self.menu_requested),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._n, 1)
        for each, _icon, words, signal in self._buttons:
            each.setToolTip(words)
            each.clicked.connect(signal)
            row.addWidget(each)
        self._enlarge.hide()
        self._dress()

    def show_chart(self, chart: MeasureChart) -> None:
        """Name a chart, its n and its data quality."""
        title = chart.measure.title
        self._title.setText(title)
        self._n.setText(
            _BETWEEN.join(part for part in (chart.n_text, chart.measure.target_text, chart.quality) if part)
        )
        self._n.setToolTip("\n".join([f"Data quality: {chart.quality}", *chart.quality_reasons]))
        self._n.setAccessibleDescription(chart.quality_words)
        self._enlarge.setAccessibleName(f"Full screen: {title}")
        self._menu.setAccessibleName(f"More for {title}")
        self.definition.setAccessibleName(f"Definition of {title}")

    def offer(self, *, enlarging: bool = False, menu: bool = True, definition: bool = True) -> None:
        """Show only the buttons that lead somewhere."""
        self._enlarge.setVisible(enlarging)
        self._menu.setVisible(menu)
        self.definition.setVisible(definition)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _dress(self) -> None:
        for each, name, _words, _signal in self._buttons:
            each.setIcon(icon(name))
            each.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
