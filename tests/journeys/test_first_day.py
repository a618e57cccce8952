"""The first day: a new department, an extract, its charts; and everything still there the next time."""

from pathlib import Path

from journeys.conftest import PASSPHRASE, SitDown
from journeys.person import Person

EXTRACT = Path(__file__).resolve().parents[1] / "data" / "extracts" / "hospitalflow_sample.csv"


def test_that_a_new_department_imports_an_extract_draws_it_and_finds_it_again(
    sits_down: SitDown, tmp_path: Path
) -> None:
    person = sits_down()
    create(person, tmp_path)
    import_extract(person)
    withdraw_and_bring_back(person)
    see_charts(person)
    assert person.meter.too_long() == []
    person.leave()

    person = sits_down()
    person.sees("1 person can unlock it")
    person.fill("passphrase", PASSPHRASE)
    person.press("unlock")
    see_charts(person)
    person.go("data")
    person.sees("hospitalflow_sample.csv")
    assert person.meter.too_long() == []


def create(person: Person, parent: Path) -> None:
    person.press("New department…")
    person.fill("Department", "Gastroenterology")
    person.fill("Specialty", "Gastroenterology")
    person.fill("Your name", "Dr B. Director")
    person.fill("Kept in", str(parent))
    person.fill("Your passphrase", PASSPHRASE)
    person.fill("Type it again", PASSPHRASE)
    person.press("Create department")
    person.sees("unlocked as Dr B. Director")


def import_extract(person: Person) -> None:
    person.go("data")
    person.answer_file_dialog(EXTRACT)
    person.press("Import files…")
    person.sees("50 rows")
    person.press("Import")
    person.sees("hospitalflow_sample.csv")


def withdraw_and_bring_back(person: Person) -> None:
    person.press("Withdraw…")
    person.fill("Reason", "To see what it does")
    person.press("Withdraw")
    person.sees("hospitalflow_sample.csv is withdrawn.")
    person.press("Bring back")
    person.sees("hospitalflow_sample.csv counts again.")


def see_charts(person: Person) -> None:
    person.go("clinician")
    person.sees("Trial limits")
