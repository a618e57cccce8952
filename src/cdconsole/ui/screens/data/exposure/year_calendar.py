"""A year as twelve rows of days, those away shaded with the letter of their kind; Shift and arrows mark a range."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.calendar import MONTH_NAMES, Month, date_text
from cdconsole.domain.job_plan import Exposure
from cdconsole.ui.screens.data.exposure.state import on_day
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_SUNDAY, _SATURDAY = 6, 5
_DAYS, _MONTHS = 31, 12
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_MONTH_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class YearCalendar(QWidget):
    """``marked`` carries the first and last day of a range, on Enter or when the mouse is let go after dragging."""

    marked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Exposure, ...] = ()
        self._held: dict[date, tuple[Exposure, ...]] = {}
        self._names: dict[str, str] = {}
        self._day, self._from = date(2000, 1, 1), date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("year_calendar")

    def show_year(self, start: date, entries: tuple[Exposure, ...], names: dict[str, str]) -> None:
        """Show a year's entries, and begin on a day of it; ``names`` are the clinicians' by id."""
        year = start.year
        if year != self._day.year:
            self._day = self._from = start
        elif entries == self._entries and names == self._names:
            return
        self._entries, self._names = entries, names
        days = (date(year, 1, 1) + timedelta(days=at) for at in range(366))
        self._held = {day: found for day in days if (found := on_day(entries, day))}
        self.setAccessibleName(f"Calendar of {year}: arrows move, Shift and arrows mark days, Enter adds an entry")
        self._tell()

    def range(self) -> tuple[date, date]:
        """Return the marked days, the first one first."""
        return min(self._day, self._from), max(self._day, self._from)

    def sizeHint(self) -> QSize:
        """Return the size of twelve rows of days."""
        return QSize(px(620), px(20) * (_MONTHS + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days and months; Shift keeps where the range began; Enter says the range."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(self._day + timedelta(days=_STEPS[key]), event)
        elif key in _MONTH_STEPS:
            month = Month.of(self._day) + _MONTH_STEPS[key]
            self._move(date(month.year, month.month, min(self._day.day, month.days)), event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.marked.emit(*self.range())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        day = self._day_at(event.position())
        if day is not None:
            self._day = self._from = day
            self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the range on."""
        day = self._day_at(event.position())
        if day is not None and day != self._day:
            self._day = day
            self._tell()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Say the range that was drawn over several days."""
        if self._day != self._from:
            self.marked.emit(*self.range())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint day numbers, months, shaded days with letters, the marked range and the focus."""
        painter = QPainter(self)
        painter.setFont(font(TypeSize.CAPTION))
        painter.setPen(QColor(colours().text_secondary))
        for number in range(1, _DAYS + 1):
            painter.drawText(self._cell(0, number), int(Qt.AlignmentFlag.AlignCenter), str(number))
        for month in range(1, _MONTHS + 1):
            painter.setPen(QColor(colours().text_secondary))
            side = QRectF(0, self._cell(month, 1).top(), self._side, self._row)
            painter.drawText(side, int(Qt.AlignmentFlag.AlignVCenter), MONTH_NAMES[month - 1])
            for number in range(1, Month(self._day.year, month).days + 1):
                self._paint_day(painter, date(self._day.year, month, number))
        painter.end()

    @property
    def _side(self) -> float:
        return px(36)

    @property
    def _row(self) -> float:
        return self.height() / (_MONTHS + 1)

    def _cell(self, month: int, day: int) -> QRectF:
        width = (self.width() - self._side) / _DAYS
        return QRectF(self._side + (day - 1) * width, month * self._row, width, self._row)

    def _day_at(self, at: QPointF) -> date | None:
        width = (self.width() - self._side) / _DAYS
        month, day = int(at.y() // self._row), int((at.x() - self._side) // width) + 1
        if not 1 <= month <= _MONTHS or not 1 <= day <= Month(self._day.year, month).days:
            return None
        return date(self._day.year, month, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell, held, look = self._cell(day.month, day.day).adjusted(0.5, 0.5, -0.5, -0.5), self._held.get(day), colours()
        if held:
            painter.fillRect(cell, QColor(look.shade_edge if held[0].clinician_id is None else look.accent_soft))
            painter.setPen(QColor(look.text))
            text = held[0].kind.letter if len(held) == 1 else str(len(held))
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), text)
        elif day.weekday() in (_SATURDAY, _SUNDAY):
            painter.fillRect(cell, QBrush(QColor(look.hairline), Qt.BrushStyle.Dense6Pattern))
        first, last = self.range()
        painter.setPen(QPen(QColor(look.hairline), 1))
        if first <= day <= last:
            painter.setPen(QPen(QColor(look.accent if self.hasFocus() else look.border), 2))
        painter.drawRect(cell)

    def _move(self, day: date, event: QKeyEvent) -> None:
        if day.year != self._day.year:
            return
        self._day = day
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._from = day
        self._tell()

    def _tell(self) -> None:
        """Say the current day, for a screen reader and as a tooltip, and paint."""
        held = self._held.get(self._day, ())
        whose = [f"{one.kind.value}, {self._names.get(one.clinician_id or '', 'unknown')}" for one in held]
        words = f"{date_text(self._day)}: {'; '.join(whose) or 'nothing'}"
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()
