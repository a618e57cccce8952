"""No process of the program speaks to a network: what in Python asks for a socket is stopped, and is a bug shown."""

from __future__ import annotations

import sys

_HARMLESS = frozenset({"socket.gethostname"})  # asks this computer for its own name
_installed: list[str] = []


class NetworkForbidden(BaseException):
    """Something wanted the network. No ``except Exception`` of a library may make this look like bad luck."""


def forbid_network() -> None:
    """Refuse every socket in this process from here on, for good. Call it before anything else is imported.

    Pipes are not sockets: the window, the worker and the reader speak on. Qt's own code is out of this hook's sight,
    which is why no module of QtNetwork may be loaded and the journeys run without any interface.
    """
    if not _installed:
        _installed.append(__name__)
        sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") and event not in _HARMLESS:
        raise NetworkForbidden(event)
