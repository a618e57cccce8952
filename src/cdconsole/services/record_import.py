"""Stores the records of an extract of any kind but spells, part after part, under pseudonyms made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import BatchId, new_id
from cdconsole.importing.records import RecordPart
from cdconsole.services.clinician_codes import ClinicianCodes
from cdconsole.services.pseudonyms import Pseudonyms
from cdconsole.services.spell_import import Stored
from cdconsole.storage.kind_tables import KIND_TABLES
from cdconsole.storage.record_versions import RecordVersions
from cdconsole.storage.section_file import Work

_NOBODYS_TOO = frozenset({ExtractKind.COUNTS, ExtractKind.EXPOSURE})


@dataclass
class RecordImport:
    """The records of one batch on their way into the file."""

    work: Work
    batch: BatchId
    pseudonyms: Pseudonyms
    people: ClinicianCodes
    keeps_stored: bool
    kind: ExtractKind
    stored: Stored = field(default_factory=Stored)

    def __post_init__(self) -> None:
        self._kept = KIND_TABLES[self.kind]
        self._versions = RecordVersions(self.work, self._kept.table, self.keeps_stored)

    def take(self, part: RecordPart) -> None:
        """Store one part."""
        keys = self.pseudonyms.of(self.kind.value, part.source_key)
        columns: list[Any] = [part.row, [new_id() for _ in part.row], repeat(self.batch), keys, self._whose(part)]
        if self._kept.has_patient:
            columns.append(self.pseudonyms.of("patient", part.patient))
        if self._kept.has_spell:
            columns.append(self.pseudonyms.of("spell", part.spell_key))
        for one in self._kept.fields:
            empty = self._kept.empty(one)
            found = part.values.get(one)
            columns.append(repeat(empty) if found is None else [empty if value is None else value for value in found])
        done = self._versions.store(list(zip(*columns, strict=False)))
        self.stored.records += done.new + len(done.changed)
        self.stored.changed += len(done.changed)
        if done.unchanged:
            self.stored.unchanged_rows += sum(compress(part.rows, [key in done.unchanged for key in keys]))

    def finish(self, checkpoint: Callable[[], None]) -> None:
        """Bring indexes up to date, and say whose records are others now; ``checkpoint`` may raise between."""
        self._versions.finish(checkpoint)
        self.work.changed(self._kept.topic)

    def _whose(self, part: RecordPart) -> list[str | None]:
        """Return the clinician of each record; of a count or a closure nobody, where the file names nobody."""
        if self.kind in _NOBODYS_TOO:
            return [self.people[code] if code else None for code in part.clinician]
        return [self.people[code] for code in part.clinician]
