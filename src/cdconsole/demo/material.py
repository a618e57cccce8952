"""Everything in the demonstration department that is drawn from the seed, before any of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cdconsole.demo.absences import Absence, absences
from cdconsole.demo.activity import generate_activity, new_key
from cdconsole.demo.job_plans import job_plans, job_plans_csv
from cdconsole.demo.records_story import flawed_rows
from cdconsole.demo.signals import planted_signals
from cdconsole.demo.spell_file import Row, spell_rows, spells_csv
from cdconsole.demo.spells import generate_spells
from cdconsole.demo.story_days import StoryDays
from cdconsole.demo.ward import WardPatient, generate_ward
from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure
from cdconsole.services.demonstration import Delivery

_ABSENCES, _SPELLS, _PATIENTS, _ACTIVITY, _WARD, _KEYS, _OTHERS = range(1, 8)

_SAMPLE = 500


@dataclass(frozen=True)
class Material:
    """The generated records of one seed. ``rows`` are the extract's rows in order of discharge."""

    seed: int
    days: StoryDays
    away: tuple[Absence, ...]
    rows: tuple[Row, ...]
    early_rows: int
    ward: tuple[WardPatient, ...]

    @classmethod
    def draw(cls, seed: int, today: date, spells: int) -> Material:
        """Return the material of a seed. The same seed, day and number of spells give the same material."""
        days = StoryDays.before(today)
        away = absences(days.period, _generator(seed, _ABSENCES))
        table = generate_spells(days.period, spells, planted_signals(days.period), away, _generator(seed, _SPELLS))
        early = int(np.searchsorted(table.discharged, np.datetime64((days.early.last + 1).first)))
        rows = tuple(spell_rows(table, _generator(seed, _PATIENTS)))
        return cls(seed, days, away, rows, early, generate_ward(today, _generator(seed, _WARD)))

    def sample_spells(self) -> str:
        """Return the text of a short sample of the extract, as it is sent ahead to settle what each column means."""
        return spells_csv(self.rows[:_SAMPLE])

    def early_spells(self) -> str:
        """Return the text of the extract that the past review saw."""
        return spells_csv(self.rows[: self.early_rows])

    def late_spells(self) -> str:
        """Return the text of the extract that brings the data up to date; some of its rows are no use."""
        late = self.rows[self.early_rows :]
        return spells_csv([*late, *flawed_rows(late)])

    def others(self) -> np.random.Generator:
        """Return the source of chance for the files of other kinds."""
        return _generator(self.seed, _OTHERS)

    def plans(self) -> str:
        """Return the text of the job-plan file."""
        return job_plans_csv(job_plans(self.days.period))

    def deliveries(self, ids: Mapping[str, ClinicianId]) -> tuple[Delivery, Delivery]:
        """Return what was done and what kept people from work, before and after the past review's data end."""
        period, early = self.days.period, self.days.early
        done = generate_activity(period, job_plans(period), self.away, ids, _generator(self.seed, _ACTIVITY))
        keys = _generator(self.seed, _KEYS)
        entries = [_exposure(away, ids, new_key(keys)) for away in self.away]
        late = Period(early.last + 1, period.last)
        return (
            done.in_period(early, [entry for entry in entries if entry.first in early]),
            done.in_period(late, [entry for entry in entries if entry.first in late]),
        )


def _exposure(away: Absence, ids: Mapping[str, ClinicianId], key: str) -> Exposure:
    clinician = None if away.clinician is None else ids[away.clinician]
    return Exposure(key, clinician, away.kind, away.first, away.last, away.note)


def _generator(seed: int, part: int) -> np.random.Generator:
    """Return a part's own source of chance, so that a change to one part leaves the others as they were."""
    return np.random.default_rng([seed, part])
