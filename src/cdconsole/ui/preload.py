"""Imports slow modules beside the window, so that typing a passphrase never waits for them."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal


class Steps(QObject):
    """Imports light modules one at a time between the window's own events; ``finished`` when the last is in.

    These are needed before anything can be asked of the worker, and take some milliseconds each.
    """

    finished = Signal()

    def __init__(self, modules: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._modules = iter(modules)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin with the next turn of the event loop."""
        self._timer.start(0)

    def _step(self) -> None:
        module = next(self._modules, None)
        if module is not None:
            import_and_keep(module)
            return
        self._timer.stop()
        self.finished.emit()


class Preload:
    """Imports heavy modules (charts) in a thread that ends by itself; none of them may touch a widget on import."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = tuple(modules)
        self._thread = Thread(target=self._import_all, name="preload", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Return when everything is imported."""
        self._thread.join()

    def _import_all(self) -> None:
        for module in self._modules:
            import_and_keep(module)


def import_and_keep(module: str) -> None:
    """Import a module and take what there is out of the garbage collector's sight.

    Modules live until the end. Were they looked through again and again, the window would now and then stand still
    for 50 ms in the middle of whatever a person does.
    """
    import_module(module)
    gc.freeze()
