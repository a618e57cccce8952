"""The search page: a field, and what was found while it was typed into."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QShortcut, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.review_search import ReviewHit
from cdconsole.ui.follow_up.text_edit import utf16_length
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.search.columns import HIT_COLUMNS, key_of, snippet
from cdconsole.ui.screens.reviews.search.state import SearchState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_PADDING = 4


class SearchPage(QWidget):
    """``typed`` carries what stands in the field, ``hit_chosen`` a ReviewHit; ``left`` asks to go back."""

    typed = Signal(str)
    hit_chosen = Signal(object)
    left = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._back = button("Back", "link")
        self._field = _Field()
        self._field.setAccessibleName("Search what was written in reviews")
        self._field.setPlaceholderText("Words in reviews, goals, thank-yous, support, lessons and interpretations")
        self._field.setClearButtonEnabled(True)
        self._said = label("", "secondary")
        self._model: RecordTableModel[ReviewHit] = RecordTableModel(HIT_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Texts found")
        self._table.setProperty("role", "rows")
        at = [column.text for column in HIT_COLUMNS].index(snippet)
        self._table.setItemDelegateForColumn(at, _MarkedWords(self._model))
        self._lay_out()
        self._back.clicked.connect(self.left)
        self._field.textEdited.connect(self.typed)
        self._field.textChanged.connect(self._cleared)
        self._field.down_pressed.connect(self._to_hits)
        self._field.returnPressed.connect(self._open_first)
        self._table.row_activated.connect(self.hit_chosen)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)

    def show_state(self, state: SearchState) -> None:
        """Show everything anew; the field keeps what is being typed."""
        if self._field.text() != state.text and not (self._field.hasFocus() and self._field.isModified()):
            self._field.setText(state.text)
        if state.hits != self._model.rows():
            self._model.replace_all(state.hits)
        self._said.setText(state.said)
        self._table.setVisible(bool(state.hits))

    def take_focus(self) -> None:
        """Put the cursor into the field, ready to type over what stands there."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(px(12))
        title.addWidget(self._back)
        title.addWidget(label("Search reviews", "title", wraps=False))
        title.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        column.addLayout(title)
        column.addWidget(self._field)
        column.addWidget(self._said)
        column.addWidget(self._table, 1)
        column.addStretch(0)

    def _cleared(self, text: str) -> None:
        """Hear of the field's own button, which is no typing to Qt."""
        if not text:
            self.typed.emit(text)

    def _to_hits(self) -> None:
        if self._model.rows():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._table.show_current(key_of(self._model.row_at(0)))

    def _open_first(self) -> None:
        if self._model.rows():
            self.hit_chosen.emit(self._model.row_at(0))


class _Field(QLineEdit):
    """``down_pressed`` goes on to what was found."""

    down_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass Down on; everything else is typing."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)


class _MarkedWords(QStyledItemDelegate):
    """Draws the words that were found in semibold."""

    def __init__(self, model: RecordTableModel[ReviewHit]) -> None:
        super().__init__(model)
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line of text, cut at the cell's end."""
        cell, hit = QRectF(option.rect), self._model.row_at(index.row())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours().accent_soft))
        layout = QTextLayout(hit.snippet, option.font)
        layout.setFormats([_bold(hit.snippet, at, length) for at, length in hit.marks])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        painter.setClipRect(cell)
        painter.setPen(QColor(colours().text))
        layout.draw(painter, QPointF(cell.left() + px(_PADDING), cell.center().y() - line.height() / 2))
        painter.restore()


def _bold(text: str, at: int, length: int) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start, marked.length = utf16_length(text[:at]), utf16_length(text[at : at + length])
    marked.format = QTextCharFormat()
    marked.format.setFontWeight(QFont.Weight.DemiBold)
    marked.format.setForeground(QColor(colours().accent))
    return marked
