"""Draw a widget that is never shown into a picture, and a picture into the bytes of a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from cdconsole.ui.settling import settle_layouts

_SHARPNESS = 2


def drawn_off_screen(widget: QWidget, width: int, height: int) -> QPixmap:
    """Return a picture of a widget at a width and at least a height, twice as fine as the screen; the widget goes."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(width, height)
    widget.show()
    settle_layouts()
    widget.resize(width, max(height, widget.minimumHeight()))
    settle_layouts()
    picture = QPixmap(widget.size() * _SHARPNESS)
    picture.setDevicePixelRatio(_SHARPNESS)
    widget.render(picture, QPoint())
    widget.hide()
    widget.deleteLater()
    return picture


def as_png(picture: QPixmap) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(held.data())
