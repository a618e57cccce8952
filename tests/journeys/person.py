"""A person in front of the real window: reads what is shown, presses what is named, types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.ui.shell.setup import WindowSetup
from cdconsole.ui.shell.shell import Shell
from cdconsole.ui.start import Opening
from journeys.stall_meter import StallMeter

Kind = TypeVar("Kind", bound=QWidget)
PATIENCE_MS = 30_000


class Person:
    """Sits down when made; ``leave`` closes the window. ``meter`` knows how long the window was deaf."""

    def __init__(self, qtbot: QtBot, app: QApplication, setup: WindowSetup) -> None:
        self._qtbot, self._app, self._has_left = qtbot, app, False
        self.meter = StallMeter()
        self.opening = Opening(app, setup)
        self.window = self.opening.window
        self.window.resize(1366, 768)
        self.opening.show()
        self.wait(lambda: self.opening.shell is not None, "the window to be ready")
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow, "the window to be active")

    @property
    def shell(self) -> Shell:
        assert self.opening.shell is not None
        return self.opening.shell

    def leave(self) -> None:
        """Close the window as its close button does; the worker publishes and ends. Nothing the second time."""
        if self._has_left:
            return
        self._has_left = True
        self.meter.stop()
        self.window.close()
        self.opening.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def unlock(self, words: str, name: str = "") -> None:
        """Choose a name, if one is given, and type a passphrase."""
        self.sees("can unlock it")
        if name:
            self.select("person", name)
        self.fill("passphrase", words)
        self.press("unlock")

    def get_in(self, words: str, name: str = "") -> None:
        """Unlock, and wait until the department is open."""
        self.unlock(words, name)
        self.sees("unlocked as")

    def select(self, chooser: str, words: str) -> None:
        """Choose an entry of a drop-down list by what it says."""
        self.wait(lambda: self._has(QComboBox, chooser), f"a list {chooser!r}")
        box = self.part(QComboBox, chooser)
        at = next(row for row in range(box.count()) if words in box.itemText(row))
        with self.meter.acting(f"select {words}"):
            box.setCurrentIndex(at)
            box.activated.emit(at)

    # --- waiting and reading -----------------------------------------------------------------------------------------

    def wait(self, is_reached: Callable[[], bool], what: str) -> None:
        def check() -> None:
            with self.meter.resting():
                assert is_reached(), f"waited for {what}; on screen: {sorted(set(self.words()))}"

        self._qtbot.waitUntil(check, timeout=PATIENCE_MS)

    def sees(self, words: str) -> None:
        """Wait until some words stand somewhere on the screen."""
        self.wait(lambda: any(words in shown for shown in self.words()), repr(words))

    def does_not_see(self, words: str) -> None:
        assert not any(words in shown for shown in self.words()), words

    def words(self) -> Iterator[str]:
        """Yield everything written in visible labels, buttons, fields and table cells."""
        for widget in self._visible(QWidget):
            if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
                yield widget.text()
            elif isinstance(widget, QComboBox):
                yield widget.currentText()
            elif isinstance(widget, QPlainTextEdit):
                yield widget.toPlainText()
            elif isinstance(widget, QAbstractItemView):
                yield from _cells(widget)
            elif widget.accessibleDescription():
                yield widget.accessibleDescription()

    def cells(self, table: str, words: str) -> list[str]:
        """Return the cells of the first row of a table that holds some words."""
        row = self._row(table, words)
        assert row is not None, words
        model = self.part(QAbstractItemView, table).model()
        return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]

    def rows(self, table: str) -> int:
        """Return how many rows a table shows; none where it is not there."""
        return self.part(QAbstractItemView, table).model().rowCount() if self._has(QAbstractItemView, table) else 0

    # --- hands -------------------------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Click a button once it can be clicked."""
        self.wait(lambda: self._has(QAbstractButton, name), f"a button {name!r}")
        button = self.part(QAbstractButton, name)
        with self.meter.acting(f"press {name}"):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def fill(self, name: str, text: str) -> None:
        """Replace what is in a field, key by key."""
        self.wait(lambda: self._has(QWidget, name), f"a field {name!r}")
        field = self.part(QWidget, name)
        assert isinstance(field, (QLineEdit, QPlainTextEdit)), field
        field.setFocus()
        field.selectAll()
        self.type(text, field)

    def type(self, text: str, into: QWidget | None = None) -> None:
        for character in text:
            with self.meter.acting(f"type {character}"):
                QTest.keyClicks(into or self.focus(), character)

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on: QWidget | None = None
    ) -> None:
        with self.meter.acting(f"key {key.name}"):
            QTest.keyClick(on or self.focus(), key, modifiers)

    def shortcut(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press a key the way the window system delivers it, so that shortcuts hear it."""
        with self.meter.acting(f"key {key.name}"):
            QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def pick(self, table: str, words: str) -> None:
        """Click the first row of a table that holds some words."""
        self.wait(lambda: self._row(table, words) is not None, f"a row with {words!r}")
        view = self.part(QAbstractItemView, table)
        row = self._row(table, words)
        assert row is not None
        view.scrollTo(view.model().index(row, 0))
        place: QRect = view.visualRect(view.model().index(row, 0))
        with self.meter.acting(f"pick {words}"):
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    def has_button(self, name: str) -> bool:
        """Return whether a button can be pressed now."""
        return self._has(QAbstractButton, name)

    def go(self, place: str) -> None:
        """Choose a place of the rail by its name."""
        self.press(f"go_{place}")

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the next file dialog and accept it, as soon as it is open."""
        timer = QTimer(self.window)

        def look() -> None:
            dialog = next((one for one in self._app.topLevelWidgets() if isinstance(one, QFileDialog)), None)
            if dialog is not None and dialog.isVisible():
                timer.stop()
                line = dialog.findChild(QLineEdit, "fileNameEdit")
                line.setText(str(path))
                QTest.keyClick(line, Qt.Key.Key_Return)

        timer.timeout.connect(look)
        timer.start(20)

    # --- finding -----------------------------------------------------------------------------------------------------

    def part(self, kind: type[Kind], name: str) -> Kind:
        """Return a visible, enabled part by its object name, accessible name or words."""
        return next(one for one in self._visible(kind) if one.isEnabled() and name in _names(one))

    def focus(self) -> QWidget:
        widget = self._app.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def _has(self, kind: type[QWidget], name: str) -> bool:
        return any(one.isEnabled() and name in _names(one) for one in self._visible(kind))

    def _visible(self, kind: type[Kind]) -> Iterator[Kind]:
        for top in self._app.topLevelWidgets():
            if top.isVisible():
                yield from (one for one in top.findChildren(kind) if one.isVisible())

    def _row(self, table: str, words: str) -> int | None:
        if not self._has(QAbstractItemView, table):
            return None
        model = self.part(QAbstractItemView, table).model()
        for row in range(model.rowCount()):
            if any(words in str(model.index(row, column).data() or "") for column in range(model.columnCount())):
                return row
        return None


def _names(widget: QWidget) -> tuple[str, ...]:
    words = (widget.text().replace("&", ""),) if isinstance(widget, QAbstractButton) else ()
    return (widget.objectName(), widget.accessibleName(), *words)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is not None:
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                yield str(model.index(row, column).data() or "")
