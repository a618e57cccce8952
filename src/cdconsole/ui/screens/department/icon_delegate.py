"""Draws a variation or assurance icon beside its words in a table cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cdconsole.domain.spc import AssuranceIcon, VariationIcon
from cdconsole.ui.charts.spc_icons import paint_assurance, paint_variation
from cdconsole.ui.charts.style import screen_style
from cdconsole.ui.screens.department.grouping import SummaryRow
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_DISC, _PADDING = 24, 8


class IconDelegate(QStyledItemDelegate):
    """For one column of the summary table; the words are the model's own text."""

    def __init__(
        self, model: RecordTableModel[SummaryRow], icon_of: Callable[[SummaryRow], VariationIcon | AssuranceIcon]
    ) -> None:
        super().__init__(model)
        self._model = model
        self._icon_of = icon_of

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the icon left and the words right of it; words alone where there is no icon."""
        cell, state, face = QRectF(option.rect), option.state, option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours().accent_soft))
        disc = QRectF(cell.left() + px(_PADDING), cell.center().y() - px(_DISC) / 2, px(_DISC), px(_DISC))
        icon = self._icon_of(self._model.row_at(index.row()))
        if isinstance(icon, VariationIcon):
            paint_variation(painter, disc, icon, screen_style())
        else:
            paint_assurance(painter, disc, icon, screen_style())
        words = cell.adjusted(px(_PADDING) + (px(_DISC + 8) if icon.value else 0), 0, -px(4), 0)
        painter.setFont(face)
        painter.setPen(QColor(colours().text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()
