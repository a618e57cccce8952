"""Builds the demonstration department: its story told from a seed, through the real importers and services."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cdconsole.demo.challenge_story import challenge_figures, take_pulse
from cdconsole.demo.chart_story import annotate_charts
from cdconsole.demo.conversation_story import begin_next_review, talk_as_asked
from cdconsole.demo.framework_story import begin_take, lay_framework, share_openly
from cdconsole.demo.goals_story import share_goals, study_cycle
from cdconsole.demo.inbox_story import receive_pack
from cdconsole.demo.job_plans import NEEDS
from cdconsole.demo.material import SPELLS, Material
from cdconsole.demo.measures_story import change_measures, choose_measures
from cdconsole.demo.pack_story import give_pack
from cdconsole.demo.person_story import correct_note, question_thanks, set_periods
from cdconsole.demo.quarter_story import freeze_this_quarter, release_last_quarter
from cdconsole.demo.records_story import correct_spells, import_records
from cdconsole.demo.review_story import hold_review, run_cycle, thank
from cdconsole.demo.roster import ADMINISTRATOR, DEPARTMENT, DEPUTY, DIRECTOR, ROSTER, SPECIALTY
from cdconsole.demo.story_days import StoryClock, moment
from cdconsole.demo.support_story import look_again, support_and_learn
from cdconsole.demo.telling import Telling
from cdconsole.demo.validation_story import check_records
from cdconsole.demo.ward_story import keep_ward_list, take_over_stays
from cdconsole.domain.access import Introduction
from cdconsole.domain.access_requests import IntroducePerson
from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ColumnMapping
from cdconsole.domain.identity import PersonId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.job_plan_requests import SaveActivityNeed
from cdconsole.domain.people import Role
from cdconsole.domain.requests import (
    CreateDepartment,
    ImportJobPlans,
    SaveClinician,
    SuggestPassphrase,
    UnlockDepartment,
)
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault.kdf import KdfParameters

DEMONSTRATION_NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
"""The moment of pictures and tests: with a clock that stands there, they come out the same every time."""

SEED = 66
DIRECTOR_FILE = "director-passphrase.txt"
ADMINISTRATOR_FILE = "administrator-passphrase.txt"


@dataclass(frozen=True)
class Demonstration:
    """Where the demonstration department is, and the files that hold its two passphrases."""

    folder: Path
    director_passphrase_file: Path
    administrator_passphrase_file: Path


def build_demonstration(
    parent: Path,
    *,
    home: Path,
    clock: Clock,
    seed: int = SEED,
    spells: int = SPELLS,
    kdf: KdfParameters | None = None,
) -> Demonstration:
    """Make the demonstration department inside ``parent`` and return where it is; nothing stays open.

    Its data are the 36 complete months before ``clock.today()``; the same seed, day and number of spells give the
    same data. The passphrases are new each time and lie beside the folder, readable by the owner only. Raises
    UserFacingError where the folder is there already or can't be written.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError(f"{parent} can't be made ({error.strerror}).", "Choose another folder.") from error
    material = Material.draw(seed, clock.today(), spells)
    story = StoryClock(moment(material.days.founded, 9))
    session = Session(story, home, kdf)
    telling = Telling(session, story, Task())
    passphrases = telling.ask(SuggestPassphrase()), telling.ask(SuggestPassphrase())
    try:
        with tempfile.TemporaryDirectory() as scratch:
            founded = _as_director(telling, material, parent, Path(scratch), passphrases[0])
            session.close()
            clerk = founded.administrator
            telling.ask(UnlockDepartment(founded.folder, clerk.person.id, clerk.code, passphrases[1]))
            _as_administrator(telling, material, Path(scratch), founded)
            keep_ward_list(telling, material.ward)
            session.close()
            telling.ask(UnlockDepartment(founded.folder, founded.director, passphrases[0]))
            check_records(telling)
            freeze_this_quarter(telling, clock.today() - timedelta(days=1))
            begin_next_review(telling)
    finally:
        session.close()
    made = Demonstration(Path(founded.folder), parent / DIRECTOR_FILE, parent / ADMINISTRATOR_FILE)
    _write_privately(made.director_passphrase_file, passphrases[0])
    _write_privately(made.administrator_passphrase_file, passphrases[1])
    return made


def existing_demonstration(parent: Path) -> Demonstration | None:
    """Return the demonstration department that was made in ``parent`` before, if its passphrase files are there."""
    files = parent / DIRECTOR_FILE, parent / ADMINISTRATOR_FILE
    folders = sorted(parent.glob("*.cdv"))
    if len(folders) != 1 or not all(file.is_file() for file in files):
        return None
    return Demonstration(folders[0], *files)


@dataclass(frozen=True)
class _Founded:
    """What the director's part hands on: where, who comes next, how the extract is mapped."""

    folder: str
    director: PersonId
    administrator: Introduction
    mapping: ColumnMapping


def _as_director(telling: Telling, material: Material, parent: Path, scratch: Path, passphrase: str) -> _Founded:
    """Found the department, bring in its first data and hold the past review."""
    days = material.days
    made = telling.ask(CreateDepartment(str(parent), DEPARTMENT, SPECIALTY, DIRECTOR, passphrase))
    administrator = telling.ask(IntroducePerson(ADMINISTRATOR, Role.ADMINISTRATOR))
    telling.ask(IntroducePerson(DEPUTY, Role.DEPUTY))
    telling.ask(ImportJobPlans(str(_written(scratch / "job-plans.csv", material.plans()))))
    for need in NEEDS:
        telling.ask(SaveActivityNeed(need))
    people = telling.clinicians()
    for person in ROSTER:
        telling.ask(SaveClinician(replace(people[person.name], codes=(person.code,))))
    sample = _written(scratch / "spells-sample.csv", material.sample_spells())
    mapping = telling.ask(PreviewExtract(str(sample))).proposed
    extract = _written(scratch / f"spells-to-{days.early.last.iso()}.csv", material.early_spells())
    telling.ask(ImportExtract(str(extract), mapping))
    material.exposure.give(telling, days.period, scratch)
    import_records(telling, material.extracts, days.early, scratch)
    lay_framework(telling, days)
    share_openly(telling, days)
    choose_measures(telling)
    begin_take(telling, days)
    goals = hold_review(telling, days)
    shared = share_goals(telling, days)
    correct_note(telling, days)
    run_cycle(telling, days, goals[0].id)
    thank(telling, days)
    release_last_quarter(telling, days.thanks + timedelta(days=3))
    support_and_learn(telling, days)
    talk_as_asked(telling, days)
    challenge_figures(telling, days)
    question_thanks(telling, days)
    set_periods(telling, days)
    study_cycle(telling, days, shared)
    change_measures(telling, days)
    annotate_charts(telling, days)
    look_again(telling, days)
    take_pulse(telling, days)
    give_pack(telling, days, parent)
    return _Founded(made.folder, made.person.id, administrator, mapping)


def _as_administrator(telling: Telling, material: Material, scratch: Path, founded: _Founded) -> None:
    """Bring the data up to date, with the mapping that was used before."""
    days = material.days
    telling.at(moment(days.second_import, 8))
    extract = _written(scratch / f"spells-to-{days.period.last.iso()}.csv", material.late_spells())
    telling.ask(ImportExtract(str(extract), founded.mapping))
    import_records(telling, material.extracts, days.late, scratch)
    material.counts.give(telling, days.period, scratch)
    correct_spells(telling, material.rows, founded.mapping, scratch)
    take_over_stays(telling, material.stays())
    receive_pack(telling, _written(scratch / "spells-october.csv", material.sample_spells()), scratch)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{text}\n")
