"""Makes a department's folder of one that was saved as a single file, before anybody unlocks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cdconsole.domain.backup_requests import UnpackDepartment
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope

PACK_SUFFIX = ".cdvx"


class Unpacking(QObject):
    """``began`` says what is being done; ``unpacked`` carries the new folder, ``failed`` words, empty for stopped."""

    began = Signal(str)
    unpacked = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        super().__init__(parent)
        self._window = parent
        self._scope = scope
        self._broken = broken

    def choose(self) -> None:
        """Ask for the file, then for where its folder is to be."""
        kinds = f"Department as one file (*{PACK_SUFFIX})"
        file, _ = QFileDialog.getOpenFileName(self._window, "Open a department saved as one file", _documents(), kinds)
        if file:
            self.begin(file)

    def begin(self, file: str) -> None:
        """Ask where the department's folder is to be, and make it there."""
        title = f"Where should the department's folder from {Path(file).name} be?"
        parent = QFileDialog.getExistingDirectory(self._window, title, _documents())
        if not parent:
            self.failed.emit("")
            return
        self.began.emit("Unpacking the department and proving every file of it.")
        self._scope.latest("unpack", UnpackDepartment(file, parent), self.unpacked.emit, self._refused)

    def _refused(self, problem: Exception) -> None:
        self.failed.emit(str(problem) if isinstance(problem, UserFacingError) else "")
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
