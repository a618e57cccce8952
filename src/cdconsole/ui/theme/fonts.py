"""The bundled typeface, the type scale and the grid, all following the chosen text size."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from cdconsole.domain.resources import resource_path

FAMILY = "Inter"
SMALLEST_SCALE, LARGEST_SCALE = 80, 200
_SCALE_PROPERTY = "cdconsole_text_scale"
_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_TABULAR_FIGURES = QFont.Tag("tnum")


class TypeSize(Enum):
    """The type scale, in pixels at 100 %."""

    CAPTION = 12
    BODY = 14
    HEADING = 18
    TITLE = 24


def load_fonts() -> None:
    """Register the bundled fonts with Qt once; later calls find them there and do nothing."""
    if FAMILY not in QFontDatabase.families():
        for file in _FILES:
            QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{file}")))


def scale() -> int:
    """Return the chosen text size in per cent; 100 before anybody chose."""
    app = QApplication.instance()
    chosen = app.property(_SCALE_PROPERTY) if app is not None else None
    return int(chosen) if chosen else 100


def remember_scale(app: QApplication, percent: int) -> None:
    """Keep the text size for fonts and lengths asked for from now on, held within 80-200 %."""
    app.setProperty(_SCALE_PROPERTY, max(SMALLEST_SCALE, min(LARGEST_SCALE, percent)))


def px(length: float) -> int:
    """Return a length of the 100 % drawing (row height, icon size) in pixels at the chosen text size."""
    return round(length * scale() / 100)


def font(size: TypeSize = TypeSize.BODY, *, semibold: bool = False) -> QFont:
    """Return the typeface at a step of the type scale, with tabular figures so that columns of numbers line up."""
    face = QFont(FAMILY)
    face.setPixelSize(px(size.value))
    face.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    face.setFeature(_TABULAR_FIGURES, 1)
    return face
