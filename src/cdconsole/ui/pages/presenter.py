"""Shows one of a screen's pages, and tells each that was opened of committed writes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet


class PagesScreen(Protocol):
    """What the presenter asks of its view."""

    def show_page(self, name: str) -> None:
        """Show one page."""
        ...


class Page(Protocol):
    """What a page is asked."""

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


class PagesPresenter:
    """Pages start when they are first opened, and keep what they show while another is looked at.

    The first of ``names`` is shown first. ``leads_to`` says which page an id alone means.
    """

    def __init__(
        self,
        view: PagesScreen,
        names: Sequence[str],
        build_page: Callable[[str], Page],
        leads_to: Mapping[str, str] | None = None,
        beside: Page | None = None,
    ) -> None:
        self._view = view
        self._names = names
        self._build_page = build_page
        self._leads_to = leads_to or {}
        self._beside = beside
        self._pages: dict[str, Page] = {}
        self._started: set[str] = set()

    def start(self) -> None:
        """Show the first page."""
        if self._beside is not None:
            self._beside.start()
        self.open(self._names[0])

    def visit(self, *, page: str = "", **ids: str) -> None:
        """Show a page and hand it the other ids; without a page's name, the one that the ids mean."""
        if self._beside is not None:
            self._beside.visit(**ids)
        wanted = page or next((self._leads_to[name] for name in ids if name in self._leads_to), "")
        if wanted in self._names:
            self.open(wanted)
            self._pages[wanted].visit(**ids)

    def changed(self, changes: ChangeSet) -> None:
        """Tell the pages that were opened."""
        if self._beside is not None:
            self._beside.changed(changes)
        for name in self._started:
            self._pages[name].changed(changes)

    def close(self) -> None:
        """Close every page."""
        if self._beside is not None:
            self._beside.close()
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
