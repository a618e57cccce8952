"""PAs a week by category over the versions of a job plan: a step where a version starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.job_plan import JobPlan, PaCategory
from cdconsole.ui.charts.category_colours import category_colour
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM, _LABEL = 190, 36, 84, 12, 24, 16
_LAST_SHARE = 4  # the newest version is drawn on for a quarter of the time before it, for it has no end
_STYLES = {
    PaCategory.DCC: Qt.PenStyle.SolidLine,
    PaCategory.SPA: Qt.PenStyle.DashLine,
    PaCategory.ANR: Qt.PenStyle.DotLine,
    PaCategory.ED: Qt.PenStyle.DashDotLine,
    PaCategory.APA: Qt.PenStyle.DashDotDotLine,
}


class PaSteps(QWidget):
    """A line a category; each ends in its letters and its PAs now."""

    def __init__(self) -> None:
        super().__init__()
        self._plans: tuple[JobPlan, ...] = ()
        self.setAccessibleName("PAs a week by category over time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_versions(self, versions: Sequence[JobPlan]) -> None:
        """Show the versions that hold: of those that start on one day the newest."""
        by_start = {plan.effective_from: plan for plan in sorted(versions, key=_version)}
        plans = tuple(by_start[start] for start in sorted(by_start))
        if plans != self._plans:
            self._plans = plans
            self.setAccessibleDescription(" ".join(map(_words, plans)))
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the chart."""
        return QSize(px(480), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axis, then a line a category."""
        if not self._plans:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TypeSize.CAPTION))
        used = [category for category in PaCategory if any(plan.pas_in(category) for plan in self._plans)]
        most = max(plan.pas_in(category) for plan in self._plans for category in used)
        plot = QRectF(px(_LEFT), px(_TOP), self.width() - px(_LEFT + _RIGHT), self.height() - px(_TOP + _BOTTOM))
        self._paint_axis(painter, plot, most)
        taken: list[float] = []
        for category in used:
            self._paint_line(painter, plot, category, most, taken)
        painter.end()

    def _paint_axis(self, painter: QPainter, plot: QRectF, most: float) -> None:
        painter.setPen(QColor(colours().text_secondary))
        for value in (0.0, most):
            y = plot.bottom() - plot.height() * value / most
            painter.drawText(QRectF(0, y - px(8), px(_LEFT - 6), px(16)), Qt.AlignmentFlag.AlignRight, f"{value:g}")
        painter.setPen(QColor(colours().hairline))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(QColor(colours().text_secondary))
        free = plot.left()
        for plan in self._plans:
            x = self._x(plot, plan.effective_from.toordinal())
            if x >= free:
                painter.drawText(QPointF(x, self.height() - px(6)), date_text(plan.effective_from))
                free = x + px(96)

    def _paint_line(
        self, painter: QPainter, plot: QRectF, category: PaCategory, most: float, taken: list[float]
    ) -> None:
        painter.setPen(QPen(QColor(category_colour(category)), px(2), _STYLES[category]))
        ends = [plan.effective_from.toordinal() for plan in self._plans[1:]]
        before: float | None = None
        y = plot.bottom()
        for plan, end in zip(self._plans, (*ends, None), strict=True):
            y = plot.bottom() - plot.height() * plan.pas_in(category) / most
            left = self._x(plot, plan.effective_from.toordinal())
            right = plot.right() if end is None else self._x(plot, end)
            if before is not None:
                painter.drawLine(QPointF(left, before), QPointF(left, y))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            before = y
        while any(abs(y - other) < px(_LABEL) for other in taken):
            y -= px(_LABEL)
        taken.append(y)
        painter.setPen(QColor(colours().text))
        words = f"{category.value} {self._plans[-1].pas_in(category):g}"
        painter.drawText(QPointF(plot.right() + px(6), y + px(4)), words)

    def _x(self, plot: QRectF, day: int) -> float:
        first = self._plans[0].effective_from
        span = max((self._plans[-1].effective_from - first), timedelta(days=365)).days
        return plot.left() + plot.width() * (day - first.toordinal()) / (span + span / _LAST_SHARE)


def _version(plan: JobPlan) -> int:
    return plan.version


def _words(plan: JobPlan) -> str:
    parts = (f"{one.value} {plan.pas_in(one):g}" for one in PaCategory if plan.pas_in(one))
    return f"From {date_text(plan.effective_from)}: {', '.join(parts)}."
