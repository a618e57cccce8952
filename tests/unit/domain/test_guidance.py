from __future__ import annotations

import re

import pytest

from cdconsole.domain.guidance import Guidance, GuidanceCard
from cdconsole.domain.printed import Heading, Paragraph, PrintedKind
from cdconsole.domain.resources import resource_path

CARDS = [one for one in Guidance if not one.is_exercise]


@pytest.mark.parametrize("card", CARDS, ids=lambda one: one.name)
def test_that_a_card_is_short(card: Guidance) -> None:
    words = re.findall(r"[\w'%]+", f"{card.card.title} {card.card.text}")
    assert 50 < len(words) <= 200


def test_that_every_file_is_offered_and_every_title_is_another() -> None:
    files = {f"{folder}/{path.stem}" for folder in ("guidance", "practice") for path in resource_path(folder).iterdir()}
    assert {one.value for one in Guidance} == files
    assert len({one.card.title for one in Guidance}) == len(Guidance)
    assert sum(one.is_exercise for one in Guidance) == 3


def test_that_a_printed_card_has_its_words_without_marks() -> None:
    card = GuidanceCard("A card", "## Part\n\n- **Be exact.** Not *great work*.\n\n1. Go to **Data, Data queries**.")
    assert card.printed.kind is PrintedKind.GUIDANCE_CARD
    assert card.printed.blocks == (
        Heading("Part", 2),
        Paragraph("\N{BULLET} Be exact. Not great work."),
        Paragraph("1. Go to Data, Data queries."),
    )
    printed = repr([one.card.printed for one in Guidance])
    assert "*" not in printed
