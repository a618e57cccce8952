"""The weekly timetable of a job plan and its programmed activities by category, painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cdconsole.domain.job_plan import WEEKDAYS, HalfDay, JobPlan, PaCategory
from cdconsole.ui.charts.category_colours import category_colour
from cdconsole.ui.screens.clinician.wording import activity_text, categories, in_cell
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_HEADER, _ROW, _DAY_WIDTH, _GAP = 20, 24, 34, 2
_BAR_ROW, _CODE_WIDTH, _FIGURE_WIDTH, _BAR = 24, 44, 36, 8
_ACROSS = tuple(HalfDay)


class WeekGrid(QWidget):
    """Seven days down, three half-days across; what is cut short stands whole in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: JobPlan | None = None
        self.setAccessibleName("Weekly timetable")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: JobPlan | None) -> None:
        """Show a job plan's week."""
        if plan != self._plan:
            self._plan = plan
            self.setAccessibleDescription(_week_in_words(plan))
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the week."""
        return QSize(px(264), px(_HEADER + _ROW * len(WEEKDAYS)))

    def text_at(self, position: QPointF) -> str:
        """Return what the tooltip says at a position; empty outside the activities."""
        weekday = int((position.y() - px(_HEADER)) // px(_ROW))
        across = int((position.x() - px(_DAY_WIDTH)) // self._cell_width())
        if self._plan is None or weekday not in range(len(WEEKDAYS)) or across not in range(len(_ACROSS)):
            return ""
        found = in_cell(self._plan, weekday, _ACROSS[across])
        return "\n".join((f"{WEEKDAYS[weekday]} {_ACROSS[across].value}", *map(activity_text, found))) if found else ""

    def event(self, event: QEvent) -> bool:
        """Answer where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint headings, then every half-day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TypeSize.CAPTION))
        painter.setPen(QColor(colours().text_secondary))
        for across, half_day in enumerate(_ACROSS):
            left = px(_DAY_WIDTH) + across * self._cell_width() + px(6)
            painter.drawText(QRectF(left, 0, self._cell_width(), px(_HEADER)), _LEFT, half_day.value)
        for weekday, name in enumerate(WEEKDAYS):
            top = px(_HEADER) + weekday * px(_ROW)
            painter.setPen(QColor(colours().text_secondary))
            painter.drawText(QRectF(0, top, px(_DAY_WIDTH), px(_ROW)), _LEFT, name)
            for across, half_day in enumerate(_ACROSS):
                left = px(_DAY_WIDTH) + across * self._cell_width()
                cell = QRectF(left, top, self._cell_width(), px(_ROW)).adjusted(0, 0, -px(_GAP), -px(_GAP))
                self._paint_cell(painter, cell, weekday, half_day)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRectF, weekday: int, half_day: HalfDay) -> None:
        found = in_cell(self._plan, weekday, half_day) if self._plan is not None else ()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().rail))
        painter.drawRoundedRect(cell, 2, 2)
        if not found:
            return
        painter.setBrush(QColor(colours().accent_soft if found[0].category is PaCategory.DCC else colours().shade))
        painter.drawRoundedRect(cell, 2, 2)
        painter.setBrush(QColor(category_colour(found[0].category)))
        painter.drawRoundedRect(QRectF(cell.left(), cell.top(), px(3), cell.height()), 1, 1)
        words = " / ".join(each.activity for each in found)
        inside = cell.adjusted(px(6), 0, 0, 0)
        painter.setPen(QColor(colours().text))
        shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _LEFT, shown)

    def _cell_width(self) -> float:
        return max(1.0, (self.width() - px(_DAY_WIDTH)) / len(_ACROSS))


class PaBars(QWidget):
    """A bar a category, with its code and its PAs; the colours are the timetable's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[PaCategory, float], ...] = ()
        self.setAccessibleName("Programmed activities by category")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: JobPlan | None) -> None:
        """Show a job plan's categories."""
        rows = () if plan is None else categories(plan)
        if rows != self._rows:
            is_taller = len(rows) != len(self._rows)
            self._rows = rows
            self.setAccessibleDescription(", ".join(f"{category.title} {pas:.1f} PA" for category, pas in rows))
            self.setToolTip("\n".join(f"{category.value}: {category.title}" for category, _ in rows))
            if is_taller:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the rows."""
        return QSize(px(264), px(_BAR_ROW) * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint code, bar and figure of each category."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TypeSize.CAPTION))
        most = max((pas for _, pas in self._rows), default=1.0)
        room = self.width() - px(_CODE_WIDTH) - px(_FIGURE_WIDTH)
        for at, (category, pas) in enumerate(self._rows):
            row = QRectF(0, at * px(_BAR_ROW), self.width(), px(_BAR_ROW))
            painter.setPen(QColor(colours().text))
            painter.drawText(row, _LEFT, category.value)
            painter.drawText(row, _RIGHT, f"{pas:.1f}")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(category_colour(category)))
            top = row.center().y() - px(_BAR) / 2
            painter.drawRoundedRect(QRectF(px(_CODE_WIDTH), top, max(2.0, room * pas / most), px(_BAR)), 2, 2)
        painter.end()


def _week_in_words(plan: JobPlan | None) -> str:
    if plan is None:
        return "No job plan on record."
    return " ".join(
        f"{name} {half_day.value}: {activity_text(each)}."
        for weekday, name in enumerate(WEEKDAYS)
        for half_day in _ACROSS
        for each in in_cell(plan, weekday, half_day)
    )
