"""The department's own page: the team's measures, what is due, and how far the framework has come."""

from __future__ import annotations

from cdconsole.ui.chart_limits.desk import LimitsDesk
from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.department.presenter import DepartmentPresenter
from cdconsole.ui.screens.department.view import DepartmentView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = DepartmentView(context.clipboard)
    scope = context.scope()
    presenter = DepartmentPresenter(view, scope, context.navigate, context.show_problem)
    view.measure_chosen.connect(presenter.enlarge)
    view.definition_toggled.connect(presenter.define)
    view.reduced.connect(presenter.reduce)
    view.records_toggled.connect(presenter.show_records)
    view.unfolded.connect(presenter.unfold)
    view.filter_typed.connect(presenter.filter)
    view.go_requested.connect(presenter.go)
    view.limits_requested.connect(LimitsDesk(view, scope, context.show_problem).ask)
    view.notice_answered.connect(presenter.act_on_notice)
    return BuiltScreen(view, presenter, context.feed)
