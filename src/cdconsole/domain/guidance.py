"""Short cards of guidance and exercises, which come with the program: plain words, shown where they are needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from cdconsole.domain.printed import Block, Heading, Paragraph, Printed, PrintedKind
from cdconsole.domain.resources import resource_text

_LINK_OR_STRESS = re.compile(r"\*\*|(?<!\w)\*|\*(?!\w)|`")
_FOOTER = "cdconsole guidance"


class Guidance(Enum):
    """The cards and exercises, by their file's place among the resources, in the order they are read."""

    VARIATION = "guidance/interpreting-variation"
    NOT_TO_CONCLUDE = "guidance/what-not-to-conclude"
    SMALL_NUMBERS = "guidance/small-numbers"
    PREPARING = "guidance/preparing-a-review"
    FEEDBACK = "guidance/giving-feedback"
    CHALLENGE = "guidance/responding-to-a-challenge"
    THANKS = "guidance/saying-thank-you"
    SUPPORT = "guidance/supporting-a-colleague"
    EXERCISE_VARIATION = "practice/interpreting-variation"
    EXERCISE_REVIEW = "practice/preparing-a-review"
    EXERCISE_CHALLENGE = "practice/responding-to-a-challenge"

    @property
    def is_exercise(self) -> bool:
        """Return whether it is done in the demonstration department."""
        return self.value.startswith("practice/")

    @property
    def card(self) -> GuidanceCard:
        """Return its words."""
        return _read(self.value)


@dataclass(frozen=True)
class GuidanceCard:
    """A title and the words below it, in Markdown."""

    title: str
    text: str

    @property
    def printed(self) -> Printed:
        """Return the card as a document."""
        blocks: list[Block] = []
        for line in filter(None, map(str.strip, self.text.splitlines())):
            plain = _LINK_OR_STRESS.sub("", line)
            if plain.startswith("#"):
                blocks.append(Heading(plain.lstrip("# "), 2))
            else:
                blocks.append(Paragraph(re.sub(r"^- ", "\N{BULLET} ", plain)))
        return Printed(PrintedKind.GUIDANCE_CARD, self.title, "", tuple(blocks), _FOOTER)


@cache
def _read(name: str) -> GuidanceCard:
    heading, _, text = resource_text(f"{name}.md").partition("\n")
    return GuidanceCard(heading.removeprefix("# ").strip(), text.strip())
