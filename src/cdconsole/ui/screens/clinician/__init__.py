"""A clinician's own charts beside the job plan that explains them."""

from __future__ import annotations

from cdconsole.domain.calendar import Month
from cdconsole.domain.measure import MeasureId
from cdconsole.ui.chart_limits.desk import LimitsDesk
from cdconsole.ui.screens.clinician.drawer import Drawer
from cdconsole.ui.screens.clinician.drawer_presenter import DrawerPresenter
from cdconsole.ui.screens.clinician.presenter import ClinicianPresenter
from cdconsole.ui.screens.clinician.state import DrawerPage
from cdconsole.ui.screens.clinician.view import ClinicianView
from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading; it opens on who was shown last."""
    view = ClinicianView(context.clipboard)
    scope = context.scope()
    presenter = ClinicianPresenter(view, scope, context.navigate, context.remembered, context.show_problem)

    def show_who_looked(clinician: str) -> None:
        context.navigate("people", page="audit", clinician=clinician)

    def check_records() -> None:
        presenter.leave_for("data", page="validation")

    def make_pack() -> None:
        presenter.leave_for("governance", page="packs")

    def edit_job_plan() -> None:
        presenter.leave_for("data", page="job_plans")

    def show_notes(measure: MeasureId, month: Month) -> None:
        presenter.drawer.show_point(measure, month, DrawerPage.NOTES)

    def challenge(clinician: str, measure: MeasureId) -> None:
        context.navigate("governance", page="challenges", clinician=clinician, measure=measure)

    view.clinician_chosen.connect(presenter.choose)
    view.step_requested.connect(presenter.step)
    view.months_chosen.connect(presenter.choose_months)
    view.team_toggled.connect(presenter.show_team)
    view.peers_toggled.connect(presenter.peers.want)
    _connect_reviews(view, presenter)
    view.trail_requested.connect(show_who_looked)
    view.job_plan_requested.connect(edit_job_plan)
    view.notice_answered.connect(presenter.act_on_notice)
    view.point_chosen.connect(presenter.drawer.show_point)
    view.note_requested.connect(show_notes)
    view.definition_requested.connect(presenter.drawer.show_definition)
    view.recorded_toggled.connect(presenter.show_as_recorded)
    view.check_requested.connect(check_records)
    view.pack_requested.connect(make_pack)
    _connect_drawer(view.drawer, presenter.drawer)
    view.challenge_requested.connect(challenge)
    view.every_record_wanted.connect(presenter.every_record.want)
    view.picture_placed.connect(presenter.pictures.save)
    view.limits_requested.connect(LimitsDesk(view, scope, context.show_problem).ask)
    view.drawer_closed.connect(presenter.drawer.close)
    return BuiltScreen(view, presenter, context.feed)


def _connect_reviews(view: ClinicianView, presenter: ClinicianPresenter) -> None:
    def prepare_review() -> None:
        presenter.leave_for("reviews")

    def begin_conversation() -> None:
        presenter.leave_for("reviews", begin="ASKED_FOR")

    view.review_requested.connect(prepare_review)
    view.talk_requested.connect(begin_conversation)


def _connect_drawer(drawer: Drawer, presenter: DrawerPresenter) -> None:
    def narrow(wanted: bool) -> None:
        presenter.narrow_mix(to_month=wanted)

    drawer.page_chosen.connect(presenter.turn_to)
    drawer.records.voted.connect(presenter.vote)
    drawer.mix.narrowed.connect(narrow)
    drawer.notes.written.connect(presenter.notes.write)
    drawer.notes.withdrawn.connect(presenter.notes.withdraw)
    drawer.notes.put_back.connect(presenter.notes.put_back)
