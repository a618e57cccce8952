"""The week of a job plan drawn to scale: a line a day, a block an activity, its category in letters and colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cdconsole.domain.job_plan import WEEKDAYS, HalfDay, JobPlan, ProgrammedActivity
from cdconsole.ui.charts.category_colours import category_colour
from cdconsole.ui.screens.data.job_plans.week import block_words, day_total, week_in_words
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRED = int(Qt.AlignmentFlag.AlignCenter)
_HEADER, _ROW, _DAY, _TOTAL = 22, 38, 44, 64
_HALVES = {HalfDay.AM: (8 * 60, 12 * 60), HalfDay.PM: (13 * 60, 17 * 60), HalfDay.EVENING: (17 * 60, 21 * 60)}
_USUAL_FIRST, _USUAL_LAST, _MIDNIGHT = 7 * 60, 19 * 60, 24 * 60


class WeekPicture(QWidget):
    """Blocks with a dashed edge have a half-day but no times; what is cut short stands whole in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: JobPlan | None = None
        self._blocks: tuple[tuple[ProgrammedActivity, int, int, int, int], ...] = ()
        self._first, self._last = _USUAL_FIRST, _USUAL_LAST
        self.setAccessibleName("The week drawn to scale")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: JobPlan | None) -> None:
        """Show a job plan's week."""
        if plan != self._plan:
            self._plan = plan
            self._blocks = () if plan is None else _blocks(plan)
            self._first = min((_USUAL_FIRST, *(first for _, first, _, _, _ in self._blocks)))
            self._last = max((_USUAL_LAST, *(last for _, _, last, _, _ in self._blocks)))
            self.setAccessibleDescription(week_in_words(plan))
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Ask for all seven days."""
        return QSize(px(_HEADER), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return room for seven days."""
        return QSize(px(560), px(_HEADER + _ROW * len(WEEKDAYS)))

    def event(self, event: QEvent) -> bool:
        """Answer where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = (block[0] for block in self._blocks if self._place(block).contains(event.pos()))
            QToolTip.showText(event.globalPos(), "\n".join(map(block_words, found)), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint hours and days, then every block."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TypeSize.CAPTION))
        self._paint_scale(painter)
        for block in self._blocks:
            self._paint_block(painter, block[0], self._place(block))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours().accent), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        secondary, hairline = QColor(colours().text_secondary), QColor(colours().hairline)
        bottom = px(_HEADER + _ROW * len(WEEKDAYS))
        for hour in range(-(-self._first // 60), self._last // 60 + 1, 2):
            x = self._x(hour * 60)
            painter.setPen(hairline)
            painter.drawLine(int(x), px(_HEADER), int(x), bottom)
            painter.setPen(secondary)
            painter.drawText(QRectF(x - px(24), 0, px(48), px(_HEADER)), _CENTRED, f"{hour % 24:02}:00")
        painter.drawText(QRectF(self.width() - px(_TOTAL), 0, px(_TOTAL), px(_HEADER)), _RIGHT, "PAs")
        for weekday, name in enumerate(WEEKDAYS):
            top = px(_HEADER) + weekday * px(_ROW)
            painter.setPen(hairline)
            painter.drawLine(0, top, self.width(), top)
            painter.setPen(QColor(colours().text))
            painter.drawText(QRectF(px(4), top, px(_DAY), px(_ROW)), _LEFT, name)
            total = "" if self._plan is None else day_total(self._plan, weekday)
            painter.drawText(QRectF(self.width() - px(_TOTAL), top, px(_TOTAL - 4), px(_ROW)), _RIGHT, total)

    def _paint_block(self, painter: QPainter, row: ProgrammedActivity, place: QRectF) -> None:
        colour = QColor(category_colour(row.category))
        style = Qt.PenStyle.DashLine if row.minutes is None else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1, style))
        painter.setBrush(QColor(colours().base))
        painter.drawRoundedRect(place, 2, 2)
        painter.fillRect(QRectF(place.left(), place.top(), px(4), place.height()), colour)
        inside = place.adjusted(px(8), 0, -px(2), 0)
        often = "" if str(row.frequency) == "every week" else f", {row.frequency}"
        words = f"{row.category.value} {row.activity}{often}"
        painter.setPen(QColor(colours().text))
        shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _LEFT, shown)

    def _place(self, block: tuple[ProgrammedActivity, int, int, int, int]) -> QRectF:
        row, first, last, lane, lanes = block
        height = px(_ROW - 6) / lanes
        top = px(_HEADER) + (row.weekday or 0) * px(_ROW) + px(3) + lane * height
        left = self._x(first)
        return QRectF(left + 1, top, max(px(4), self._x(last) - left - 2), height - (1 if lanes > 1 else 0))

    def _x(self, minute: int) -> float:
        room = self.width() - px(_DAY) - px(_TOTAL)
        return px(_DAY) + room * (minute - self._first) / (self._last - self._first)


def _blocks(plan: JobPlan) -> tuple[tuple[ProgrammedActivity, int, int, int, int], ...]:
    """Return each activity with its minutes, and which of how many lanes of its day it takes where several overlap."""
    found = []
    for weekday in range(len(WEEKDAYS)):
        timed = [(row, *times) for row in plan.activities if row.weekday == weekday and (times := _times(row))]
        ends: list[int] = []
        placed = []
        for row, first, last in sorted(timed, key=lambda each: each[1:]):
            lane = next((at for at, end in enumerate(ends) if end <= first), len(ends))
            ends[lane:] = [last, *ends[lane + 1 :]]
            placed.append((row, first, last, lane))
        found += [(*block, len(ends)) for block in placed]
    return tuple(found)


def _times(row: ProgrammedActivity) -> tuple[int, int] | None:
    if row.minutes is not None:
        return row.minutes[0], min(row.minutes[1], _MIDNIGHT)
    return None if row.half_day is None else _HALVES[row.half_day]
