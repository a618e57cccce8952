"""What a clinical director does with one clinician: prepares and holds a review, follows its goal, says thank you."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.ui.follow_up.day_edit import DayEdit
from journeys.first_day_steps import MEASURE, open_page
from journeys.person import Person

DIRECTOR = "Dr B. Director"
NEXT_DUE, STATUS = 3, 5


@dataclass(frozen=True)
class Goal:
    """What a person types of a goal."""

    text: str
    action: str
    target: str


def go_to(person: Person, name: str) -> None:
    """Choose a clinician in the list of reviews."""
    person.go("reviews")
    if person.has_button("All reviews"):
        person.press("All reviews")
    person.pick("Reviews", name)


def prepare(person: Person, name: str) -> None:
    """Read the preparation sheet and start the review from it."""
    go_to(person, name)
    person.press("Prepare review")
    person.sees(f"To prepare: {name}")
    person.sees("Nothing is recorded by reading it.")
    person.press("Start the review")
    person.sees("Their own lines only, opinion marked as opinion")


def write(person: Person, thanks: str, facts: str) -> None:
    """Write recognition, facts and a note."""
    person.fill("Recognition", thanks)
    person.fill("Agreed facts", facts)
    person.fill("Talent management", "Would teach the new registrars.")


def agree_goal(person: Person, goal: Goal) -> None:
    """Agree a goal whose baseline the program fills in."""
    person.press("Add goal")
    person.fill("Goal: what will be different", goal.text)
    person.fill("Action: who will do what", goal.action)
    person.select("Measure", MEASURE)
    person.fill("Target", goal.target)
    person.press("Save goal")
    person.wait(lambda: goal.text in goals(person), "the goal")


def goals(person: Person) -> list[str]:
    """Return the goals that can be read in the room, those from last time too."""
    frames = [one for one in person.window.findChildren(QFrame) if one.isVisible()]
    names = [one.accessibleName() for one in frames]
    return [name.removeprefix("Goal: ") for name in names if name.startswith("Goal: ")]


def mark_and_lock(person: Person, name: str, next_on: date) -> None:
    """Set the day of the next review, mark for both, and lock the record."""
    set_day(person, "Next review", next_on)
    mark_both(person, name)
    person.press("Lock the record")
    person.sees("Add addendum")
    person.sees(f"Next review {date_text(next_on)}")


def mark_both(person: Person, name: str) -> None:
    """Enter that both agree, given in the room."""
    for party, who in (("Clinical director", DIRECTOR), ("Clinician", name)):
        person.press(f"{party}: Agreed")
        person.press(f"Mark for {who}")


def set_day(person: Person, field: str, day: date) -> None:
    """Type a day into its field."""
    person.window.activateWindow()  # the offscreen platform forgets it behind a dialog
    person.wait(person.window.isActiveWindow, "the window to be active again")
    edit = person.part(DayEdit, field)
    edit.setFocus()
    edit.selectAll()
    person.type(f"{day.day} {day:%b} {day.year}", edit)
    person.key(Qt.Key.Key_Tab, on=edit)
    assert edit.day() == day
    person.wait(lambda: not edit.hasFocus(), "the keyboard to go on")


def frozen_charts(person: Person) -> list[tuple[str, ...]]:
    """Return what can be read in every frozen chart of the review that is open: readings, n, limits."""
    while person.has_button("Chart before"):
        person.press("Chart before")
    read = [_chart(person)]
    while person.has_button("Next chart"):
        person.press("Next chart")
        read.append(_chart(person))
    return read


def _chart(person: Person) -> tuple[str, ...]:
    column = next(one for one in person.window.findChildren(QWidget) if one.accessibleName() == "Frozen charts")
    return tuple(one.text() for one in column.findChildren(QLabel) if one.isVisible() and one.text())


# --- between reviews -------------------------------------------------------------------------------------------------


def begin_cycle(person: Person, goal: Goal, plan: str, prediction: str) -> None:
    """Begin a PDSA cycle of a goal on the goals board."""
    person.go("goals")
    person.pick("Goals", goal.text)
    person.press("Add cycle")
    person.fill("Plan: what will be tried", plan)
    person.fill("Prediction: what it will change", prediction)
    person.press("Save cycle")
    person.sees(f"Plan: {plan}")


def study_cycle(person: Person, goal: Goal, began: date, study: str) -> None:
    """Write what a cycle taught, and that it is adopted."""
    person.go("goals")
    person.pick("Goals", goal.text)
    person.press(f"Edit cycle, Began {date_text(began)}, still running")
    person.fill("Do: what was done", "As planned, on one ward.")
    person.fill("Study: what was learned", study)
    person.press("Adopt")
    person.press("Save cycle")
    person.sees(f"Began {date_text(began)}, decided: adopt")


def close_as_achieved(person: Person, goal: Goal, outcome: str) -> None:
    """Close a goal on the goals board."""
    person.go("goals")
    person.pick("Goals", goal.text)
    person.press("Close goal…")
    person.press("Achieved")
    person.fill("What came of it, in words", outcome)
    person.press("Close goal")


def talk_as_asked(person: Person, name: str, topic: str) -> None:
    """Hold the conversation that a clinician asked for, and lock its record."""
    go_to(person, name)
    person.press("Begin a conversation…")
    person.fill("What it is about, in their own words", topic)
    person.press("Begin")
    person.sees(topic)
    person.fill("Agreed facts", "The Thursday list can move.")
    mark_both(person, name)
    person.press("Lock the record")
    person.press("Lock without recognition")
    person.sees("Add addendum")


def thank(person: Person, name: str, words: str) -> None:
    """Thank somebody from the list of reviews."""
    go_to(person, name)
    person.press("Say thank you…")
    person.fill("What for, and what it did for patients or colleagues", words)
    person.press("Say thank you")
    person.wait(lambda: person.rows("Thank-yous") > 0, "the thank-you")


def record_support(person: Person, name: str, basis: str) -> None:
    """Record the first step of support."""
    open_page(person, "Recognise & support", "Support")
    person.press("Record a step…")
    person.select("For", name)
    person.fill("Basis: what was seen or said", basis)
    person.fill("What support is agreed: who does what", "A colleague sits in on the Monday clinic.")
    person.press("Keep step")
    person.sees(basis)


def write_lesson(person: Person, title: str) -> None:
    """Write what was learned into the learning log."""
    open_page(person, "Recognise & support", "Learning log")
    person.press("Write a lesson…")
    person.fill("Title", title)
    person.fill("What happened", "Letters were written on the day of discharge.")
    person.fill("What was learned", "Written the evening before, they keep nobody waiting.")
    person.fill("What changed", "The evening board round asks for them.")
    person.press("Keep lesson")
    person.sees(title)
