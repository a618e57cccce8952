"""The one place where errors that have no place of their own are shown, decided by type."""

from __future__ import annotations

import platform
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from cdconsole import __version__
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.wire import BugReport
from cdconsole.ui.forms import button, label
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px


class Problems(QObject):
    """Shows a problem dialog or the crash dialog, which may emit ``lock_requested``; nothing for what was cancelled."""

    lock_requested = Signal()

    def __init__(self, window: QWidget, clipboard: Clipboard) -> None:
        super().__init__(window)
        self._window = window
        self._clipboard = clipboard
        self._crash: CrashDialog | None = None
        self._uncaught: list[Exception] = []
        self._is_held = False
        self._held: list[tuple[str, str]] = []

    def show(self, problem: Exception) -> None:
        """Show a problem of any of the three kinds."""
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, UserFacingError):
            self.tell(problem.message, problem.what_to_do)
        else:
            self.report(problem if isinstance(problem, BugReport) else BugReport.of(problem))

    def tell(self, message: str, what_to_do: str) -> None:
        """Show what happened and what to do next; later, while others look at the window: it may name somebody."""
        if self._is_held:
            self._held.append((message, what_to_do))
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("cdconsole")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(message)
        box.setInformativeText(what_to_do)
        box.open()

    def hold(self, is_held: bool) -> None:
        """Keep messages back, or show those that were kept."""
        self._is_held = is_held
        if not is_held:
            held, self._held = self._held, []
            for message, what_to_do in held:
                self.tell(message, what_to_do)

    def forget_held(self) -> None:
        """Drop messages that were kept back: the department they are about is locked."""
        self._is_held = False
        self._held.clear()

    def report(self, bug: BugReport) -> None:
        """Show a fault of the program; one such dialog at a time, so that a fault that repeats can't bury a person."""
        if self._crash is not None:
            return
        self._crash = CrashDialog(report_text(bug), self._clipboard, self._window)
        self._crash.lock_requested.connect(self.lock_requested)
        self._crash.finished.connect(self._crash_closed)
        self._crash.open()

    def excepthook(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Catch what nobody caught: PySide passes exceptions in slots here and goes on."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, problem, trace)
            return
        # Shown from the event loop: the fault may have come out of a paint event, where no window may be opened.
        print(BugReport.of(problem), file=sys.stderr)  # noqa: T201 - where it was, never what it held
        self._uncaught.append(problem if isinstance(problem, Exception) else BugReport.of(problem))
        QTimer.singleShot(0, self, self._show_uncaught)

    def _show_uncaught(self) -> None:
        while self._uncaught:
            self.show(self._uncaught.pop(0))

    def _crash_closed(self) -> None:
        if self._crash is not None:
            self._crash.deleteLater()
            self._crash = None


class CrashDialog(QDialog):
    """Says that the program has a fault, and offers a report that names nobody."""

    lock_requested = Signal()

    def __init__(self, report: str, clipboard: Clipboard, parent: QWidget) -> None:
        super().__init__(parent)
        self._report = report
        self._clipboard = clipboard
        self.setWindowTitle("A fault in cdconsole")
        self.resize(px(640), px(440))
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        copy, lock, go_on = button("Copy report"), button("Save and lock"), button("Go on", "primary")
        copy.clicked.connect(self._copy)
        lock.clicked.connect(self._lock)
        go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(lock)
        buttons.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label("Something in the program went wrong.", "heading"))
        column.addWidget(
            label(
                "What was saved is kept. What you did last may not have happened: look before you repeat it. "
                "The report says where in the program it was; it holds no names, numbers or notes."
            )
        )
        column.addWidget(text, 1)
        column.addLayout(buttons)
        go_on.setFocus()

    def _copy(self) -> None:
        self._clipboard.put(self._report)

    def _lock(self) -> None:
        self.accept()
        self.lock_requested.emit()


def report_text(bug: BugReport) -> str:
    """Return what a developer needs: versions, the kind of fault, and where it was."""
    system = f"{platform.system()} {platform.release()}"
    return f"cdconsole {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system}\n\n{bug.trace}\n"
