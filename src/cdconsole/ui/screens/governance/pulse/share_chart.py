"""The share agreeing with each question, round by round: a line a question, each in a panel of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.pulse import QUESTIONS, PulseRound
from cdconsole.ui.charts.style import ChartStyle, screen_style
from cdconsole.ui.theme.fonts import px

_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShareChart(QWidget):
    """Shows rounds; those with too few answers leave a gap."""

    def __init__(self) -> None:
        super().__init__()
        self._rounds: tuple[PulseRound, ...] = ()
        self.setAccessibleName("Share agreeing, by round")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rounds(self, rounds: tuple[PulseRound, ...]) -> None:
        """Show rounds, oldest first."""
        self._rounds = rounds
        lines = (
            f"Question {at + 1}: " + ", ".join(f"{held.quarter} {held.share_text(at)}" for held in rounds)
            for at in range(QUESTIONS)
        )
        self.setAccessibleDescription(". ".join(lines))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of three panels side by side."""
        return QSize(px(720), px(190))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a panel a question."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = screen_style()
        painter.setFont(style.caption)
        width = self.width() / QUESTIONS
        for at in range(QUESTIONS):
            self._paint_panel(painter, QRectF(at * width, 0, width - px(16), self.height()), at, style)
        painter.end()

    def _paint_panel(self, painter: QPainter, panel: QRectF, at: int, style: ChartStyle) -> None:
        line, left = style.line_height, px(40)
        plot = panel.adjusted(left, line + px(8), 0, -2 * line - px(4))
        painter.setPen(style.text)
        painter.drawText(QRectF(panel.left(), panel.top(), panel.width(), line), f"Question {at + 1}: share agreeing")
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            painter.setPen(style.grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(style.text_secondary)
            painter.drawText(QRectF(panel.left(), y - line / 2, left - px(6), line), int(_RIGHT), f"{share:.0%}")
        step = plot.width() / max(1, len(self._rounds))
        run: list[QPointF] = []
        for place, held in enumerate(self._rounds):
            middle, value = plot.left() + (place + 0.5) * step, held.share(at)
            painter.setPen(style.text_secondary)
            under = QRectF(middle - step / 2, plot.bottom() + px(4), step, 2 * line)
            painter.drawText(under, int(_CENTRED), f"{held.quarter}\nn {held.answered(at)}")
            if value is None:
                _paint_run(painter, run, style)
                run = []
            else:
                run.append(QPointF(middle, plot.bottom() - value * plot.height()))
        _paint_run(painter, run, style)


def _paint_run(painter: QPainter, run: list[QPointF], style: ChartStyle) -> None:
    painter.setPen(style.line)
    painter.drawPolyline(QPolygonF(run))
    marker = style.markers["common_cause"]
    painter.setPen(marker.pen)
    painter.setBrush(marker.brush)
    for point in run:
        painter.drawPath(marker.shape.translated(point))
    painter.setBrush(Qt.BrushStyle.NoBrush)
