"""A ward round by keyboard: the administrator types a predicted date, takes it back, and finds the history kept."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget

from cdconsole.demo.roster import ADMINISTRATOR
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

PATIENT, PREDICTED = 2, 6


def test_that_the_administrator_types_a_date_takes_it_back_and_finds_the_history(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.administrator, ADMINISTRATOR)
    person.does_not_see("Reviews")
    person.go("ward")
    person.wait(lambda: person.rows("Ward list") > 0, "the patients")
    patient = person.part(QAbstractItemView, "Ward list").model().index(0, PATIENT).data()
    person.pick("Ward list", patient)
    person.sees(f"{patient}: predicted dates so far")
    before, revisions = predicted(person, patient), person.rows("Predicted dates before")

    type_date(person, "+9")
    person.wait(lambda: predicted(person, patient) != before, "the new date")
    person.pick("Ward list", patient)
    person.wait(lambda: person.rows("Predicted dates before") == revisions + 1, "the history")

    person.press("Undo")
    person.wait(lambda: predicted(person, patient) == before, "the old date")
    person.pick("Ward list", patient)
    person.wait(lambda: person.rows("Predicted dates before") == revisions + 2, "undo as a further revision")
    assert person.meter.too_long() == []
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.administrator, ADMINISTRATOR)
    person.go("ward")
    person.pick("Ward list", patient)
    person.wait(lambda: person.rows("Predicted dates before") == revisions + 2, "the history after the night")


def predicted(person: Person, patient: str) -> str:
    return person.cells("Ward list", patient)[PREDICTED]


def type_date(person: Person, text: str) -> None:
    """Type on the row, Enter, and accept the first reason where a changed date asks for one."""
    person.part(QAbstractItemView, "Ward list").setFocus()
    person.type(text)
    person.key(Qt.Key.Key_Return)
    if person.window.findChild(QListWidget, "reasons").isVisible():
        person.key(Qt.Key.Key_Return)
