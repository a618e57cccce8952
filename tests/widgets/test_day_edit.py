"""A day is typed the way it is written, whatever stood in the field before."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import date_text
from cdconsole.ui.follow_up.day_edit import DayEdit

DAYS = [date(2026, 1, 14), date(2026, 2, 3), date(2025, 9, 12), date(2026, 5, 30), date(2025, 10, 31)]


@pytest.fixture
def edit(qtbot: QtBot) -> DayEdit:
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.show_day(date(2025, 10, 7))
    edit.show()
    return edit


@pytest.mark.parametrize("day", DAYS)
def test_that_a_day_typed_from_the_first_part_is_taken_whole(edit: DayEdit, day: date) -> None:
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    edit.setSelectedSection(DayEdit.Section.DaySection)
    QTest.keyClicks(edit, date_text(day))
    assert edit.day() == day
    assert edit.text() == date_text(day)


@pytest.mark.parametrize("day", DAYS)
def test_that_a_day_typed_over_a_selected_one_replaces_it(edit: DayEdit, day: date) -> None:
    edit.selectAll()
    QTest.keyClicks(edit, date_text(day))
    assert edit.day() == day


def test_that_a_space_still_goes_on_from_a_day_of_one_figure(edit: DayEdit) -> None:
    edit.setSelectedSection(DayEdit.Section.DaySection)
    QTest.keyClicks(edit, "3 ")
    assert edit.currentSection() == DayEdit.Section.MonthSection
