"""Records checked in the room: said, undone, said again; the charts follow, and the administrator gets the work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from cdconsole.ui.tables.view import RecordTable
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment

CHANGED = "changed by the clinician's own votes (1 not mine)"


def test_that_what_is_not_mine_leaves_the_charts_and_becomes_work(sits_down: SitDown, ready: ReadyDepartment) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("clinician")
    person.press("Check records")
    person.sees("none of them checked yet")
    records = person.part(RecordTable, "Records of the clinician")
    records.setFocus()
    person.key(Qt.Key.Key_N)
    person.sees("1 checked (1 not mine)")
    person.press("Undo the last")
    person.sees("none of them checked yet")
    records.setFocus()
    person.key(Qt.Key.Key_N)
    person.sees("1 checked (1 not mine)")
    person.go("clinician")
    person.sees(CHANGED)
    person.press("As recorded")
    person.sees("Drawn as recorded, leaving aside: 1 of")
    assert person.meter.too_long() == []
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.administrator, "Sam Whitlock")
    person.go("data")
    person.sees("spells-to-")
    tabs = person.part(QTabBar, "Pages of Data")
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at) == "Quality"))
    person.sees("Not theirs, says Dr Aleksandra Dobrev")
    person.leave()
