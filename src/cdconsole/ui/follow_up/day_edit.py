"""A day that is typed or chosen from a calendar, written as 23 Nov 2026."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit

_PLAIN = QLocale.c()
"""Its months have three letters, as everywhere in the program; in Qt's British English September is ``Sept``."""
_BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class DayEdit(QDateEdit):
    """Takes and gives Python dates, typed as they are written; scrolling past it does not change it."""

    def __init__(self) -> None:
        super().__init__()
        self._has_moved = False
        self.setLocale(_PLAIN)
        self.setDisplayFormat("d MMM yyyy")
        self.setCalendarPopup(True)
        self.calendarWidget().setLocale(_BRITISH)

    def day(self) -> date:
        """Return the day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a day."""
        if day != self.day():
            self.setDate(QDate(day.year, day.month, day.day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a day typed from its beginning, spaces and all, in place of one that is selected.

        Qt goes on from a day or month that is complete by itself; the space typed after it would skip the next part,
        and ``14 Jan 2026`` would keep the month that stood there.
        """
        typed = event.text()
        if typed == " " and self._has_moved:
            self._has_moved = False
            return
        line = self.lineEdit()
        if typed.isalnum() and line.selectedText() == line.text():
            self.setSelectedSection(QDateEdit.Section.DaySection)
        before = self.currentSection()
        super().keyPressEvent(event)
        self._has_moved = typed.isalnum() and self.currentSection() != before

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
