"""Dress the application: Fusion, our own palettes, the bundled typeface and one small style sheet."""

from __future__ import annotations

from dataclasses import asdict
from enum import Enum
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from cdconsole.domain.resources import resource_path, resource_text
from cdconsole.ui.theme.colours import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, Colours
from cdconsole.ui.theme.fonts import TypeSize, font, load_fonts, px, remember_scale

_COLOURS_PROPERTY = "cdconsole_colours"
_LENGTHS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32)


class Theme(Enum):
    """What the person chose; SYSTEM follows the computer's colour scheme and its contrast setting."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"
    SYSTEM = "system"

    @property
    def title(self) -> str:
        """Return the theme as the reader sees it."""
        return {
            "light": "Light",
            "dark": "Dark",
            "high_contrast": "High contrast",
            "system": "Follow the system",
        }[self.value]


def apply(
    app: QApplication, theme: Theme = Theme.SYSTEM, window: QWidget | None = None, *, asks_contrast: bool = True
) -> None:
    """Dress the application in a theme; widgets hear of it through ``changeEvent`` (PaletteChange).

    With SYSTEM, call again from ``app.styleHints().colorSchemeChanged``. ``asks_contrast`` False leaves the
    computer's contrast setting for a later call: asking takes PySide 20 ms the first time.

    The style sheet goes on ``window`` where there is one. On the whole application it would restyle every part of a
    screen again each time the part is put into another: building the Data screen took five times as long.
    """
    load_fonts()
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    chosen = _chosen_colours(app, theme, asks_contrast=asks_contrast)
    app.setProperty(_COLOURS_PROPERTY, chosen)
    app.setFont(font())
    app.setPalette(palette_of(chosen))
    (window or app).setStyleSheet(_style_sheet(chosen))


def set_scale(app: QApplication, percent: int, window: QWidget | None = None) -> None:
    """Set the text size, 80-200 %; widgets hear of it through ``changeEvent`` (FontChange)."""
    remember_scale(app, percent)
    app.setFont(font())
    (window or app).setStyleSheet(_style_sheet(colours()))


def colours() -> Colours:
    """Return the colours in force; the light ones before a theme was applied."""
    app = QApplication.instance()
    chosen = app.property(_COLOURS_PROPERTY) if app is not None else None
    return chosen if isinstance(chosen, Colours) else LIGHT


def palette_of(chosen: Colours) -> QPalette:
    """Return the Qt palette made of a theme's colours."""
    palette = QPalette()
    for role, colour in _roles(chosen).items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.text_disabled))
    return palette


def _roles(chosen: Colours) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: chosen.window,
        role.WindowText: chosen.text,
        role.Base: chosen.base,
        role.AlternateBase: chosen.rail,
        role.ToolTipBase: chosen.text,
        role.ToolTipText: chosen.window,
        role.PlaceholderText: chosen.text_secondary,
        role.Text: chosen.text,
        role.Button: chosen.rail,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.warning,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.on_accent,
        role.Accent: chosen.accent,
        role.Link: chosen.accent,
        role.LinkVisited: chosen.accent,
        role.Light: chosen.base,
        role.Midlight: chosen.hairline,
        role.Mid: chosen.border,
        role.Dark: chosen.border,
        role.Shadow: chosen.hairline,
    }


def _chosen_colours(app: QApplication, theme: Theme, *, asks_contrast: bool) -> Colours:
    is_dark = theme is Theme.DARK or (theme is not Theme.LIGHT and _system_is_dark(app))
    if theme is Theme.HIGH_CONTRAST or (theme is Theme.SYSTEM and asks_contrast and wants_contrast(app)):
        return HIGH_CONTRAST_DARK if is_dark else HIGH_CONTRAST_LIGHT
    return DARK if is_dark else LIGHT


def wants_contrast(app: QApplication) -> bool:
    """Return whether the computer is set to high contrast."""
    from PySide6.QtCore import Qt

    # Both hint objects are kept in names: the second is deleted with the first.
    hints = app.styleHints()
    access = hints.accessibility()
    return access.contrastPreference() is Qt.ContrastPreference.HighContrast


def _system_is_dark(app: QApplication) -> bool:
    # Fusion's own palette follows the computer's scheme; asking for it by name would make all of Qt's enums.
    return app.style().standardPalette().window().color().lightness() < 128


def _style_sheet(chosen: Colours) -> str:
    sizes = {size.name.lower() + "_size": f"{px(size.value)}px" for size in TypeSize}
    lengths = {f"px{length}": f"{px(length)}px" for length in _LENGTHS}
    shade = "dark" if chosen.is_dark else "light"
    marks = {name: resource_path(f"style/{name}_{shade}.svg").as_posix() for name in ("check", "arrow")}
    words = asdict(chosen) | sizes | lengths | marks
    return Template(resource_text("style/cdconsole.qss")).substitute(words)
