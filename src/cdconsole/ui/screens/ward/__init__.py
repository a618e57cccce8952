"""The ward list: current inpatients and their predicted discharge dates, at ward-round speed."""

from __future__ import annotations

from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.ward.amendments_presenter import AmendmentsPresenter
from cdconsole.ui.screens.ward.beds_presenter import BedsPresenter
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.presenter import WardPresenter
from cdconsole.ui.screens.ward.view import WardView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = WardView(context.clipboard)
    desk = WardDesk(view, context.scope(), context.clock, context.show_problem)
    presenter = WardPresenter(desk)
    _connect_grid(view, presenter.amendments)
    _connect_beds(view, presenter.beds)
    view.search_typed.connect(presenter.search)
    view.clinician_chosen.connect(presenter.show_clinician)
    view.status_chosen.connect(presenter.show_status)
    view.undo_requested.connect(presenter.writes.undo)
    return BuiltScreen(view, presenter, context.feed)


def _connect_grid(view: WardView, amendments: AmendmentsPresenter) -> None:
    view.grid.row_chosen.connect(amendments.choose)
    view.grid.begin_requested.connect(amendments.begin)
    view.grid.text_typed.connect(amendments.type)
    view.grid.entered.connect(amendments.enter)
    view.grid.reason_given.connect(amendments.give_reason)
    view.grid.cancelled.connect(amendments.cancel)
    view.grid.go_down_requested.connect(amendments.go_down)


def _connect_beds(view: WardView, beds: BedsPresenter) -> None:
    view.admit_requested.connect(beds.begin_admitting)
    view.discharge_requested.connect(beds.begin_discharging)
    view.admission_entered.connect(beds.admit)
    view.discharge_entered.connect(beds.discharge)
    view.dialog_ended.connect(beds.end)
