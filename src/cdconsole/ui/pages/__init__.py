"""A screen of several pages: tabs beside its title, and each page built when it is opened, or when there is time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cdconsole.ui.pages.presenter import Page, PagesPresenter
from cdconsole.ui.pages.view import PagesView
from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext


@dataclass(frozen=True)
class PageEntry:
    """One page: what stands on its tab, and what builds it, not yet started."""

    title: str
    build: Callable[[ScreenContext], tuple[QWidget, Page]]


def build_paged(
    context: ScreenContext,
    title: str,
    pages: Mapping[str, PageEntry],
    leads_to: Mapping[str, str],
    beside: tuple[QWidget, Page] | None = None,
) -> Screen:
    """Return a screen with its first page; ``leads_to`` says which page an id alone means.

    ``beside`` stands beside the tabs, and is started with the first page: what all of them are about.
    """
    view = PagesView(title, {name: entry.title for name, entry in pages.items()}, beside[0] if beside else None)

    def build_page(name: str) -> Page:
        widget, page = pages[name].build(context)
        view.add_page(name, widget)
        return page

    presenter = PagesPresenter(view, tuple(pages), build_page, leads_to, beside[1] if beside else None)
    presenter.build(next(iter(pages)))
    view.page_chosen.connect(presenter.open)
    return BuiltScreen(view, presenter, context.feed, map(presenter.build, pages))
