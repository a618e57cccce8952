"""Makes the kept file of the present format, once: `python tests/released_files/make.py FORMAT`.

A file that is there already is never made again: that it was written by the version it stands for is its whole use.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cdconsole.demo.framework_story import lay_framework
from cdconsole.demo.material import Material
from cdconsole.demo.review_story import hold_review, run_cycle, thank
from cdconsole.demo.roster import ROSTER
from cdconsole.demo.story_days import StoryClock, StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.demo.ward_story import keep_ward_list
from cdconsole.domain.access_requests import IntroducePerson
from cdconsole.domain.activity import Session, SessionKind, TakeShift, TheatreCase
from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import new_id
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.requests import (
    AddAddendum,
    AmendPredictedDischarge,
    CreateDepartment,
    EditStage,
    ExportGovernance,
    ExportMeasures,
    ImportJobPlans,
    ListReviews,
    PrepareReview,
    PreviewGovernance,
    SaveClinician,
    SaveReviewNote,
    ShowWardList,
    UnlockDepartment,
)
from cdconsole.domain.review import Domain, NoteKind
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.session import Session as Opened
from cdconsole.services.tasks import Task
from cdconsole.storage import activity
from cdconsole.vault import KdfParameters
from released_files.contents import describe

HERE = Path(__file__).resolve().parent
PASSPHRASES = {
    "Dr Beatrix Director": "acid angular bobcat cheddar dwindle",
    "Ada Administrator": "elbow fabric gusty hazelnut iodine",
    "Dr Casper Deputy": "jailer kudos lantern mural nuzzle",
}
DIRECTOR, ADMINISTRATOR, DEPUTY = PASSPHRASES
TODAY, SEED, SPELLS, INPATIENTS = date(2026, 11, 23), 66, 200, 12
GENERATIONS_AFTER = 10  # with pruning these leave one copy of each section, and a folder that has been in use


def main(format_number: str) -> None:
    """Make the folder and say how large it is."""
    target = HERE / f"format-{format_number}"
    if target.exists():
        sys.exit(f"{target} is there already. It stands for the version that made it and is never made again.")
    with tempfile.TemporaryDirectory() as scratch:
        made, people, sections = _made(Path(scratch))
        shutil.copytree(made, target / "Gastroenterology.cdv")
    contents = {"format": int(format_number), "people": people, "sections": sections}
    (target / "contents.json").write_text(json.dumps(contents, indent=1, ensure_ascii=True) + "\n", encoding="ascii")
    print(sum(file.stat().st_size for file in target.rglob("*") if file.is_file()), "bytes")


def _made(scratch: Path) -> tuple[Path, list[dict[str, str]], dict[str, Any]]:
    material = Material.draw(SEED, TODAY, SPELLS)
    story = StoryClock(moment(material.days.founded, 9))
    session = Opened(story, scratch / "home", KdfParameters(19456, 1, 1))
    telling = Telling(session, story, Task())
    made = telling.ask(CreateDepartment(str(scratch), "Gastroenterology", "Medicine", DIRECTOR, PASSPHRASES[DIRECTOR]))
    introduced = [
        telling.ask(IntroducePerson(ADMINISTRATOR, Role.ADMINISTRATOR)),
        telling.ask(IntroducePerson(DEPUTY, Role.DEPUTY)),
    ]
    people = [made.person, *(introduction.person for introduction in introduced)]
    _lay_records(telling, material, scratch)
    _hold_reviews(telling, material.days)
    _export(telling, scratch)
    keep_ward_list(telling, material.ward[:INPATIENTS])
    _change_predictions(telling)
    session.file.exchange.publish()
    for _ in range(GENERATIONS_AFTER):
        session.file.vault.publish({})
    for introduction in introduced:
        session.close()
        own = PASSPHRASES[introduction.person.name]
        telling.ask(UnlockDepartment(made.folder, introduction.person.id, introduction.code, own))
    session.close()
    telling.ask(UnlockDepartment(made.folder, made.person.id, PASSPHRASES[DIRECTOR]))
    sections = {}
    for section in made.person.role.sections:
        with session.snapshot(section) as snapshot:
            sections[section.value] = describe(snapshot)
    session.close()
    return Path(made.folder), [_described(person) for person in people], sections


def _lay_records(telling: Telling, material: Material, scratch: Path) -> None:
    plans = _written(scratch / "job-plans.csv", material.plans())
    telling.ask(ImportJobPlans(plans))
    clinicians = telling.clinicians()
    for person in ROSTER:
        telling.ask(SaveClinician(replace(clinicians[person.name], codes=(person.code,))))
    header, first, *rest = (material.early_spells() + "\n".join(material.late_spells().splitlines()[1:])).splitlines()
    spells = _written(scratch / "spells.csv", "\n".join([header, first, *rest, "a row without sense"]) + "\n")
    telling.ask(ImportExtract(spells, telling.ask(PreviewExtract(spells)).proposed))
    newest = Period(material.days.early.last, material.days.early.last)
    for file in (material.exposure, *material.extracts, material.counts):
        file.give(telling, newest, scratch)
    _record_whole(telling, newest.last.first)
    lay_framework(telling, material.days)
    telling.ask(EditStage(2, "Measure what matters", "Charts that the team has looked at together"))


def _record_whole(telling: Telling, day: date) -> None:
    """Store what is recorded whole and comes in no file: sessions, a theatre case and take shifts."""
    whose, morning = tuple(telling.ids().values())[:4], datetime.combine(day, time(8))
    done = [
        Session(new_id(), one, kind, day, 240, 6, 5, 7.5, "", "Theatre 6")
        for one, kind in zip(whose, SessionKind, strict=True)
    ]
    [listed] = [one for one in done if one.kind is SessionKind.THEATRE_LIST]
    case = TheatreCase(new_id(), listed.id, listed.clinician_id, morning, morning + timedelta(minutes=45), "ERCP")
    shifts = [TakeShift(new_id(), one, morning, morning + timedelta(hours=12), 15, 9) for one in whose]
    with telling.session.unit_of_work(Section.RECORDS, reason="kept file") as work:
        activity.add_sessions(work, [*done, replace(done[0], id=new_id(), cancelled="No room")])
        activity.add_theatre_cases(work, [case])
        activity.add_take_shifts(work, shifts)
        work.audit("added", "sessions, take shifts and a case")
        work.commit()


def _hold_reviews(telling: Telling, days: StoryDays) -> None:
    goals = hold_review(telling, days)
    run_cycle(telling, days, goals[0].id)
    thank(telling, days)
    telling.ask(AddAddendum(goals[0].from_review, "The second ward began its board round a month later."))
    unreviewed = next(row for row in telling.ask(ListReviews()) if row.review_id is None)
    review = telling.ask(PrepareReview(unreviewed.clinician_id)).id
    for kind, domain in ((NoteKind.CLINICIAN_VIEW, None), (NoteKind.DIRECTOR_NOTE, Domain.OBJECTIVES)):
        for revision, text in enumerate(("A first thought.", "A second thought, with “signs” and an é.")):
            telling.ask(SaveReviewNote(review, kind, domain, text, revision))


def _change_predictions(telling: Telling) -> None:
    for listed in telling.ask(ShowWardList()).inpatients[:4]:
        inpatient = listed
        for days, reason in ((2, ReasonCode.CLINICAL), (3, ReasonCode.TRANSPORT)):
            on = telling.session.clock.today() + timedelta(days=days)
            inpatient = telling.ask(AmendPredictedDischarge(inpatient.id, on, reason, inpatient.revision))


def _export(telling: Telling, scratch: Path) -> None:
    telling.ask(ExportMeasures(str(scratch / "measures.csv")))
    quarter = telling.ask(PreviewGovernance()).quarter
    telling.ask(ExportGovernance(quarter, str(scratch / "governance.xlsx")))


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def _described(person: Person) -> dict[str, str]:
    passphrase = PASSPHRASES[person.name]
    return {"id": person.id, "name": person.name, "role": person.role.value, "passphrase": passphrase}


if __name__ == "__main__":
    main(sys.argv[1])
