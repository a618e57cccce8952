"""An extract checked whole: its spells and episodes as rows, and what became of every row of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.extract import ColumnMapping
from cdconsole.importing.checking import check_extract
from cdconsole.importing.limits import Limits
from cdconsole.importing.records import CheckedExtract, FileKnown, SpellPart

MADE = {"patient_class": PatientClass, "admission": AdmissionKind, "discharge": DischargeKind}


class CheckedSpell(NamedTuple):
    """One element of a SpellPart; ``rows`` of an episode extract are those of its episodes."""

    rows: tuple[int, ...]
    source_key: str
    patient: str
    clinician: str
    admitted: datetime
    discharged: datetime | None
    has_times: bool
    patient_class: PatientClass
    admission: AdmissionKind
    discharge: DischargeKind
    specialty: str
    ward: str
    age_band: str
    sex: str
    hrg: str


class CheckedEpisode(NamedTuple):
    """One element of an EpisodePart; ``spell`` counts through all parts."""

    spell: int
    row: int
    source_key: str
    clinician: str
    order: int
    started: str
    ended: str | None


@dataclass
class Whole:
    """What the reader handed over, put together; for the rest it is a CheckedExtract."""

    spells: tuple[CheckedSpell, ...]
    episodes: tuple[CheckedEpisode, ...]
    file: FileKnown
    checked: CheckedExtract

    def __getattr__(self, name: str) -> Any:
        return getattr(self.checked, name)


def check_whole(path: Path, mapping: ColumnMapping, today: date, limits: Limits | None = None) -> Whole:
    """Return a file checked in this process."""
    return gathered(lambda take: check_extract(path, mapping, today, limits or Limits(), lambda _: None, take))


def gathered(read: Callable[[Callable[[Any], None]], CheckedExtract]) -> Whole:
    """Return what ``read(take)`` hands over and returns."""
    parts: list[Any] = []
    checked = read(parts.append)
    spells: list[CheckedSpell] = []
    episodes: list[CheckedEpisode] = []
    for part in parts[1:]:
        before, columns = len(spells), part.episodes
        named = [getattr(columns, field.name) for field in fields(columns)]
        found = [CheckedEpisode(spell + before, *rest) for spell, *rest in zip(*named, strict=True)]
        spells += _spells(part, before, found)
        episodes += found
    return Whole(tuple(spells), tuple(episodes), parts[0], checked)


def _spells(part: SpellPart, before: int, episodes: list[CheckedEpisode]) -> list[CheckedSpell]:
    made = []
    for place in range(len(part)):
        values = {name: getattr(part, name)[place] for name in CheckedSpell._fields if name != "rows"}
        values |= {name: kind[values[name]] for name, kind in MADE.items()}
        values["admitted"] = datetime.fromisoformat(values["admitted"])
        values["discharged"] = values["discharged"] and datetime.fromisoformat(values["discharged"])
        rows = tuple(episode.row for episode in episodes if episode.spell == before + place) or (part.row[place],)
        assert len(rows) == part.rows[place]
        made.append(CheckedSpell(rows, **values))
    return made
