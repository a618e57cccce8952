"""The team board drawn: planned PAs of each activity with a line at what is needed, and shares without names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.team_board import BoardLine
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROW, _BAR, _NAME, _WORDS = 30, 12, 200, 260
_SHARES_HEIGHT, _AXIS, _FOOT = 130, 36, 6


class NeedBars(QWidget):
    """A row an activity: a bar as long as the PAs planned, an upright line at the PAs needed, figures in words."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[BoardLine, str], ...] = ()
        self.setAccessibleName("Planned PAs by activity, and what is needed")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[tuple[BoardLine, str]]) -> None:
        """Show activities, each with its difference in words."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            said = (f"{line.activity}: {_figures(line, words)}." for line, words in lines)
            self.setAccessibleDescription(" ".join(said))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for every activity."""
        return QSize(px(560), px(_ROW) * max(1, len(self._lines)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every row."""
        painter = QPainter(self)
        painter.setFont(font(TypeSize.CAPTION))
        most = max((max(line.planned, line.need.pas if line.need else 0.0) for line, _ in self._lines), default=0.0)
        metrics = QFontMetricsF(painter.font())
        room = max(1.0, self.width() - px(_NAME) - px(_WORDS))
        for at, (line, words) in enumerate(self._lines):
            row = QRectF(0, at * px(_ROW), self.width(), px(_ROW))
            painter.setPen(QColor(colours().text))
            name = metrics.elidedText(line.activity, Qt.TextElideMode.ElideRight, px(_NAME - 12))
            painter.drawText(row, _LEFT, name)
            middle = row.center().y()
            width = room * line.planned / (most or 1.0)
            painter.fillRect(QRectF(px(_NAME), middle - px(_BAR) / 2, width, px(_BAR)), QColor(colours().accent))
            if line.need is not None:
                x = px(_NAME) + room * line.need.pas / (most or 1.0)
                painter.setPen(QPen(QColor(colours().text), px(2)))
                painter.drawLine(QPointF(x, row.top() + px(4)), QPointF(x, row.bottom() - px(4)))
            painter.setPen(QColor(colours().text_secondary))
            painter.drawText(row.adjusted(0, 0, -px(4), 0), _RIGHT, _figures(line, words))
        painter.end()


class ShareBars(QWidget):
    """A bar a plan; nothing says whose. The reader hears how many and between which values they lie."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[float, ...] = ()
        self.setAccessibleName("Shares of the plans, without names")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, line: BoardLine | None) -> None:
        """Show the shares of one activity."""
        shares = () if line is None else line.shares
        self.setAccessibleDescription(_range_words(shares))
        if shares != self._shares:
            self._shares = shares
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the bars."""
        return QSize(px(300), px(_SHARES_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axis and the bars."""
        most = max(self._shares, default=0.0)
        if not most:
            return
        painter = QPainter(self)
        painter.setFont(font(TypeSize.CAPTION))
        plot = QRectF(px(_AXIS), px(8), self.width() - px(_AXIS), self.height() - px(8 + _FOOT))
        painter.setPen(QColor(colours().text_secondary))
        for value in (0.0, most):
            y = plot.bottom() - plot.height() * value / most
            painter.drawText(QRectF(0, y - px(8), px(_AXIS - 6), px(16)), _RIGHT, f"{value:.3g}")
        painter.setPen(QColor(colours().hairline))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        step = plot.width() / len(self._shares)
        for at, share in enumerate(self._shares):
            height = plot.height() * share / most
            bar = QRectF(plot.left() + at * step + step * 0.15, plot.bottom() - height, step * 0.7, height)
            painter.fillRect(bar, QColor(colours().accent))
        painter.end()


def _figures(line: BoardLine, words: str) -> str:
    need = "" if line.need is None else f", {words.lower()} ({line.need.pas:g})"
    return f"{line.planned:.2f} PAs{need}"


def _range_words(shares: tuple[float, ...]) -> str:
    given = [share for share in shares if share]
    if not given:
        return "No plan has this activity."
    return f"{len(given)} of {len(shares)} plans, from {min(given):.3g} to {max(given):.3g} PAs a week."
