"""One clinician has been given their own pack; its reply has not come yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.clinician_pack_requests import MakeClinicianPack

PACK_FILE, WORDS_FILE = "own-pack.cdvp", "own-pack-words.txt"
_WHOSE = "Dr Amara Okafor"
_DAYS_VALID = 90


def give_pack(telling: Telling, days: StoryDays, place: Path) -> None:
    """Make a pack beside the department, with the words that open it, so that it can be tried."""
    telling.at(moment(days.thanks + timedelta(days=30), 12))
    order = MakeClinicianPack(telling.ids()[_WHOSE], str(place / PACK_FILE), months=3, days=_DAYS_VALID)
    made = telling.ask(order)
    words = place / WORDS_FILE
    words.touch(mode=0o600)
    words.write_text(f"{made.passphrase}\n", encoding="utf-8")
