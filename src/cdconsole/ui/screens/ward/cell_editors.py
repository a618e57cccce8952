"""What opens over the grid while a date is typed: the cell itself, a line that explains it, the list of reasons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from cdconsole.domain.ward import ReasonCode
from cdconsole.ui.screens.ward.state import REASONS
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_REASON_HEIGHT = 28


class DateCell(QLineEdit):
    """The date being typed; the only coloured thing on the screen."""

    entered = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("predicted_date")
        self.hide()

    def open_at(self, cell: QRect, text: str, *, is_wrong: bool, is_typing: bool) -> None:
        """Stand over a cell with a text; what was typed already keeps its cursor."""
        colour = colours().warning if is_wrong else colours().accent
        self.setStyleSheet(
            f"QLineEdit {{ min-height: 0; padding: 0 {px(5)}px; border: 2px solid {colour};"
            f" background: {colours().accent_soft}; color: {colours().text}; }}"
        )
        self.setGeometry(cell.adjusted(px(1), 0, 0, 0))
        if self.text() != text:
            self.setText(text)
        self.setReadOnly(not is_typing)
        if self.isHidden():
            self.show()
            self.raise_()
        if is_typing and not self.hasFocus():
            self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus with it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.entered.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the date, Esc leaves it."""
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class CellNote(QLabel):
    """Says under the open cell how the text is understood, or what is wrong with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("cell_note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_below(self, cell: QRect, text: str, *, is_wrong: bool) -> None:
        """Stand under a cell, over it where there is no room below; nothing for no text."""
        self.setVisible(bool(text))
        if not text:
            return
        colour = colours().warning if is_wrong else colours().text_secondary
        self.setStyleSheet(
            f"QLabel {{ color: {colour}; background: {colours().base}; border: 1px solid {colours().hairline};"
            f" padding: {px(4)}px {px(8)}px; }}"
        )
        self.setText(text)
        self.adjustSize()
        place_beside(self, cell)
        self.raise_()


class ReasonList(QListWidget):
    """Asks why a date changes: arrows and Enter, or the first letter."""

    given = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reasons")
        self.setAccessibleName("Why does the date change?")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for reason in REASONS:
            item = QListWidgetItem(reason.value, self)
            item.setData(Qt.ItemDataRole.UserRole, reason.name)
        self.itemClicked.connect(self._give)
        self.hide()

    def open_at(self, cell: QRect, reason: ReasonCode) -> None:
        """Open under the reason cell with a reason already chosen."""
        if not self.isHidden():
            return
        self.setStyleSheet(
            f"QListWidget {{ border: 2px solid {colours().accent}; background: {colours().base}; outline: none; }}"
            f"QListWidget::item {{ height: {px(_REASON_HEIGHT)}px; padding-left: {px(6)}px; border: none; }}"
            f"QListWidget::item:selected {{ background: {colours().accent_soft}; color: {colours().text}; }}"
        )
        self.setCurrentRow(REASONS.index(reason))
        self.setFixedSize(max(cell.width(), px(220)), len(REASONS) * px(_REASON_HEIGHT) + 4)
        place_beside(self, cell, covers=True)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives the reason, Esc goes back to the date."""
        if event.key() in _ENTER:
            self._give(self.currentItem())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backtab):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus with it."""
        keys = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in keys:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go back to the date when the person clicks elsewhere: nothing is stored without a reason."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.MouseFocusReason and self.isVisible():
            self.cancelled.emit()

    def _give(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.given.emit(ReasonCode[item.data(Qt.ItemDataRole.UserRole)])


def place_beside(widget: QWidget, cell: QRect, *, covers: bool = False) -> None:
    """Put a widget under a cell (from its top where it ``covers`` it), or above where there is no room below."""
    parent = widget.parentWidget()
    room = cell if parent is None else parent.rect()
    top = cell.top() if covers else cell.bottom() + px(2)
    if top + widget.height() > room.bottom():
        top = (cell.bottom() if covers else cell.top()) - widget.height()
    left = max(0, min(cell.left(), room.right() - widget.width()))
    widget.move(left, max(0, top))
