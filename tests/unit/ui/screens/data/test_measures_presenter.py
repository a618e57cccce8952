"""What the definition cards show."""

from __future__ import annotations

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.ui.screens.data.measures.presenter import MeasureCard, MeasuresPresenter
from unit.ui.screens.data.conftest import Desk


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
