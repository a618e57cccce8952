"""Stores the spells of an extract, part after part, under pseudonyms made here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import compress, count, islice, repeat

from cdconsole.domain.identity import BatchId, new_id
from cdconsole.importing.records import SpellPart
from cdconsole.services.clinician_codes import ClinicianCodes
from cdconsole.services.pseudonyms import Pseudonyms
from cdconsole.storage.section_file import Work
from cdconsole.storage.spells import SpellStore

_COUNTED = 8  # of an id's 32 characters


@dataclass
class Stored:
    """What an import has stored so far: records, episodes, changed records, and rows that said nothing new."""

    records: int = 0
    episodes: int = 0
    changed: int = 0
    unchanged_rows: int = 0


@dataclass
class SpellImport:
    """The spells of one batch on their way into the file."""

    work: Work
    batch: BatchId
    pseudonyms: Pseudonyms
    people: ClinicianCodes
    keeps_stored: bool
    stored: Stored = field(default_factory=Stored)

    def __post_init__(self) -> None:
        self._store = SpellStore(self.work, self.keeps_stored)
        self._ids, self._episode_ids = _ids(), _ids()

    def take(self, part: SpellPart) -> None:
        """Store one part."""
        ids = list(islice(self._ids, len(part)))
        keys = self.pseudonyms.of("spell", part.source_key)
        rows = list(
            zip(
                part.row,
                ids,
                repeat(self.batch),
                keys,
                map(self.people.__getitem__, part.clinician),
                self.pseudonyms.of("patient", part.patient),
                part.admitted,
                part.discharged,
                part.has_times,
                part.patient_class,
                part.admission,
                part.discharge,
                part.specialty,
                part.ward,
                part.age_band,
                part.sex,
                part.hrg,
                strict=False,
            )
        )
        done = self._store.store(rows, self._episodes(part, ids, keys))
        self.stored.records += done.new + len(done.changed)
        self.stored.changed += len(done.changed)
        self.stored.episodes += len(part.episodes.spell)
        if done.unchanged:
            left = [key in done.unchanged for key in keys]
            self.stored.unchanged_rows += sum(compress(part.rows, left))
            self.stored.episodes -= sum(left[spell] for spell in part.episodes.spell)

    def finish(self, checkpoint: Callable[[], None]) -> None:
        """Bring columns and indexes up to date; ``checkpoint`` is called between and may raise."""
        self._store.finish(checkpoint)

    def _episodes(self, part: SpellPart, ids: list[str], keys: list[str]) -> list[tuple[object, ...]]:
        """Return episodes as stored; an episode has the same id wherever it is imported: two desks store one row."""
        episodes = part.episodes
        own = self.pseudonyms.of("episode", episodes.source_key)
        named = [f"{keys[spell]}|{key}" for spell, key in zip(episodes.spell, own, strict=True)]
        return list(
            zip(
                self.pseudonyms.of("episode id", named),
                [ids[spell] for spell in episodes.spell],
                map(self.people.__getitem__, episodes.clinician),
                episodes.order,
                episodes.started,
                episodes.ended,
                own,
                strict=True,
            )
        )


def _ids() -> Iterable[str]:
    """Yield new ids that count up from a random one: an index is filled in its own order, four times as fast."""
    first = new_id()[:-_COUNTED]
    return (f"{first}{number:0{_COUNTED}x}" for number in count())
