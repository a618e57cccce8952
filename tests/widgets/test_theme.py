from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from cdconsole.domain.resources import resource_path, resource_text
from cdconsole.ui.theme.colours import (
    DARK,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    Colours,
    contrast,
)
from cdconsole.ui.theme.fonts import TypeSize, font, px, scale
from cdconsole.ui.theme.icons import Icon, icon
from cdconsole.ui.theme.theme import Theme, apply, colours, palette_of, set_scale

THEMES = {"light": LIGHT, "dark": DARK, "hc light": HIGH_CONTRAST_LIGHT, "hc dark": HIGH_CONTRAST_DARK}
GRAPHICS = (
    "border",
    "accent",
    "improvement_edge",
    "concern_edge",
    "common_cause_edge",
    "neutral_edge",
    "own_line",
    "centre",
    "limit",
    "team",
    "target",
    "shade_edge",
)
COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize("chosen", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("background", ["window", "base", "rail", "accent_soft"])
@pytest.mark.parametrize("text", ["text", "text_secondary", "warning"])
def test_that_text_can_be_read_on_every_background(chosen: Colours, background: str, text: str) -> None:
    assert contrast(getattr(chosen, text), getattr(chosen, background)) >= 4.5


@pytest.mark.parametrize("chosen", THEMES.values(), ids=THEMES)
def test_that_button_and_link_text_can_be_read(chosen: Colours) -> None:
    assert contrast(chosen.on_accent, chosen.accent) >= 4.5
    assert contrast(chosen.on_accent, chosen.accent_hover) >= 4.5
    assert contrast(chosen.accent, chosen.base) >= 4.5


@pytest.mark.parametrize("chosen", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", GRAPHICS)
def test_that_lines_markers_and_borders_stand_out(chosen: Colours, name: str) -> None:
    assert contrast(getattr(chosen, name), chosen.base) >= 3


@pytest.mark.parametrize("chosen", [HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK])
def test_that_high_contrast_text_is_at_least_seven_to_one(chosen: Colours) -> None:
    assert min(contrast(getattr(chosen, name), chosen.base) for name in ("text", "text_secondary", "warning")) >= 7


def test_that_every_colour_is_written_as_six_hexadecimal_digits() -> None:
    names = [field.name for field in fields(Colours) if field.name != "is_dark"]
    values = [getattr(chosen, name) for chosen in THEMES.values() for name in names]
    assert [value for value in values if not re.fullmatch("#[0-9A-F]{6}", value)] == []


def test_that_contrast_agrees_with_the_published_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@given(COLOUR, COLOUR)
def test_that_contrast_does_not_depend_on_order(first: str, second: str) -> None:
    assert contrast(first, second) == contrast(second, first)
    assert 1 <= contrast(first, second) <= 21


@pytest.mark.parametrize(("theme", "chosen"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_that_a_theme_reaches_palette_and_style_sheet(qapp: QApplication, theme: Theme, chosen: Colours) -> None:
    apply(qapp, theme)
    assert colours() == chosen
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == chosen.window
    assert chosen.accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_that_high_contrast_is_chosen_by_name(qapp: QApplication) -> None:
    apply(qapp, Theme.HIGH_CONTRAST)
    assert colours() in (HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK)
    apply(qapp, Theme.LIGHT)


def test_that_disabled_text_is_paler_than_text() -> None:
    palette = palette_of(LIGHT)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name().upper() == LIGHT.text_disabled


def test_that_the_typeface_ships_with_its_licence_and_both_weights(qapp: QApplication) -> None:
    assert QFontInfo(font()).family() == "Inter"
    assert QFontInfo(font(semibold=True)).weight() == 600
    assert "SIL Open Font License" in resource_text("fonts/OFL.txt")


def test_that_figures_are_tabular(qapp: QApplication) -> None:
    metrics = QFontMetricsF(font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize(("asked", "given_percent"), [(150, 150), (79, 80), (500, 200)])
def test_that_text_scales_between_80_and_200_per_cent(qapp: QApplication, asked: int, given_percent: int) -> None:
    set_scale(qapp, asked)
    assert scale() == given_percent
    assert font(TypeSize.TITLE).pixelSize() == round(24 * given_percent / 100)
    assert qapp.font().pixelSize() == px(14)
    assert f"font-size: {px(24)}px" in qapp.styleSheet()


@pytest.mark.parametrize("name", list(Icon))
def test_that_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: Icon) -> None:
    image = icon(name, "#12436D").pixmap(20, 20).toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#12436d"}


def test_that_every_icon_file_has_a_name_and_a_licence_is_beside_them() -> None:
    shipped = {path.stem for path in resource_path("icons").glob("*.svg")}
    assert shipped == {each.value for each in Icon}
    assert "CC0" in resource_text("icons/LICENCE.txt")


def test_that_the_theme_loads_nothing_heavy() -> None:
    program = (
        "import sys; import cdconsole.ui.theme.theme, cdconsole.ui.theme.icons;"
        "print([m for m in ('numpy', 'pyqtgraph', 'pandas', 'PySide6.QtSvg') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
