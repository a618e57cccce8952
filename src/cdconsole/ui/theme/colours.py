"""The named colours of each theme, and the contrast arithmetic that keeps them readable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """Every colour the program uses, as ``#RRGGBB``.

    The SPC colours are NHS England's (improvement blue, concern orange, common-cause grey, neutral purple);
    where one is too pale to stand alone on the background its ``_edge`` outlines it at 3:1 or better.
    Shape carries the same meaning, so no colour has to.
    """

    is_dark: bool
    window: str
    base: str
    rail: str
    text: str
    text_secondary: str
    text_disabled: str
    hairline: str
    border: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    warning: str
    improvement: str
    improvement_edge: str
    concern: str
    concern_edge: str
    common_cause: str
    common_cause_edge: str
    neutral: str
    neutral_edge: str
    own_line: str
    centre: str
    limit: str
    team: str
    target: str
    shade: str
    shade_edge: str


LIGHT = Colours(
    is_dark=False,
    window="#FFFFFF",
    base="#FFFFFF",
    rail="#F4F6F8",
    text="#1B2733",
    text_secondary="#52606D",
    text_disabled="#8A949E",
    hairline="#DFE4E9",
    border="#7F8B97",
    accent="#12436D",
    accent_hover="#1B5A90",
    on_accent="#FFFFFF",
    accent_soft="#E6EEF5",
    warning="#9A3F00",
    improvement="#00B0F0",
    improvement_edge="#006F9E",
    concern="#E46C0A",
    concern_edge="#B34F00",
    common_cause="#A6A6A6",
    common_cause_edge="#737373",
    neutral="#490092",
    neutral_edge="#490092",
    own_line="#52606D",
    centre="#1B2733",
    limit="#87919B",
    team="#12436D",
    target="#9A3F00",
    shade="#EEF1F4",
    shade_edge="#7F8B97",
)

DARK = Colours(
    is_dark=True,
    window="#171C21",
    base="#171C21",
    rail="#12161A",
    text="#E8ECF0",
    text_secondary="#A9B4BF",
    text_disabled="#6C7782",
    hairline="#2F373F",
    border="#77828D",
    accent="#6BACE6",
    accent_hover="#8DC1EF",
    on_accent="#0B1824",
    accent_soft="#20364A",
    warning="#F5A46A",
    improvement="#00B0F0",
    improvement_edge="#7AD7FA",
    concern="#F08A3C",
    concern_edge="#F9B27C",
    common_cause="#A6A6A6",
    common_cause_edge="#C4C4C4",
    neutral="#B48AE6",
    neutral_edge="#D2B6F3",
    own_line="#A9B4BF",
    centre="#E8ECF0",
    limit="#6E7883",
    team="#6BACE6",
    target="#F5A46A",
    shade="#232A31",
    shade_edge="#77828D",
)

HIGH_CONTRAST_LIGHT = Colours(
    is_dark=False,
    window="#FFFFFF",
    base="#FFFFFF",
    rail="#FFFFFF",
    text="#000000",
    text_secondary="#262626",
    text_disabled="#595959",
    hairline="#B3B3B3",
    border="#000000",
    accent="#003A70",
    accent_hover="#00264A",
    on_accent="#FFFFFF",
    accent_soft="#D6E6F5",
    warning="#7A2E00",
    improvement="#00B0F0",
    improvement_edge="#004766",
    concern="#E46C0A",
    concern_edge="#6B2F00",
    common_cause="#A6A6A6",
    common_cause_edge="#333333",
    neutral="#490092",
    neutral_edge="#2B0057",
    own_line="#404040",
    centre="#000000",
    limit="#404040",
    team="#003A70",
    target="#7A2E00",
    shade="#E3E3E3",
    shade_edge="#404040",
)

HIGH_CONTRAST_DARK = Colours(
    is_dark=True,
    window="#000000",
    base="#000000",
    rail="#000000",
    text="#FFFFFF",
    text_secondary="#E3E3E3",
    text_disabled="#A6A6A6",
    hairline="#5C5C5C",
    border="#FFFFFF",
    accent="#8CC8FF",
    accent_hover="#B5DBFF",
    on_accent="#000000",
    accent_soft="#12395C",
    warning="#FFB57A",
    improvement="#00B0F0",
    improvement_edge="#A8E6FF",
    concern="#FF9A4D",
    concern_edge="#FFD0A8",
    common_cause="#A6A6A6",
    common_cause_edge="#FFFFFF",
    neutral="#C9A6F5",
    neutral_edge="#E9DBFC",
    own_line="#C8C8C8",
    centre="#FFFFFF",
    limit="#C8C8C8",
    team="#8CC8FF",
    target="#FFB57A",
    shade="#2B2B2B",
    shade_edge="#C8C8C8",
)


def luminance(colour: str) -> float:
    """Return relative luminance, 0-1, of ``#RRGGBB`` (WCAG 2.2, definition of relative luminance)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1-21, in either order (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
