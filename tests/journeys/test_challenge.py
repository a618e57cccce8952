"""A challenge: raised by the director, asked about, answered by the administrator, and decided."""

from PySide6.QtWidgets import QTabBar

from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person


def test_that_a_challenge_goes_from_claim_to_decision(sits_down: SitDown, ready: ReadyDepartment) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("governance")
    open_page(person, "Governance", "Challenges")
    person.sees("1 open; median turnaround ")
    person.sees(" days (n 1 decided)")
    person.press("Raise a challenge…")
    person.fill("claim", "Two lists were not mine")
    person.press("Raise challenge")
    person.sees("Claim: Two lists were not mine")
    person.press("Ask for data…")
    person.fill("question", "Whose lists were these?")
    person.press("Ask")
    person.sees("Whose lists were these?")
    assert person.meter.too_long() == []
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.administrator, "Sam Whitlock")
    person.go("data")
    open_page(person, "Data", "Data queries")
    person.pick("Data queries", "Whose lists were these?")
    person.press("Answer…")
    person.fill("answer", "Both were a colleague's")
    person.press("Store answer")
    person.sees("Both were a colleague's")
    person.does_not_see("Two lists were not mine")
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.director, "Dr Judith Marlowe")
    person.go("governance")
    open_page(person, "Governance", "Challenges")
    person.pick("Challenges", "Open")
    person.sees("Claim: ")
    person.press("Decide…")
    person.fill("decision", "They were a colleague's")
    person.press("Store decision")
    person.sees("(n 2 decided)")
    person.leave()


def open_page(person: Person, screen: str, title: str) -> None:
    name = f"Pages of {screen}"
    person.wait(lambda: any(one.isVisible() for one in tab_bars(person, name)), name)
    [tabs] = tab_bars(person, name)
    person.sees("frozen on" if screen == "Governance" else "spells-to-")
    with person.meter.acting(f"open {title}"):
        tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at) == title))


def tab_bars(person: Person, name: str) -> list[QTabBar]:
    return [one for one in person.window.findChildren(QTabBar) if one.accessibleName() == name]
