"""Spelling in the real window: in notes, and in the boxes of every dialog over a screen."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QTabBar

from cdconsole.demo.review_story import REVIEWED
from cdconsole.ui.follow_up.text_edit import TextEdit
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

TYPED, WRONG, RIGHT = "You recieve thanks", "recieve", "receive"
WHAT_FOR = "What for, and what it did for patients or colleagues"


def test_that_a_word_spelt_wrongly_is_underlined_and_mended_wherever_a_director_writes(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("reviews")
    person.pick("Reviews", REVIEWED)
    person.press("Say thank you…")
    is_mended_in(person, WHAT_FOR)
    person.press("Cancel")

    person.press("Prepare review")
    person.press("Start the review")
    person.sees("Goals from last time")
    is_mended_in(person, "Talent management")

    person.go("support")
    person.sees("Recognise & support")
    tabs = person.part(QTabBar, "Pages of Recognise & support")
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index("Learning log"))
    person.press("Write a lesson…")
    is_mended_in(person, "learned")


def is_mended_in(person: Person, name: str) -> None:
    person.fill(name, TYPED)
    box = person.part(TextEdit, name)
    box.activateWindow()  # what a window system does with the window that is typed into
    person.wait(box.hasFocus, f"the focus in {name!r}")
    person.wait(lambda: list(underlined(box)) == [WRONG], f"a line under {WRONG!r} in {name!r}")
    person.key(Qt.Key.Key_F7, on=box)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    person.wait(lambda: menu.actions()[0].text() == RIGHT, f"{RIGHT!r} in the menu")
    person.key(Qt.Key.Key_Return, on=menu)
    assert box.toPlainText() == TYPED.replace(WRONG, RIGHT)


def underlined(box: TextEdit) -> Iterator[str]:
    for each in box.document().firstBlock().layout().formats():
        yield box.toPlainText()[each.start : each.start + each.length]
