"""A year of a department of three clinicians: day one, four quarters, and what can be read at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QTabBar

from cdconsole.domain.calendar import Month, Period
from journeys.conftest import PASSPHRASE, SitDown
from journeys.first_day_steps import MEASURE, found, import_extract, open_page
from journeys.person import Person
from journeys.quarter_steps import freeze, interpret_and_release, look_at, stands, team_has_to_wait
from journeys.review_steps import (
    NEXT_DUE,
    STATUS,
    Goal,
    agree_goal,
    begin_cycle,
    close_as_achieved,
    frozen_charts,
    go_to,
    goals,
    mark_and_lock,
    prepare,
    record_support,
    study_cycle,
    talk_as_asked,
    thank,
    write,
    write_lesson,
)
from journeys.test_first_day import create
from journeys.three_clinicians import CONSULTANTS, write_extract

ANN, BEN, CAT = CONSULTANTS.values()
DAY_ONE, NEW_YEARS_REVIEW = date(2025, 4, 7), date(2026, 7, 14)
SPRING, SUMMER, AUTUMN, WINTER = date(2025, 7, 7), date(2025, 10, 7), date(2026, 1, 7), date(2026, 4, 7)
"""A week after the end of each quarter."""
GOAL = Goal("More patients leave before midday", "Dr Example writes the letters the evening before", "60")
PLAN, STUDY = "Letters on one ward the evening before", "It holds where the board round asks for it"
TOPIC, THANKS = "Thursdays leave no time for teaching", "The handover sheet saved the night team an hour."
SUPPORT, LESSON = "Asked for company in a full clinic", "Letters the evening before"


def test_that_a_department_of_three_can_work_a_whole_year_and_read_it_again(sits_down: SitDown, tmp_path: Path) -> None:
    year = Year(sits_down, tmp_path)
    year.day_one()
    first = year.spring()
    year.summer()
    year.autumn()
    year.winter()
    year.looks_back(first)
    # What is slow is slow each quarter; what happens once was another program's doing.
    assert [doing for doing, times in year.too_long.items() if times > 1] == []


class Year:
    """The director at the desk, quarter by quarter. ``too_long`` counts the sittings in which an act left it deaf."""

    def __init__(self, sits_down: SitDown, folder: Path) -> None:
        self._sits_down = sits_down
        self._folder = folder
        self.too_long: Counter[str] = Counter()

    def day_one(self) -> None:
        """Make the department and agree what it is for."""
        person = self._sits_down(on=DAY_ONE)
        create(person, self._folder)
        import_extract(person, write_extract(self._folder, Period(Month(2023, 4), Month(2025, 3))))
        found(person)
        self._leave(person)

    def spring(self) -> list[tuple[str, ...]]:
        """Hold the first review, and return what its charts say."""
        with self._quarter(SPRING, "Apr-Jun 2025") as person:
            prepare(person, ANN)
            write(person, "Thank you for the nights in May.", "Letters are written at noon.")
            agree_goal(person, GOAL)
            person.sees("mean of Apr - Jun 2025")
            mark_and_lock(person, ANN, date(2025, 10, 14))
            return frozen_charts(person)

    def summer(self) -> None:
        """Carry the goal forward, begin its first cycle, and review the second clinician."""
        with self._quarter(SUMMER, "Jul-Sep 2025") as person:
            self._review_with_goal(person, date(2026, 1, 14))
            begin_cycle(person, GOAL, PLAN, "A third more leave before midday")
            prepare(person, BEN)
            write(person, "Thank you for teaching on Fridays.", "The clinic is overbooked.")
            mark_and_lock(person, BEN, date(2026, 1, 15))
            thank(person, CAT, THANKS)

    def autumn(self) -> None:
        """Study the cycle, support the second clinician, and talk with the third, who asked for it."""
        with self._quarter(AUTUMN, "Oct-Dec 2025") as person:
            study_cycle(person, GOAL, SUMMER, STUDY)
            self._review_with_goal(person, date(2026, 4, 14))
            record_support(person, BEN, SUPPORT)
            talk_as_asked(person, CAT, TOPIC)

    def winter(self) -> None:
        """Close the goal, review the third clinician, and keep what was learned."""
        with self._quarter(WINTER, "Jan-Mar 2026") as person:
            self._review_with_goal(person, NEW_YEARS_REVIEW)
            close_as_achieved(person, GOAL, "Letters are there in the morning.")
            prepare(person, CAT)
            person.sees(THANKS)
            write(person, "Thank you for the rota.", "Teaching moved to Tuesdays.")
            mark_and_lock(person, CAT, NEW_YEARS_REVIEW)
            write_lesson(person, LESSON)

    def looks_back(self, first: list[tuple[str, ...]]) -> None:
        """Find everything again the next day; the first review's charts say what they said on its day."""
        person = self._sits_down(on=date(2026, 4, 8))
        person.get_in(PASSPHRASE)
        for name in CONSULTANTS.values():
            assert person_is_reviewed(person, name)
        go_to(person, ANN)
        person.press("Open last review")
        assert held(person) == ["7 Apr 2026", "7 Jan 2026", "7 Oct 2025", "7 Jul 2025"]
        person.select("Reviews of this clinician", "7 Jul 2025")
        person.sees("Frozen 7 Jul 2025, data to 30 Jun 2025")
        assert frozen_charts(person) == first
        person.sees("Open when the record was locked, due 7 Oct 2025")
        find_goal(person)
        compare_quarters(person)
        find_support(person)
        self._leave(person)

    def _review_with_goal(self, person: Person, next_on: date) -> None:
        prepare(person, ANN)
        person.sees("Goals from last time")
        assert GOAL.text in goals(person)
        write(person, "Thank you for staying with it.", "The evening letters go on.")
        mark_and_lock(person, ANN, next_on)

    @contextmanager
    def _quarter(self, day: date, months: str) -> Iterator[Person]:
        """Sit down after a quarter's end: its extract is taken in, frozen, interpreted and released first."""
        person = self._sits_down(on=day)
        person.get_in(PASSPHRASE)
        last = Month.of(day) - 1
        import_extract(person, write_extract(self._folder, Period(last - 2, last)))
        freeze(person, months)
        team_has_to_wait(person)
        for name in CONSULTANTS.values():
            interpret_and_release(person, name)
        yield person
        self._leave(person)

    def _leave(self, person: Person) -> None:
        self.too_long.update({doing for _taken, doing in person.meter.too_long()})
        person.leave()


def person_is_reviewed(person: Person, name: str) -> bool:
    """Return whether the list of reviews says that somebody's last review is locked, and when the next one is due."""
    go_to(person, name)
    cells = person.cells("Reviews", name)
    return cells[STATUS] == "Agreed and locked" and cells[NEXT_DUE].endswith("2026")


def held(person: Person) -> list[str]:
    """Return the days of the reviews that the room offers, the newest first."""
    person.sees("Their own lines only, opinion marked as opinion")
    box = person.part(QComboBox, "Reviews of this clinician")
    return [box.itemText(at).removeprefix("Held ") for at in range(box.count())]


def find_goal(person: Person) -> None:
    """Find the closed goal on the board, waiting for a look back in a year."""
    person.go("goals")
    person.pick("Goals", GOAL.text)
    person.sees("1 look back later")
    assert person.cells("Goals", GOAL.text)[0] == "Look back later"
    assert person.cells("Goals", GOAL.text)[-1] == "in 12 months, 7 Apr 2027"
    for words in (f"Study: {STUDY}", "Began 7 Oct 2025, decided: adopt", "Outside the limits since: Jan 2026"):
        person.sees(words)


def compare_quarters(person: Person) -> None:
    """Set the last quarter beside the one before, in words, and find the first one as it was released."""
    open_page(person, "Governance", "Quarter")
    person.sees("Jan-Mar 2026, frozen on 7 Apr 2026 by Dr B. Director, data to 31 Mar 2026")
    look_at(person, ANN)
    tabs = person.part(QTabBar, "Interpretation or comparison")
    with person.meter.acting("compare"):
        tabs.setCurrentIndex(1)
    person.wait(lambda: person.rows("Two quarters side by side") > 0, "the comparison")
    measure, before, now, change, _then, variation = person.cells("Two quarters side by side", MEASURE)
    assert (measure, change, variation) == (MEASURE, "New special cause", "Improvement, high")
    assert all(words.endswith(" discharges.") for words in (before, now))
    tabs.setCurrentIndex(0)
    person.select("Quarter", "2025Q2")
    person.sees("Apr-Jun 2025, frozen on 7 Jul 2025 by Dr B. Director, data to 30 Jun 2025")
    for name in CONSULTANTS.values():
        assert stands(person, name) == "released 7 Jul 2025"


def find_support(person: Person) -> None:
    """Find the step of support, the thank-you and the lesson."""
    for page, words in (("Support", SUPPORT), ("Recognition", THANKS), ("Learning log", LESSON)):
        open_page(person, "Recognise & support", page)
        person.sees(words)
