"""Opens the window: first something to look at, then everything else.

Until the first paint only Qt, the theme and the entrance are imported; requests, worker and charts follow while the
person reads the page and types.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cdconsole.ui.shell.main_window import MainWindow
from cdconsole.ui.shell.settings import Settings
from cdconsole.ui.shell.setup import WindowSetup
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState
from cdconsole.ui.theme.fonts import font, load_fonts, remember_scale
from cdconsole.ui.theme.theme import Theme, apply, set_scale, wants_contrast

if TYPE_CHECKING:
    from cdconsole.ui.preload import Preload
    from cdconsole.ui.shell.shell import Shell

_TEXT_STEP = 10
_NEEDED_TO_ASK = (
    "cdconsole.domain.calendar",
    "cdconsole.domain.clinician",
    "cdconsole.domain.measure",
    "cdconsole.domain.extract",
    "cdconsole.domain.framework",
    "cdconsole.domain.governance",
    "cdconsole.domain.review",
    "cdconsole.domain.ward",
    "cdconsole.domain.requests",
    "multiprocessing.connection",
    "multiprocessing.context",
    "multiprocessing.popen_spawn_posix" if sys.platform != "win32" else "multiprocessing.popen_spawn_win32",
    "cdconsole.ui.task_runner",
    "cdconsole.ui.shell.workspace",
    "cdconsole.ui.shell.shell",
)


def run_window(setup: WindowSetup, *, close_after: float | None = None) -> int:
    """Show the window until it is closed and return the exit code.

    For a trial run it closes by itself ``close_after`` seconds after its first paint.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("cdconsole")
    app.setOrganizationName("cdconsole")
    opening = Opening(app, setup)
    if close_after is not None:
        opening.close_after(close_after)
    opening.show()
    code = app.exec()
    opening.close()
    return code


class Opening(QObject):
    """The window from its first paint to its end."""

    def __init__(self, app: QApplication, setup: WindowSetup) -> None:
        super().__init__()
        self._app = app
        self._setup = setup
        self.settings = Settings(setup.config_home)
        remember_scale(app, self.settings.text_size)
        load_fonts()
        app.setFont(font())
        self.window = MainWindow(self.settings)
        self.shell: Shell | None = None
        self._preload: Preload | None = None
        self.window.painted.connect(self._painted)
        self._show_remembered()
        # Dressed once it is complete: with a style sheet in force every widget is styled again each time it moves.
        apply(app, self.settings.theme, self.window, asks_contrast=False)

    def show(self) -> None:
        """Show the window; the rest starts when it has been painted."""
        self.window.show()

    def close_after(self, seconds: float) -> None:
        """Close the window by itself, so long after its first paint."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(round(seconds * 1000))
        timer.timeout.connect(self.window.close)
        self.window.painted.connect(timer.start)

    def close(self) -> None:
        """Save, publish and end the worker."""
        if self.shell is not None:
            sys.excepthook = sys.__excepthook__
            self.shell.close()
            self.shell = None
        if self._preload is not None:
            self._types.stop()
            self._preload.wait()

    def _show_remembered(self) -> None:
        """Fill the entrance from the settings alone: nothing of the department is read before the first paint."""
        recent = self.settings.recent()
        known = next((one for one in recent if one.folder == self._setup.department), None)
        last = known or (recent[0] if recent and not self._setup.department else None)
        entrance = self.window.entrance
        if last is not None:
            people = (PersonChoice(last.person_id, last.person),) if last.person_id else ()
            entrance.unlock.show_state(UnlockState(last.folder, last.department, "", people, last.person_id))
            entrance.show_unlock()
        elif self._setup.department:
            entrance.unlock.show_state(UnlockState(self._setup.department, "Opening"))
            entrance.show_unlock()
        else:
            entrance.welcome.show_recent(())
            entrance.show_welcome()

    # --- after the first paint ---------------------------------------------------------------------------------------

    def _painted(self) -> None:
        from cdconsole.ui.preload import Steps, import_and_keep

        self._steps = Steps(map(import_and_keep, _NEEDED_TO_ASK), self)
        self._steps.finished.connect(self._equip)
        self._steps.start()

    def _equip(self) -> None:
        from cdconsole.ui.preload import Preload, Steps, qt_types
        from cdconsole.ui.shell.shell import Shell

        self.window.complete(self.settings)
        self._connect_menus()
        self.shell = Shell(self._app, self.window, self.settings, self._setup)
        if wants_contrast(self._app):
            self._follow_system()
        sys.excepthook = self.shell.problems.excepthook
        self.shell.doorway.start(self._setup.department)
        self._app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._preload = Preload(self._setup.preload)
        self._types = Steps(qt_types(), self)
        self._types.finished.connect(self._preload.start)
        self._types.start()

    # --- looks and help ----------------------------------------------------------------------------------------------

    def _connect_menus(self) -> None:
        menus = self.window.menus
        menus.theme_chosen.connect(self._choose_theme)
        menus.text_size_stepped.connect(self._step_text)
        menus.quit_requested.connect(self.window.close)
        menus.guide_requested.connect(self._show_guide)
        menus.about_requested.connect(self._show_about)

    def _choose_theme(self, theme: Theme) -> None:
        self.settings.theme = theme
        apply(self._app, theme, self.window)

    def _follow_system(self) -> None:
        apply(self._app, self.settings.theme, self.window)

    def _step_text(self, step: int) -> None:
        size = 100 if step == 0 else self.settings.text_size + step * _TEXT_STEP
        self.settings.text_size = max(80, min(200, size))
        set_scale(self._app, self.settings.text_size, self.window)

    def _show_guide(self) -> None:
        from cdconsole.ui.shell.help_window import HelpWindow

        self._help = HelpWindow()
        self._help.setStyleSheet(self.window.styleSheet())
        self._help.open_page()

    def _show_about(self) -> None:
        from cdconsole.ui.shell.about import about_box

        about_box(self.window).open()
