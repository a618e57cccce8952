"""The same patient's predicted date changed on two computers: nothing is lost, and the window asks which holds."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QPushButton

from cdconsole.demo.roster import ADMINISTRATOR
from cdconsole.domain.calendar import SystemClock, date_text
from cdconsole.domain.people import Role
from cdconsole.domain.requests import AmendPredictedDischarge, ReadLockedDepartment, ShowWardList, UnlockDepartment
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from journeys.conftest import SitDown
from journeys.department import FAST_KDF, ReadyDepartment
from journeys.person import Person
from journeys.test_ward_round import PATIENT, PREDICTED, type_date


def test_that_two_dates_for_one_patient_are_both_kept_and_the_person_chooses(
    sits_down: SitDown, ready: ReadyDepartment, tmp_path: Path
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.administrator, ADMINISTRATOR)
    person.go("ward")
    person.wait(lambda: person.rows("Ward list") > 0, "the patients")
    number = person.part(QAbstractItemView, "Ward list").model().index(0, PATIENT).data()
    colleague = as_director(ready, tmp_path / "another computer")
    patient = next(one for one in answer(colleague, ShowWardList(), Task()).inpatients if one.hospital_number == number)
    theirs = colleague.clock.today() + timedelta(days=21)
    person.pick("Ward list", number)

    type_date(person, "+9")
    answer(colleague, AmendPredictedDischarge(patient.id, theirs, ReasonCode.CLINICAL, patient.revision), Task())
    colleague.close()  # it publishes; the window's own save comes second, or is merged with
    person.sees("changed by two people")
    mine = colleague.clock.today() + timedelta(days=9)
    shown = person.cells("Ward list", number)[PREDICTED]
    assert any(day.strftime("%d %b").lstrip("0") in shown for day in (mine, theirs))

    person.press("Choose which of the two values holds")
    person.sees(date_text(mine))
    person.sees(date_text(theirs))
    person.press(choice_of(person, date_text(theirs)))
    person.wait(lambda: "changed by two people" not in " ".join(person.words()), "the bar to go")
    person.wait(lambda: theirs.strftime("%d %b").lstrip("0") in person.cells("Ward list", number)[PREDICTED], "theirs")


def choice_of(person: Person, value: str) -> str:
    """Return the whole name of the button that keeps a value."""
    names = (button.accessibleName() for button in person.window.findChildren(QPushButton))
    return next(name for name in names if name.startswith("This one holds") and value in name)


def as_director(ready: ReadyDepartment, home: Path) -> Session:
    session = Session(SystemClock(), home, FAST_KDF)
    locked = answer(session, ReadLockedDepartment(str(ready.folder)), Task())
    director = next(person for person in locked.people if person.role is Role.DIRECTOR)
    answer(session, UnlockDepartment(str(ready.folder), director.id, ready.director), Task())
    return session
