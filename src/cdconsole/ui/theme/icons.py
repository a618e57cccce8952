"""Line icons, drawn when asked for and tinted with the theme's own colours."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from cdconsole.domain.resources import resource_text
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_DRAWN_IN = "#000000"
ICON_SIZE = 20


class Icon(Enum):
    """The icons that ship; the first eleven are the rail's."""

    HOME = "home"
    DEPARTMENT = "department"
    CLINICIANS = "clinicians"
    REVIEWS = "reviews"
    GOALS = "goals"
    SUPPORT = "support"
    WARD = "ward"
    DATA = "data"
    GOVERNANCE = "governance"
    FRAMEWORK = "framework"
    PEOPLE = "people"
    LOCK = "lock"
    UNLOCK = "unlock"
    HELP = "help"
    INFO = "info"
    ADD = "add"
    IMPORT = "import"
    EXPORT = "export"
    COPY = "copy"
    UNDO = "undo"
    TABLE = "table"
    CHART = "chart"
    RECORDS = "records"
    SEARCH = "search"
    SETTINGS = "settings"
    CALENDAR = "calendar"
    CLOSE = "close"
    MORE = "more"
    ENLARGE = "enlarge"
    CHEVRON_DOWN = "chevron_down"
    CHEVRON_UP = "chevron_up"
    CHEVRON_LEFT = "chevron_left"
    CHEVRON_RIGHT = "chevron_right"


def icon(name: Icon, colour: str = "") -> QIcon:
    """Return an icon in a colour (the text's by default) and, where disabled, in the disabled text's.

    Ask again on PaletteChange or FontChange: the picture does not follow the theme by itself.
    """
    drawing = resource_text(f"icons/{name.value}.svg")
    made = QIcon(_pixmap(drawing, colour or colours().text))
    made.addPixmap(_pixmap(drawing, colours().text_disabled), QIcon.Mode.Disabled)
    return made


def _pixmap(drawing: str, colour: str) -> QPixmap:
    # QtSvg loads with the first icon and not with the theme, so that the unlock window need not wait for it.
    from PySide6.QtSvg import QSvgRenderer

    side, ratio = px(ICON_SIZE), QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(drawing.replace(_DRAWN_IN, colour).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap
