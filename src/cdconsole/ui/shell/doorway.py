"""Brings a person from the entrance into a department: recent, new, from elsewhere, or the demonstration."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from cdconsole.domain.clinician_pack import PACK_SUFFIX
from cdconsole.domain.people import SessionSummary
from cdconsole.services.tasks import TaskRunner, TaskScope
from cdconsole.ui.shell.create.presenter import CreatePresenter
from cdconsole.ui.shell.create.view import CreatePage
from cdconsole.ui.shell.demonstration import DemonstrationMaker
from cdconsole.ui.shell.entrance import Entrance
from cdconsole.ui.shell.pack_door import PackWay
from cdconsole.ui.shell.places import ACCESS_SCREEN
from cdconsole.ui.shell.problems import Problems
from cdconsole.ui.shell.recover.presenter import RecoverPresenter
from cdconsole.ui.shell.recover.view import RecoverPage
from cdconsole.ui.shell.settings import Settings
from cdconsole.ui.shell.setup import WindowSetup
from cdconsole.ui.shell.unlock.presenter import UnlockPresenter
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState
from cdconsole.ui.shell.unpacking import PACK_SUFFIX as DEPARTMENT_SUFFIX
from cdconsole.ui.shell.unpacking import Unpacking


class Doorway(QObject):
    """``opened`` carries the session once somebody is in, ``pack_opened`` a clinician's own pack and its path."""

    opened = Signal(object)
    pack_opened = Signal(object, str)

    def __init__(
        self, entrance: Entrance, runner: TaskRunner, settings: Settings, setup: WindowSetup, problems: Problems
    ) -> None:
        super().__init__(entrance)
        self._entrance = entrance
        self._runner = runner
        self._settings = settings
        self._problems = problems
        self._on_page: CreatePresenter | RecoverPresenter | PackWay | None = None
        self._demonstration = DemonstrationMaker(setup.demonstration, self) if setup.demonstration else None
        self._unlocking = UnlockPresenter(entrance.unlock, self._scope(), self._let_in, problems.show)
        self._unpacking = Unpacking(entrance, self._scope(), problems.show)
        self._own_pack = PackWay(entrance, self._scope, problems.show)
        self._connect()

    def start(self, folder: str) -> None:
        """Offer a department, the last one where none is named, or the welcome page where there is none.

        One saved as a single file is unpacked first.
        """
        if folder.endswith(DEPARTMENT_SUFFIX):
            self._unpacking.begin(folder)
            return
        if self._demonstration is not None and folder == self._demonstration.folder:
            self._demonstration_ready()
            return
        recent = self._settings.recent_that_exist()
        if folder or recent:
            self.offer(folder or recent[0].folder)
        else:
            self.welcome()

    def offer(self, folder: str, notice: str = "", passphrase: str = "") -> None:
        """Show the unlock page for a department, or for a clinician's own pack."""
        self._leave_page()
        if folder.endswith(PACK_SUFFIX):
            self._on_page = self._own_pack
            self._own_pack.offer(folder, notice)
            return
        self._entrance.show_unlock()
        self._unlocking.offer(remembered_state(self._settings, folder, notice, passphrase))

    def welcome(self, problem: str = "") -> None:
        """Show recent departments."""
        self._leave_page()
        self._entrance.welcome.show_recent(self._settings.recent_that_exist())
        self._entrance.welcome.show_problem(problem)
        self._entrance.show_welcome()

    def new(self) -> None:
        """Show the new-department page."""
        self._leave_page()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        page = CreatePage(documents or str(Path.home()))
        creating = CreatePresenter(page, self._scope(), self._let_in_to_access, self._problems.show)
        page.create_requested.connect(creating.create)
        page.suggest_requested.connect(creating.suggest)
        page.cancel_requested.connect(self.welcome)
        self._on_page = creating
        self._entrance.show_page(page)
        creating.suggest()

    def recover(self, folder: str, person: str) -> None:
        """Show the recovery page for a department; ``person`` is offered as its clinical director."""
        self._leave_page()
        page = RecoverPage()
        recovering = RecoverPresenter(page, self._scope(), self._let_in_to_access, self._problems.show)
        page.recover_requested.connect(recovering.recover)
        page.suggest_requested.connect(recovering.suggest)
        page.cancel_requested.connect(self._back_to_unlock)
        self._on_page = recovering
        self._entrance.show_page(page)
        recovering.offer(folder, person)

    def practise(self) -> None:
        """Offer the demonstration department; it is made first where there is none yet."""
        self.welcome()
        if self._demonstration is not None and self._demonstration.make():
            self._entrance.welcome.show_busy("Making the demonstration department. This takes about half a minute.")

    def choose_folder(self) -> None:
        """Ask for a department's folder and offer it."""
        folder = QFileDialog.getExistingDirectory(self._entrance, "Open a department's folder")
        if folder:
            self.offer(folder)
        else:
            self.start("")

    def close(self) -> None:
        """Stop what runs for the entrance."""
        self._leave_page()
        if self._demonstration is not None:
            self._demonstration.stop()

    def _connect(self) -> None:
        welcome, unlock = self._entrance.welcome, self._entrance.unlock
        welcome.recent_chosen.connect(self.offer)
        welcome.new_requested.connect(self.new)
        welcome.open_requested.connect(self.choose_folder)
        welcome.unpack_requested.connect(self._unpacking.choose)
        welcome.pack_requested.connect(self._own_pack.choose)
        self._own_pack.chosen.connect(self.offer)
        self._own_pack.given_up.connect(self.welcome)
        self._own_pack.opened.connect(self.pack_opened)
        welcome.demonstration_requested.connect(self.practise)
        self._entrance.dropped.connect(self.start)
        self._unpacking.began.connect(self._show_unpacking)
        self._unpacking.unpacked.connect(self._unpacked)
        self._unpacking.failed.connect(self._not_opened)
        unlock.unlock_requested.connect(self._unlocking.unlock)
        unlock.person_chosen.connect(self._unlocking.choose)
        unlock.suggest_requested.connect(self._unlocking.suggest)
        unlock.recovery_requested.connect(self._recover_chosen)
        unlock.other_requested.connect(self.welcome)
        if self._demonstration is not None:
            self._demonstration.ready.connect(self._demonstration_ready)
            self._demonstration.failed.connect(self._not_opened)

    def _show_unpacking(self, words: str) -> None:
        self.welcome()
        self._entrance.welcome.show_busy(words)

    def _unpacked(self, folder: str) -> None:
        self._entrance.welcome.show_busy("")
        self.offer(folder, f"Unpacked to {folder}. Unlock it with the passphrase you have always had.")

    def _not_opened(self, problem: str) -> None:
        self._entrance.welcome.show_busy("")
        self.welcome(problem)

    def _demonstration_ready(self) -> None:
        if self._demonstration is not None:
            self._entrance.welcome.show_busy("")
            notice = "The demonstration: nobody in it exists. Its passphrase is filled in."
            self.offer(self._demonstration.folder, notice, self._demonstration.passphrase())

    def _let_in(self, summary: SessionSummary) -> None:
        self._entrance.unlock.forget()
        self._leave_page()
        self.opened.emit(summary)

    def _let_in_to_access(self, summary: SessionSummary) -> None:
        """A new department, or one got back by its recovery key, opens where its next key-holders are asked for."""
        self._settings.remember_screen(ACCESS_SCREEN)
        self._let_in(summary)

    def _recover_chosen(self) -> None:
        self.recover(*self._unlocking.offered)

    def _back_to_unlock(self) -> None:
        self.offer(self._unlocking.offered[0])

    def _leave_page(self) -> None:
        if self._on_page is not None:
            self._on_page.close()
            self._on_page = None
            self._entrance.remove_page()

    def _scope(self) -> TaskScope:
        return TaskScope(self._runner, self._problems.show)


def remembered_state(settings: Settings, folder: str, notice: str = "", passphrase: str = "") -> UnlockState:
    """Return the unlock page as this computer remembers a department, before its folder has been read."""
    for known in settings.recent():
        if known.folder == folder:
            people = (PersonChoice(known.person_id, known.person),) if known.person_id else ()
            return UnlockState(
                folder, known.department, "", people, known.person_id, "", notice, passphrase_on_offer=passphrase
            )
    return UnlockState(folder, Path(folder).stem, notice=notice, passphrase_on_offer=passphrase)
