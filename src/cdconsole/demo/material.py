"""Everything in the demonstration department that is drawn from the seed, before any of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from cdconsole.demo.absences import Absence, absences
from cdconsole.demo.activity import planned_sessions, take_rota
from cdconsole.demo.clinics import clinics
from cdconsole.demo.counts import reported_counts
from cdconsole.demo.endoscopy import endoscopy
from cdconsole.demo.exposure_file import exposure_log
from cdconsole.demo.extract_file import ExtractFile, Row
from cdconsole.demo.job_plans import job_plans, job_plans_csv
from cdconsole.demo.records_story import flawed_rows
from cdconsole.demo.signals import DNA_RATE, LATE_STARTS, PlantedLevels, planted_signals
from cdconsole.demo.spell_file import spell_rows, spells_csv
from cdconsole.demo.spells import generate_spells
from cdconsole.demo.story_days import StoryDays
from cdconsole.demo.take import take_reviews
from cdconsole.demo.theatre import theatre
from cdconsole.demo.ward import WardPatient, generate_ward
from cdconsole.demo.ward_history import WardStay, ward_stays

_ABSENCES, _SPELLS, _PATIENTS, _SESSIONS, _WARD, _CLINICS, _ENDOSCOPY, _THEATRE, _TAKE, _COUNTS, _STAYS = range(1, 12)

SPELLS = 40_000
"""Spells of a department of the usual size; one with fewer has fewer patients in its clinics and on its lists, too."""

_SAMPLE = 500


@dataclass(frozen=True)
class Material:
    """The generated records of one seed. ``rows`` are the spells' rows in order of discharge."""

    seed: int
    spells: int
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
        return cls(seed, spells, days, away, rows, early, generate_ward(today, _generator(seed, _WARD)))

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

    def plans(self) -> str:
        """Return the text of the job-plan file."""
        return job_plans_csv(job_plans(self.days.period))

    @cached_property
    def extracts(self) -> tuple[ExtractFile, ...]:
        """Return the files of takes, clinics and lists, each of all three years."""
        period, plans, seed = self.days.period, job_plans(self.days.period), self.seed
        signals, size = planted_signals(period), min(1.0, self.spells / SPELLS)
        sessions = planned_sessions(period, plans, self.away, _generator(seed, _SESSIONS))
        on_take = take_rota(period, plans, self.away)
        return (
            take_reviews(on_take, self.rows, _generator(seed, _TAKE)),
            clinics(sessions, PlantedLevels.of(signals, DNA_RATE), size, _generator(seed, _CLINICS)),
            endoscopy(sessions, size, _generator(seed, _ENDOSCOPY)),
            theatre(sessions, PlantedLevels.of(signals, LATE_STARTS), _generator(seed, _THEATRE)),
        )

    @property
    def exposure(self) -> ExtractFile:
        """Return the exposure log of all three years: leave is booked long before."""
        return exposure_log(self.away)

    @property
    def counts(self) -> ExtractFile:
        """Return the reported counts of all three years."""
        return reported_counts(self.days.period, self.away, _generator(self.seed, _COUNTS))

    def stays(self) -> tuple[WardStay, ...]:
        """Return those who were on the ward list and have left, in order of admission."""
        return ward_stays(self.rows, self.days.period, _generator(self.seed, _STAYS))


def _generator(seed: int, part: int) -> np.random.Generator:
    """Return a part's own source of chance, so that a change to one part leaves the others as they were."""
    return np.random.default_rng([seed, part])
