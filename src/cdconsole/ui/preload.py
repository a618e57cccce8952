"""Does slow work beside the window, so that typing a passphrase or going to a screen never waits for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from threading import Thread

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS, _STILL_SECONDS = 20, 0.002
_PIECE_SECONDS = 0.005


class Steps(QObject):
    """Does one piece of work at a time between the window's own events; ``finished`` when the last is done.

    A piece is done each time the iterator is asked for the next; it may take some 30 milliseconds.
    """

    finished = Signal()

    def __init__(self, pieces: Iterator[object], parent: QObject, *, breath_ms: int = 0) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._timer = QTimer(self)
        self._timer.setInterval(breath_ms)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin with the next turn of the event loop, or after the first breath."""
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()

    def _step(self) -> None:
        if next(self._pieces, self) is self:
            self._timer.stop()
            self.finished.emit()


class LeisurelySteps(Steps):
    """Does a piece only while the window has been still since the last look, and ``is_busy`` says no.

    A piece beside an answer that is shown, or its painting, would make one long turn of two short ones.
    """

    def __init__(self, pieces: Iterator[object], is_busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(pieces, parent, breath_ms=_LOOK_EVERY_MS)
        self._is_busy = is_busy
        self._worked_until = time.thread_time()

    def _step(self) -> None:
        worked = time.thread_time() - self._worked_until
        if worked < _STILL_SECONDS and not self._is_busy():
            super()._step()
        self._worked_until = time.thread_time()


class Preload:
    """Imports heavy modules (charts) in a thread that ends by itself; none of them may touch a widget on import.

    Start it when ``qt_types`` has run out.
    """

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = tuple(modules)
        self._thread = Thread(target=self._import_all, name="preload", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Return when everything is imported; at once where it was not started."""
        if self._thread.is_alive():
            self._thread.join()

    def _import_all(self) -> None:
        for module in self._modules:
            import_and_keep(module)


def qt_types() -> Iterator[None]:
    """Have PySide make every type of its modules on the window's own thread, some milliseconds at a time.

    It makes each when it is first named, and two threads that name types at once crash it: pyqtgraph names them all
    while it is imported, the window some with everything it builds.
    """
    since = time.thread_time()
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if time.thread_time() - since > _PIECE_SECONDS:
                yield
                since = time.thread_time()


def import_and_keep(module: str) -> None:
    """Import a module and take what there is out of the garbage collector's sight.

    Modules live until the end. Were they looked through again and again, the window would now and then stand still
    for 50 ms in the middle of whatever a person does.
    """
    import_module(module)
    gc.freeze()
