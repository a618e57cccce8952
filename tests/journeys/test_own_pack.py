"""A clinician's own pack: made by the director, answered at home, and its reply taken in."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QTabBar

from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

WORDS = "The five words that open it"


def test_that_a_pack_goes_out_and_its_reply_changes_the_charts(
    sits_down: SitDown, ready: ReadyDepartment, tmp_path: Path
) -> None:
    pack, reply = tmp_path / "own.cdvp", tmp_path / "reply.cdvr"
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    words = make_pack(person, pack)
    person.leave()

    person = sits_down(pack)
    answer_pack(person, words, reply)
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.director, "Dr Judith Marlowe")
    take_in(person, reply)
    person.go("clinician")
    person.sees("changed by the clinician's own votes (1 not mine)")
    person.leave()


def make_pack(person: Person, pack: Path) -> str:
    person.go("clinician")
    person.press("Make a pack…")
    person.press("Next")
    person.sees("pseudonymised as on screen")
    person.answer_file_dialog(pack)
    person.press("Save as…")
    person.sees(WORDS)
    words = person.part(QLineEdit, WORDS).text()
    person.press("I have noted them")
    person.sees("Waits for a reply until")
    person.does_not_see(words)
    return words


def answer_pack(person: Person, words: str, reply: Path) -> None:
    person.sees(WORDS)
    person.fill(WORDS, words)
    person.press("Open")
    person.sees("my own records and charts")
    person.press("Not mine (N)")
    person.sees("1 checked (1 not mine)")
    open_page(person, "Pages of the pack", "My charts and job plan")
    person.press("Challenge length of stay, median days…")
    person.fill("claim", "Two of the stays were not mine")
    person.press("Add")
    person.sees("Two of the stays were not mine")
    person.answer_file_dialog(reply)
    person.press("Save reply…")
    person.sees("Send this file to Dr Judith Marlowe")


def take_in(person: Person, reply: Path) -> None:
    person.go("governance")
    person.sees("frozen on")
    open_page(person, "Pages of Governance", "Clinicians' packs")
    person.answer_file_dialog(reply)
    person.press("Take in a reply…")
    person.sees("Two of the stays were not mine")
    person.press("Do so")
    person.sees("1 challenge raised")


def open_page(person: Person, name: str, title: str) -> None:
    tabs = person.part(QTabBar, name)
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at) == title))
