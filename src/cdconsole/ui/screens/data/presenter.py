"""Shows one of the five pages of Data, and tells each that was opened of committed writes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet

IMPORTS, INBOX, JOB_PLANS, CLINICIANS, MEASURES = "imports", "inbox", "job_plans", "clinicians", "measures"
TITLES = {IMPORTS: "Imports", INBOX: "Inbox", JOB_PLANS: "Job plans", CLINICIANS: "Clinicians", MEASURES: "Measures"}


class DataScreen(Protocol):
    """What the presenter asks of its view."""

    def show_page(self, name: str) -> None:
        """Show one page."""
        ...


class Page(Protocol):
    """What a page of Data is asked."""

    def start(self) -> None:
        """Ask for what the page shows."""
        ...

    def visit(self, **ids: str) -> None:
        """Show what somebody navigated to."""
        ...

    def changed(self, changes: ChangeSet) -> None:
        """Reload if this write matters here."""
        ...

    def close(self) -> None:
        """Cancel what runs."""
        ...


class DataPresenter:
    """Pages start when they are first opened, and keep what they show while another is looked at."""

    def __init__(self, view: DataScreen, names: Collection[str], build_page: Callable[[str], Page]) -> None:
        self._view = view
        self._names = names
        self._build_page = build_page
        self._pages: dict[str, Page] = {}
        self._started: set[str] = set()

    def start(self) -> None:
        """Show the imports."""
        self.open(IMPORTS)

    def visit(self, *, page: str = "", **ids: str) -> None:
        """Show a page and hand it the other ids; a clinician alone means their job plan."""
        wanted = page or (JOB_PLANS if ids else "")
        if wanted in self._names:
            self.open(wanted)
            self._pages[wanted].visit(**ids)

    def changed(self, changes: ChangeSet) -> None:
        """Tell the pages that were opened."""
        for name in self._started:
            self._pages[name].changed(changes)

    def close(self) -> None:
        """Close every page."""
        for page in self._pages.values():
            page.close()

    def build(self, name: str) -> None:
        """Build a page that nobody has opened yet."""
        if name not in self._pages:
            self._pages[name] = self._build_page(name)

    def open(self, name: str) -> None:
        """Show a page by its name."""
        self.build(name)
        self._view.show_page(name)
        if name not in self._started:
            self._started.add(name)
            self._pages[name].start()
