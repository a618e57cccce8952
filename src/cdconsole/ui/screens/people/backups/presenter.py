"""Lists what can be restored, makes backups, and saves the department as one file. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.backup import BackupOverview, BackupReport
from cdconsole.domain.backup_requests import BackUpNow, ChooseBackupPlace, ListBackups, PackDepartment
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.people.backups.desk import BackupsDesk
from cdconsole.ui.screens.people.backups.restore_presenter import RestorePresenter


class BackupsPresenter:
    """One thing at a time; the list is read again after each, and whenever somebody comes here."""

    def __init__(self, desk: BackupsDesk, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._scope = scope
        self._broken = broken
        self.restoring = RestorePresenter(desk, scope, broken)
        desk.read_again = self._read

    def start(self) -> None:
        """Read what can be restored."""
        self._desk.show(self._desk.state)
        self._read()

    def visit(self, **_ids: str) -> None:
        """Read it again: others save too."""
        if self._desk.state.overview is not None:
            self._read()

    def changed(self, _changes: ChangeSet) -> None:
        """What is written is not a state to go back to before it is saved: nothing to show yet."""

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- backing up --------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make a backup now."""
        if not self._desk.state.doing:
            self._do("Backing up")
            self._scope.run(BackUpNow(), self._backed_up, self._failed, self._progressed)

    def choose_place(self, folder: str) -> None:
        """Keep backups in a second folder too, or no longer where none is named."""
        if not self._desk.state.doing:
            self._do("Looking at the place")
            self._scope.run(ChooseBackupPlace(folder), self._placed, self._failed)

    def pack(self, path: str) -> None:
        """Save the department as one file."""
        if not self._desk.state.doing:
            self._do("Saving the department as one file")
            self._scope.run(PackDepartment(path), self._packed, self._failed, self._progressed)

    def _backed_up(self, report: BackupReport) -> None:
        gone = f" {report.removed} older removed." if report.removed else ""
        where = " and ".join(report.made)
        outcome = f"Backed up to {where}.{gone}" if report.is_proved else ""
        self._desk.done(outcome, "\n".join(report.problems))

    def _placed(self, overview: BackupOverview) -> None:
        where = overview.second_place
        self._desk.change(overview=overview)
        self._desk.done(
            f"The next backup goes to {where} too. Back up now to begin." if where else "Kept on this computer only."
        )

    def _packed(self, path: str) -> None:
        self._desk.done(
            f"The whole department is in {path}. It is encrypted: opening it needs a person's passphrase, as ever."
        )

    # --- showing -----------------------------------------------------------------------------------------------------

    def _do(self, words: str) -> None:
        self._desk.change(doing=words, outcome="", problem="")

    def _progressed(self, progress: Progress) -> None:
        self._desk.change(doing=progress.label)

    def _failed(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._desk.change(doing="", problem="Stopped." if isinstance(problem, Cancelled) else said)
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _read(self) -> None:
        self._scope.latest("list", ListBackups(), self._show_overview)

    def _show_overview(self, overview: BackupOverview) -> None:
        self._desk.change(overview=overview)
