"""Chooses whose charts are shown, for how long back, and what stands in the drawer beside them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts
from cdconsole.domain.peers import PeerStrip
from cdconsole.domain.requests import ListClinicians, ShowClinicianCharts
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.clinician.drawer_presenter import DrawerPresenter, DrawerView
from cdconsole.ui.screens.clinician.every_record_presenter import EveryRecordPresenter
from cdconsole.ui.screens.clinician.peers_presenter import PeersPresenter
from cdconsole.ui.screens.clinician.picture_presenter import PicturePresenter
from cdconsole.ui.screens.clinician.state import PERIODS, ClinicianState, EveryRecord
from cdconsole.ui.screens.remembered import Remembered

_LISTED = frozenset({Topic.CLINICIAN, Topic.IMPORT})
_SHOWN = frozenset(
    {
        *(Topic.SPELL, Topic.SESSION, Topic.JOB_PLAN, Topic.CLINICIAN, Topic.EXPOSURE),
        *(Topic.REVIEW, Topic.GOAL, Topic.ATTRIBUTION, Topic.CHALLENGE, Topic.ANNOTATION, Topic.CHART_LIMITS),
    }
)
_CLINICIAN, _MONTHS, _TEAM = "clinician", "clinician_months", "clinician_team"
_ON, _OFF = "on", "off"


class ClinicianScreenView(DrawerView, Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: ClinicianState) -> None:
        """Show everything anew."""
        ...

    def show_every_record(self, state: EveryRecord) -> None:
        """Show the records of one measure anew, or none any more."""
        ...


class Navigate(Protocol):
    """Go to another screen by its name, with ids."""

    def __call__(self, to: str, /, **ids: str) -> None:
        """Show the screen ``to`` and hand it the ids."""
        ...


class ClinicianPresenter:
    """One clinician at a time, and a drawer; ``broken`` hears of faults of the program."""

    def __init__(
        self,
        view: ClinicianScreenView,
        scope: TaskScope,
        navigate: Navigate,
        remembered: Remembered,
        broken: Callable[[Exception], None],
    ) -> None:
        self.drawer = DrawerPresenter(view, scope, broken)
        self._view = view
        self._broken = broken
        self._scope = scope
        self._navigate = navigate
        self._remembered = remembered
        self.pictures = PicturePresenter(scope, self._say, broken)
        self.every_record = EveryRecordPresenter(scope, view.show_every_record, broken)
        self.peers = PeersPresenter(scope, remembered, self._show_peers, broken)
        self._state = replace(_as_left(remembered), are_peers_visible=self.peers.are_wanted)

    # --- what the shell asks -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask who there is; the one shown last, or the first, is drawn when the answer comes."""
        self._view.show_state(self._state)
        self._list()

    def visit(self, **ids: str) -> None:
        """Show a clinician; without one, stay as it is."""
        if "clinician" in ids:
            self.choose(ids["clinician"])

    def changed(self, changes: ChangeSet) -> None:
        """Draw again if the write touches what is shown; old charts stay until then."""
        if changes.touches(_LISTED):
            self._list()
        if self._state.chosen is not None and changes.touches(_SHOWN, self._state.chosen):
            self._draw()
            self.drawer.read_again()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def choose(self, clinician: str) -> None:
        """Draw another clinician's charts; the drawer closes."""
        if clinician == self._state.chosen and self._state.page is not None:
            return
        self._remembered.keep_choice(_CLINICIAN, clinician)
        self.drawer.close()
        self._state = replace(self._state, chosen=ClinicianId(clinician), said="")
        self._draw()

    def step(self, by: int) -> None:
        """Go to the clinician after (1) or before (-1) in the list; nothing at its ends."""
        ids = [one.id for one in self._state.clinicians or ()]
        if self._state.chosen in ids:
            place = ids.index(self._state.chosen) + by
            if 0 <= place < len(ids):
                self.choose(ids[place])

    def choose_months(self, months: int) -> None:
        """Draw another number of months back."""
        if months != self._state.months:
            self._remembered.keep_choice(_MONTHS, str(months))
            self._state = replace(self._state, months=months)
            self._draw()

    def show_team(self, visible: bool) -> None:
        """Show or hide the team's line."""
        self._remembered.keep_choice(_TEAM, _ON if visible else _OFF)
        self._show(replace(self._state, is_team_visible=visible))

    def show_as_recorded(self, wanted: bool) -> None:
        """Leave aside what the clinician said of their records, or follow it again."""
        self._state = replace(self._state, is_as_recorded=wanted)
        self._draw()

    def leave_for(self, screen: str, **ids: str) -> None:
        """Go to another screen with who is shown; to the reviews only where there can be one."""
        if self._state.chosen is not None and (screen != "reviews" or self._state.may_review):
            self._navigate(screen, **ids, clinician=self._state.chosen)

    def act_on_notice(self) -> None:
        """Do what the notice's button says."""
        notice = self._state.notice
        if notice is not None and notice.action is NoticeAction.IMPORT:
            self._navigate("data", page="imports")
        elif notice is not None and notice.action is NoticeAction.TRY_AGAIN:
            self._show(replace(self._state, problem=None, page=None))
            self._list()

    # --- asking and hearing ------------------------------------------------------------------------------------------

    def _list(self) -> None:
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians, self._cannot)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        known = {one.id for one in clinicians}
        chosen = self._state.chosen
        if chosen not in known:
            chosen = clinicians[0].id if clinicians else None
        moved = chosen != self._state.chosen
        self._state = replace(self._state, clinicians=clinicians, chosen=chosen)
        if chosen is not None and (moved or (self._state.page is None and not self._state.is_loading)):
            self._draw()
        else:
            self._show(self._state)

    def _draw(self) -> None:
        if self._state.chosen is None:
            return
        self._show(replace(self._state, is_loading=True, problem=None))
        request = ShowClinicianCharts(self._state.chosen, self._state.months, self._state.is_as_recorded)
        self._scope.latest("charts", request, self._show_charts, self._cannot)

    def _show_charts(self, page: ClinicianCharts) -> None:
        known = self._state.peers if self._state.page == page else ()
        self._show(replace(self._state, page=page, is_loading=False, problem=None, peers=known))
        self.peers.follow(page, self._state.months)
        self.drawer.follow(page)
        self.every_record.follow(page, self._state.months)
        self.pictures.follow(page.clinician.id)

    def _say(self, words: str) -> None:
        self._show(replace(self._state, said=words))

    def _show_peers(self, are_visible: bool, peers: tuple[PeerStrip, ...]) -> None:
        self._show(replace(self._state, are_peers_visible=are_visible, peers=peers))

    def _cannot(self, problem: Exception) -> None:
        notice = Notice("The charts could not be drawn.", action=NoticeAction.TRY_AGAIN)
        if isinstance(problem, UserFacingError):
            notice = Notice(problem.message, problem.what_to_do, NoticeAction.TRY_AGAIN)
        self._show(replace(self._state, is_loading=False, problem=notice))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: ClinicianState) -> None:
        self._state = state
        self._view.show_state(state)


def _as_left(remembered: Remembered) -> ClinicianState:
    chosen = remembered.choice(_CLINICIAN)
    months = next((each for each in PERIODS if str(each) == remembered.choice(_MONTHS)), PERIODS[-1])
    is_team_visible = remembered.choice(_TEAM, _ON) != _OFF
    return ClinicianState(
        chosen=ClinicianId(chosen) if chosen else None, months=months, is_team_visible=is_team_visible
    )
