"""Offers changes of the limits on chart cards, and shows the forms that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cdconsole.services.tasks import TaskScope
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.chart_limits.presenter import LimitsPresenter
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.form_dialog.dialog import FormHost

_KEYS = {LimitTask.REBASE: "B", LimitTask.EXCLUDE: "X", LimitTask.WITHDRAW: ""}

Asks = Callable[[LimitTask, ChartCard], None]


class LimitsDesk(QObject):
    """The forms of one screen, over its view."""

    def __init__(self, view: QWidget, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        super().__init__(view)
        self.forms = FormHost(view, self._enter, self._end)
        self._presenter = LimitsPresenter(scope, self.forms.show, broken)

    def ask(self, task: LimitTask, asked: LimitsAsked) -> None:
        """Open the form for what is wanted of a chart's limits."""
        self._presenter.ask(task, asked)

    def _enter(self, values: object) -> None:
        self._presenter.enter(cast("Mapping[str, str]", values))

    def _end(self) -> None:
        self._presenter.end()


def offer_limit_changes(card: ChartCard, ask: Asks) -> None:
    """Offer in a card's menu, and by key, what can be done with its limits; withdrawing where there is a change."""
    actions = {task: card.add_action(task.value, key, partial(ask, task, card)) for task, key in _KEYS.items()}

    def follow() -> None:
        shown = card.shown
        has_chart = shown is not None and shown.has_chart
        for task, action in actions.items():
            is_left = task is not LimitTask.WITHDRAW or (shown is not None and bool(shown.chart.limit_marks))
            action.setEnabled(has_chart and is_left)

    card.filled.connect(follow)
    follow()
