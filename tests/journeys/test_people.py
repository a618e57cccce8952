"""Who leads changes twice: by the recovery key, and handed over; everybody on the way gets in as they should."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from journeys.conftest import PASSPHRASE, SitDown
from journeys.person import Person
from journeys.test_first_day import create

DEPUTY, DEPUTY_LATER = "maple anchor violet sprint humble", "ginger pebble octave linen sailor"
DIRECTOR_LATER = "copper window gravel pillow meadow"


def test_that_keys_are_given_recovered_handed_on_and_taken_back(sits_down: SitDown, tmp_path: Path) -> None:
    person = sits_down()
    create(person, tmp_path)
    code = let_deputy_in(person)
    key = print_recovery_key(person)
    lock(person)

    get_in_for_the_first_time(person, code)
    person.sees("Only Dr B. Director")
    recover(person, key)
    person.sees("unlocked as Dr E. Deputy")
    person.go("people")
    change_passphrase(person)
    hand_over(person)

    person.get_in(PASSPHRASE, "Dr B. Director")
    take_back(person)
    assert person.meter.too_long() == []


def let_deputy_in(person: Person) -> str:
    person.sees("Only one person can open reviews")
    person.press("Add person…")
    person.fill("name", "Dr E. Deputy")
    person.press("Deputy")
    person.press("Add person")
    person.sees("can unlock with this code, once")
    code = person.part(QLabel, "Introduction code").text()
    person.press("Done")
    person.does_not_see(code)
    person.sees("Has not unlocked yet")
    person.sees("Only one person can open reviews until Dr E. Deputy has unlocked")
    return code


def print_recovery_key(person: Person) -> str:
    person.sees("No recovery key has been printed")
    person.press("Recovery key…")
    person.press("I have it on paper")
    person.does_not_see("check ")
    person.press("Show the key again")
    key = person.part(QLabel, "Recovery key").text().replace("check", "").lower()
    person.press("I have it on paper")
    person.fill("typed_key", key[:4])
    person.press("Make it the recovery key")
    person.sees("Compare it with the paper")
    person.fill("typed_key", " ".join(key.split()))
    person.press("Make it the recovery key")
    person.sees("The recovery key on your paper is in force")
    person.sees("Recovery key: printed on")
    person.does_not_see("No recovery key has been printed")
    return key


def lock(person: Person) -> None:
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow, "the window to be active again")
    person.shortcut(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    person.sees("Locked.")


def get_in_for_the_first_time(person: Person, code: str) -> None:
    person.sees("1 of them for the first time")
    person.select("person", "Dr E. Deputy")
    person.sees("Introduction code")
    person.fill("passphrase", code)
    choose(person, "too short")
    person.press("unlock")
    person.sees("at least 14 are needed")
    choose(person, DEPUTY)
    person.press("unlock")
    person.sees("unlocked as Dr E. Deputy")


def choose(person: Person, words: str) -> None:
    person.fill("own_passphrase", words)
    person.fill("own_passphrase_again", words)


def recover(person: Person, key: str) -> None:
    person.press("Use recovery key…")
    person.sees("Who becomes clinical director")
    person.sees("Dr E. Deputy, deputy")
    person.fill("recovery_key", key.replace("\n", " "))
    choose(person, DEPUTY_LATER)
    person.press("Open with the recovery key")


def change_passphrase(person: Person) -> None:
    person.press("Change my passphrase…")
    person.fill("current_passphrase", DEPUTY)
    choose(person, DIRECTOR_LATER)
    person.press("Change passphrase")
    person.sees("That is not your passphrase")
    person.fill("current_passphrase", DEPUTY_LATER)
    person.press("Change passphrase")
    person.sees("Your passphrase is changed")


def hand_over(person: Person) -> None:
    person.pick("Access", "Dr B. Director")
    person.press("Hand over…")
    person.fill("current_passphrase", DIRECTOR_LATER)
    person.press("Hand over")
    person.sees("The department is now led by Dr B. Director.")


def take_back(person: Person) -> None:
    person.go("people")
    person.pick("Access", "Dr E. Deputy")
    person.press("Take keys back…")
    person.sees("stays read")
    person.press("Take the keys back")
    person.sees("Dr E. Deputy can't open the department any more. What is written")
    person.wait(lambda: person.rows("Access") == 1, "one row less")
