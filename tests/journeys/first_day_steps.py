"""What a clinical director does once: takes in an extract, names people, and agrees what the work is for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QTabBar

from journeys.person import Person
from journeys.three_clinicians import CONSULTANTS

CONCERN = "Something seen or said that could harm a patient. A number alone is none."
OUTCOME, MEASURE = "Nobody waits in a bed for a letter", "Discharged before midday"


def open_page(person: Person, screen: str, title: str) -> None:
    """Choose a page of a screen by its tab, from wherever the person is."""
    name = f"Pages of {screen}"
    person.go({"Recognise & support": "support"}.get(screen, screen.lower()))
    person.wait(lambda: any(one.accessibleName() == name for one in _tabs(person)), name)
    tabs = next(one for one in _tabs(person) if one.accessibleName() == name)
    with person.meter.acting(f"open {title}"):
        tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at).replace("&&", "&") == title))


def import_extract(person: Person, extract: Path) -> None:
    """Take in a file as it is proposed."""
    open_page(person, "Data", "Imports")
    person.answer_file_dialog(extract)
    person.press("Import files…")
    person.sees("First rows; what could identify a patient is masked")
    person.press("Import")
    person.wait(lambda: person.rows("Imports") > 0, "the import in the list")
    person.sees(extract.name)


def found(person: Person) -> None:
    """Name the three clinicians, agree the charter, tell everybody what is kept, and say what must go right."""
    for code, name in CONSULTANTS.items():
        _name_clinician(person, code, name)
    _agree_charter(person)
    _tell_everybody(person)
    _say_what_must_go_right(person)


def _name_clinician(person: Person, code: str, name: str) -> None:
    open_page(person, "Data", "Clinicians")
    person.pick("Clinicians", code)
    person.wait(lambda: _codes_in_form(person) == [code], "the form")
    person.fill("Name", name)
    person.press("Save")
    person.sees("Saved.")
    person.wait(lambda: person.cells("Clinicians", code)[0] == name, name)


def _codes_in_form(person: Person) -> list[str]:
    lines = [one for one in person.window.findChildren(QLineEdit) if one.isVisible()]
    return [one.text() for one in lines if one.accessibleName() == "Codes in source systems"]


def _agree_charter(person: Person) -> None:
    open_page(person, "Framework", "Charter")
    person.press("Write the charter…")
    person.fill("Aims", "Better letters and shorter waits, without longer hours.")
    person.fill("What we call a concern", CONCERN)
    person.press("Save as version 1")
    person.press("Sign as clinical director")
    person.sees("Clinical director: Dr B. Director, 7 Apr 2025")


def _tell_everybody(person: Person) -> None:
    open_page(person, "Framework", "Ownership & transparency")
    person.select("Text", "Transparency sheet")
    person.press("Put into use…")
    person.press("Save as version 1")
    person.sees("0 of 3 clinicians have read the transparency sheet, version 1")
    person.wait(lambda: person.rows("Clinicians and what they have read") == len(CONSULTANTS), "three lines")
    table = person.part(QAbstractItemView, "Clinicians and what they have read")
    table.setFocus()
    person.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, table)
    person.press("Enter a mark…")
    person.press("Enter")
    person.sees("3 of 3 clinicians have read the transparency sheet")


def _say_what_must_go_right(person: Person) -> None:
    open_page(person, "Framework", "Outcomes")
    person.press("Add an outcome…")
    person.fill("What must go right", OUTCOME)
    _tick(person, "Measures that show it", MEASURE)
    person.press("Save outcome")
    person.sees(OUTCOME)


def _tick(person: Person, name: str, words: str) -> None:
    """Tick a line of a list with the space bar."""
    person.wait(lambda: any(one.isVisible() for one in person.window.findChildren(QListWidget, "measures")), "a list")
    lines = person.part(QListWidget, name)
    at = next(at for at in range(lines.count()) if words in lines.item(at).text())
    lines.setFocus()
    lines.setCurrentRow(at)
    person.key(Qt.Key.Key_Space, on=lines)


def _tabs(person: Person) -> list[QTabBar]:
    return [one for one in person.window.findChildren(QTabBar) if one.isVisible()]
