"""Asks for unnamed peers when they are wanted, for whoever's charts are drawn. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.measure import ClinicianCharts
from cdconsole.domain.peers import PeerStrip
from cdconsole.domain.peers_requests import ShowPeers
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.remembered import Remembered

_PEERS = "clinician_peers"
_ON, _OFF = "on", "off"


class PeersPresenter:
    """``show`` hears whether peers are wanted and which there are; ``broken`` of faults of the program."""

    def __init__(
        self,
        scope: TaskScope,
        remembered: Remembered,
        show: Callable[[bool, tuple[PeerStrip, ...]], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._remembered = remembered
        self._tell = show
        self._broken = broken
        self._page: ClinicianCharts | None = None
        self._months = 0
        self.are_wanted = remembered.choice(_PEERS, _OFF) == _ON

    def want(self, wanted: bool) -> None:
        """Show peers from now on, or not; it is remembered."""
        self._remembered.keep_choice(_PEERS, _ON if wanted else _OFF)
        self.are_wanted = wanted
        self._tell(wanted, ())
        self._ask()

    def follow(self, page: ClinicianCharts, months: int) -> None:
        """Ask for the peers of a page that was just drawn."""
        self._page, self._months = page, months
        self._ask()

    def _ask(self) -> None:
        if self.are_wanted and self._page is not None:
            request = ShowPeers(self._page.clinician.id, self._months, self._page.is_as_recorded)
            self._scope.latest("peers", request, self._take, self._cannot)

    def _take(self, strips: tuple[PeerStrip, ...]) -> None:
        self._tell(self.are_wanted, strips)

    def _cannot(self, problem: Exception) -> None:
        self._tell(self.are_wanted, ())
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
