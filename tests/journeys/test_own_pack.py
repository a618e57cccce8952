"""A clinician's own pack: made by the director, answered at home, and its reply taken in."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QTabBar

from cdconsole.demo.review_story import REVIEWED
from cdconsole.demo.roster import DIRECTOR
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

FACTS, PROUD = "Two sessions were lost to leave.", "The board round runs without me."
PACKS = "one file that this program opens anywhere"
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


def prepare_review(person: Person) -> None:
    person.go("reviews")
    person.pick("Reviews", REVIEWED)
    person.press("Prepare review")
    person.sees("Goals and what became of them")
    person.press("Start the review")
    person.sees("Goals from last time")
    person.fill("Agreed facts", FACTS)
    person.press("Clinical director: Agreed")
    person.press(f"Mark for {DIRECTOR}")
    person.sees("entered in the director's unlocked session by Dr Judith Marlowe")


def answer_review(person: Person, words: str, reply: Path) -> None:
    person.sees(WORDS)
    person.fill(WORDS, words)
    person.press("Open")
    person.sees("Nothing to send yet")
    open_page(person, "Pages of the pack", "My view")
    person.fill("What am I proud of?", PROUD)
    open_page(person, "Pages of the pack", "The review")
    person.sees(FACTS)
    person.press("Agreed")
    person.press("Mark the record")
    person.sees("Your reply will carry: your own view, your mark: agreed.")
    open_page(person, "Pages of the pack", "Who looked")
    person.sees("From the department's audit trail")
    person.answer_file_dialog(reply)
    person.press("Save reply…")
    person.sees("Send this file to Dr Judith Marlowe")


def take_in_review(person: Person, reply: Path) -> None:
    open_packs(person)
    person.answer_file_dialog(reply)
    person.press("Take in a reply…")
    person.sees("by a signed reply to this very text")
    person.press("Do so")
    person.sees("Taken in")


def lock(person: Person) -> None:
    person.go("reviews")
    person.pick("Reviews", REVIEWED)
    person.press("Continue review")
    person.sees(PROUD)
    person.sees(f"{REVIEWED}, by a signed reply")
    person.sees("Signed reply from the clinician's own pack, taken in by Dr Judith Marlowe")
    person.sees("Taken back: Agreed on")  # the director's mark was given before these words were there
    person.press("Clinical director: Agreed")
    person.press(f"Mark for {DIRECTOR}")
    person.press("Lock the record")
    person.press("Lock without recognition")
    person.sees("Nobody has set the day of the next review.")
    person.press("Yes, lock it")
    person.sees("Add addendum")


def make_pack(person: Person, pack: Path) -> str:
    person.go("clinician")
    person.press("Make a pack…")
    return finish_pack(person, pack)


def finish_pack(person: Person, pack: Path) -> str:
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
    open_packs(person)
    person.answer_file_dialog(reply)
    person.press("Take in a reply…")
    person.sees("Two of the stays were not mine")
    person.press("Do so")
    person.sees("1 challenge raised")


def open_packs(person: Person) -> None:
    person.go("governance")
    arrived = ("frozen on", PACKS)  # it opens where it was last, or on its first page
    person.wait(lambda: any(words in shown for shown in person.words() for words in arrived), "Governance")
    open_page(person, "Pages of Governance", "Clinicians' packs")
    person.sees(PACKS)


def open_page(person: Person, name: str, title: str) -> None:
    tabs = person.part(QTabBar, name)
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at) == title))


def test_that_self_view_and_mark_come_back_and_the_review_is_locked(
    sits_down: SitDown, ready: ReadyDepartment, tmp_path: Path
) -> None:
    pack, reply = tmp_path / "own.cdvp", tmp_path / "reply.cdvr"
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    prepare_review(person)
    open_packs(person)
    person.press("Make a pack…")
    person.select("For whom", REVIEWED)
    words = finish_pack(person, pack)
    person.leave()

    person = sits_down(pack)
    answer_review(person, words, reply)
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.director, "Dr Judith Marlowe")
    take_in_review(person, reply)
    lock(person)
    person.leave()
