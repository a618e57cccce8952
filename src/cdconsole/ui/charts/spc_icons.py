"""The SPC variation and assurance icons, drawn and always with their words beside them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.domain.spc import AssuranceIcon, VariationIcon
from cdconsole.ui.charts.style import ChartStyle, screen_style
from cdconsole.ui.theme.fonts import px

_DISC = 32
# Dots of the little run inside the disc, as shares of its diameter: x, y from the top.
_COMMON = ((0.24, 0.56), (0.37, 0.42), (0.5, 0.57), (0.63, 0.42), (0.76, 0.54))
_RISING = ((0.2, 0.64), (0.35, 0.68), (0.5, 0.6), (0.64, 0.47), (0.75, 0.3))


def paint_variation(painter: QPainter, rect: QRectF, icon: VariationIcon, style: ChartStyle) -> None:
    """Paint a variation icon into the largest disc that fits ``rect``; nothing where there is no icon."""
    if icon is VariationIcon.NONE:
        return
    disc = _disc(rect)
    _paint_disc(painter, disc, *_variation_colours(icon, style), style)
    dots = _COMMON if icon is VariationIcon.COMMON_CAUSE else _RISING
    falls = icon.value.endswith("_low")
    _paint_run(painter, disc, tuple((x, 1 - y) for x, y in dots) if falls else dots, style)
    letter = "" if icon is VariationIcon.COMMON_CAUSE else ("L" if falls else "H")
    _paint_letter(painter, disc, letter, style, at=(0.4, 0.63 if falls else 0.37))


def paint_assurance(painter: QPainter, rect: QRectF, icon: AssuranceIcon, style: ChartStyle) -> None:
    """Paint an assurance icon (P, F or ?) into the largest disc that fits ``rect``; nothing without a target."""
    if icon is AssuranceIcon.NONE:
        return
    disc, chosen = _disc(rect), style.colours
    look = {
        AssuranceIcon.CONSISTENT_PASS: (chosen.improvement, chosen.improvement_edge, "P"),
        AssuranceIcon.CONSISTENT_FAIL: (chosen.concern, chosen.concern_edge, "F"),
        AssuranceIcon.INCONSISTENT: (chosen.common_cause, chosen.common_cause_edge, "?"),
    }
    fill, edge, letter = look[icon]
    _paint_disc(painter, disc, fill, edge, style)
    _paint_letter(painter, disc, letter, style, at=(0.5, 0.5), share=0.5)


class IconWithWords(QWidget):
    """A variation or assurance icon beside its words, wrapped; hidden where there is neither."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon: VariationIcon | AssuranceIcon = VariationIcon.NONE
        self._words = ""
        self.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: VariationIcon | AssuranceIcon, words: str) -> None:
        """Show an icon and its words; showing the same again changes nothing."""
        if (icon, words) == (self._icon, self._words):
            return
        self._icon, self._words = icon, words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the disc and three lines of words."""
        return QSize(px(120), px(_DISC + 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon left, the words right."""
        style = screen_style()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_icon = self._icon.value != ""
        disc = QRectF(1, (self.height() - px(_DISC)) / 2, px(_DISC), px(_DISC))
        if isinstance(self._icon, VariationIcon):
            paint_variation(painter, disc, self._icon, style)
        else:
            paint_assurance(painter, disc, self._icon, style)
        painter.setFont(style.caption)
        painter.setPen(style.text_secondary)
        words = QRectF(self.rect()).adjusted(px(_DISC + 8) if has_icon else 0, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(flags) | int(Qt.TextFlag.TextWordWrap), self._words)
        painter.end()


def _variation_colours(icon: VariationIcon, style: ChartStyle) -> tuple[str, str]:
    chosen = style.colours
    if icon is VariationIcon.COMMON_CAUSE:
        return chosen.common_cause, chosen.common_cause_edge
    if icon in (VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW):
        return chosen.improvement, chosen.improvement_edge
    if icon in (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW):
        return chosen.concern, chosen.concern_edge
    return chosen.neutral, chosen.neutral_edge


def _disc(rect: QRectF) -> QRectF:
    side = min(rect.width(), rect.height())
    return QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)


def _paint_disc(painter: QPainter, disc: QRectF, fill: str, edge: str, style: ChartStyle) -> None:
    ring = max(1.0, disc.width() * 0.07)
    painter.setPen(QPen(QColor(edge), ring))
    painter.setBrush(QBrush(QColor(style.colours.base)))
    painter.drawEllipse(disc.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2))
    painter.setPen(QPen(QColor(fill), ring))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc.adjusted(ring * 1.5, ring * 1.5, -ring * 1.5, -ring * 1.5))


def _paint_run(painter: QPainter, disc: QRectF, dots: tuple[tuple[float, float], ...], style: ChartStyle) -> None:
    places = [QPointF(disc.left() + x * disc.width(), disc.top() + y * disc.height()) for x, y in dots]
    ink = QColor(style.colours.text)
    painter.setPen(QPen(ink, disc.width() * 0.035))
    painter.setBrush(QBrush(ink))
    painter.drawPolyline(QPolygonF(places))
    for place in places:
        painter.drawEllipse(place, disc.width() * 0.04, disc.width() * 0.04)


def _paint_letter(
    painter: QPainter,
    disc: QRectF,
    letter: str,
    style: ChartStyle,
    *,
    at: tuple[float, float],
    share: float = 0.34,
) -> None:
    face = QFont(style.caption)
    face.setPixelSize(max(1, round(disc.width() * share)))
    face.setWeight(QFont.Weight.DemiBold)
    painter.setFont(face)
    painter.setPen(QPen(QColor(style.colours.text)))
    centre = QPointF(disc.left() + at[0] * disc.width(), disc.top() + at[1] * disc.height())
    box = QRectF(centre.x() - disc.width() / 2, centre.y() - disc.height() / 2, disc.width(), disc.height())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
