"""Makes the demonstration department in a process of its own, once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, Signal

from cdconsole.ui.shell.setup import Demonstration


class DemonstrationMaker(QObject):
    """``ready`` when the department is there, ``failed(what happened)`` when it could not be made."""

    ready = Signal()
    failed = Signal(str)

    def __init__(self, demonstration: Demonstration, parent: QObject) -> None:
        super().__init__(parent)
        self._demonstration = demonstration
        self._process = QProcess(self)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def folder(self) -> str:
        """Return where the department is, or will be."""
        return str(self._demonstration.folder)

    def make(self) -> bool:
        """Make it, and return whether that takes time; an earlier one is used again."""
        if self._demonstration.folder.is_dir() and self._demonstration.passphrase_file.is_file():
            self.ready.emit()
            return False
        program, *arguments = self._demonstration.command
        self._process.start(program, arguments)
        return True

    def passphrase(self) -> str:
        """Return its director's passphrase: it is no secret, nobody in it exists."""
        return self._demonstration.passphrase_file.read_text(encoding="utf-8").strip()

    def stop(self) -> None:
        """End the process if it runs: the window closes."""
        self._process.finished.disconnect(self._finished)
        self._process.kill()
        self._process.waitForFinished(1000)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if code == 0 and status is QProcess.ExitStatus.NormalExit:
            self.ready.emit()
        else:
            said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            self.failed.emit(said.splitlines()[-1] if said else "The demonstration department could not be made.")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit("The demonstration department could not be made: its command did not start.")
