"""Which page of Data is shown, and which pages hear of writes."""

from __future__ import annotations

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.ui.screens.data.measures.presenter import MeasureCard, MeasuresPresenter
from cdconsole.ui.screens.data.presenter import CLINICIANS, IMPORTS, JOB_PLANS, MEASURES, DataPresenter
from unit.ui.screens.data.conftest import Desk


class Page:
    def __init__(self) -> None:
        self.heard: list[object] = []

    def start(self) -> None:
        self.heard.append("start")

    def visit(self, **ids: str) -> None:
        self.heard.append(ids)

    def changed(self, changes: ChangeSet) -> None:
        self.heard.append(changes)

    def close(self) -> None:
        self.heard.append("close")


class Shown:
    pages: list[str]

    def __init__(self) -> None:
        self.pages = []

    def show_page(self, name: str) -> None:
        self.pages.append(name)


def test_that_pages_start_when_first_opened_and_keep_their_state() -> None:
    pages, view = {name: Page() for name in (IMPORTS, JOB_PLANS, CLINICIANS, MEASURES)}, Shown()
    built: list[str] = []

    def build_page(name: str) -> Page:
        built.append(name)
        return pages[name]

    presenter = DataPresenter(view, tuple(pages), build_page)
    presenter.start()
    assert built == [IMPORTS]
    presenter.visit()
    presenter.visit(page=CLINICIANS, clinician="ann")
    presenter.visit(clinician="bob")
    presenter.open(IMPORTS)
    presenter.visit(page="unknown")
    assert view.pages == [IMPORTS, CLINICIANS, JOB_PLANS, IMPORTS]
    assert pages[IMPORTS].heard == ["start"]
    assert pages[CLINICIANS].heard == ["start", {"clinician": "ann"}]
    assert pages[JOB_PLANS].heard == ["start", {"clinician": "bob"}]
    changes = ChangeSet(frozenset({Topic.IMPORT}))
    presenter.changed(changes)
    presenter.build(MEASURES)
    presenter.build(IMPORTS)
    presenter.close()
    assert built == [IMPORTS, CLINICIANS, JOB_PLANS, MEASURES]
    assert pages[IMPORTS].heard == ["start", changes, "close"]
    assert pages[MEASURES].heard == ["close"]


class Cards:
    cards: tuple[MeasureCard, ...] = ()
    times = 0

    def show_cards(self, cards: tuple[MeasureCard, ...]) -> None:
        self.cards = cards
        self.times += 1


def test_that_every_measure_is_explained_with_its_weaknesses(desk: Desk) -> None:
    view = Cards()
    presenter = MeasuresPresenter(view, desk.scope)
    presenter.start()
    presenter.visit(clinician="ann")
    assert [card.title for card in view.cards][:2] == ["Spells", "Length of stay, median days"]
    for card in view.cards:
        assert {"Counts", "Out of", "Belongs to", "Better", "Known weaknesses", "Source"} <= dict(card.lines).keys()
        assert all(text for _heading, text in card.lines)
        assert card.version.startswith("Version ")
    assert "Needs" not in dict(view.cards[0].lines)
    presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert view.times == 1
    presenter.changed(ChangeSet(frozenset({Topic.MEASURE})))
    assert view.times == 2
    presenter.close()
