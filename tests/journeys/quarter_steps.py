"""What a clinical director does once a quarter: freezes it, says what is made of each chart, and releases it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QCheckBox, QLabel

from cdconsole.domain.quarter import Cause
from journeys.first_day_steps import open_page
from journeys.person import Person

PEOPLE, CHARTS = "Clinicians and the team", "Charts of the chosen clinician"
TEAM, WHOLE = "The whole team", "The quarter as a whole"
STATE = 1


def freeze(person: Person, months: str) -> None:
    """Freeze the newest quarter."""
    open_page(person, "Governance", "Quarter")
    person.sees("This quarter is not frozen yet.")
    person.press("Freeze this quarter")
    person.sees(f"{months} is frozen.")


def interpret_and_release(person: Person, name: str) -> None:
    """Try to release somebody's quarter, write what lacks, and release it to them."""
    look_at(person, name)
    record_release(person, "Still to be written: ")
    person.sees("Write what is missing; then release it.")
    person.press("Cancel")
    _write_all(person, name)
    record_release(person, "The figures as they were frozen")
    person.wait(lambda: stands(person, name).startswith("released"), "the release")


def record_release(person: Person, words: str) -> None:
    """Release the quarter that is looked at in person, once the form says these words."""
    person.press("Release…")
    person.sees(words)
    person.select("How", "In person")
    person.press("Record")


def team_has_to_wait(person: Person) -> None:
    """Try to release the team's figures while nobody has seen their own."""
    look_at(person, TEAM)
    _write_all(person, TEAM)
    record_release(person, "The figures as they were frozen")
    person.sees("Each clinician sees their own figures before the team's go out.")
    person.press("Cancel")


def look_at(person: Person, name: str) -> None:
    """Choose a clinician, and wait for their charts."""
    person.pick(PEOPLE, name)
    person.wait(lambda: any(one.isVisible() and one.text() == name for one in _labels(person)), f"the charts of {name}")


def stands(person: Person, name: str) -> str:
    """Return where somebody's quarter stands, as the list says it."""
    return person.cells(PEOPLE, name)[STATE]


def _write_all(person: Person, name: str) -> None:
    while waiting := _waiting(person):
        _interpret(person, waiting[0])
    person.wait(lambda: stands(person, name) == "interpreted, not released", "the interpretation to be whole")


def _interpret(person: Person, title: str) -> None:
    """Write one interpretation: of a special cause five causes and a sentence, else the sentence that is offered."""
    person.pick(CHARTS, title)
    person.sees("A release waits for: ")
    if title == WHOLE:
        buttons = person.window.findChildren(QAbstractButton)
        person.press(next(one.text() for one in buttons if one.isVisible() and one.text().startswith("Use “Nothing")))
    else:
        for cause in Cause:
            person.key(Qt.Key.Key_Space, on=person.part(QCheckBox, f"{cause.value} considered"))
        person.fill("What you make of it", "The wards changed how letters are written, as was agreed.")
    person.wait(lambda: title not in _waiting(person), "it to be stored")


def _waiting(person: Person) -> list[str]:
    """Return the charts of which a release still waits for an interpretation."""
    model = person.part(QAbstractItemView, CHARTS).model()
    rows = [[str(model.index(row, column).data()) for column in (0, STATE)] for row in range(model.rowCount())]
    return [title for title, state in rows if state.endswith("not interpreted")]


def _labels(person: Person) -> list[QLabel]:
    return person.window.findChildren(QLabel)
