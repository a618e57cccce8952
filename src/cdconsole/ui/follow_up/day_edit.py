"""A day that is typed or chosen from a calendar, written as 23 Nov 2026."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit

_BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class DayEdit(QDateEdit):
    """Takes and gives Python dates; scrolling past it does not change it."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(_BRITISH)
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
