from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.services.tasks import Progress
from cdconsole.ui.shell.idle_lock import IdleLock
from cdconsole.ui.shell.progress_strip import ProgressStrip


@dataclass
class Hands:
    """A clock whose hands the test moves."""

    at: datetime = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def move(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    def wait(self, lock: IdleLock, seconds: int) -> None:
        """Let time pass with the look there is every five seconds."""
        for _ in range(seconds // 5):
            self.move(5)
            lock.look()


@pytest.fixture
def parent(qapp: QApplication) -> QObject:
    return QObject()


def test_that_nobody_there_for_five_minutes_locks_after_a_warning(qtbot: QtBot, parent: QObject) -> None:
    clock = Hands()
    lock = IdleLock(clock, 5, parent)
    said: list[object] = []
    lock.near.connect(said.append)
    lock.expired.connect(lambda: said.append("expired"))
    lock.start()
    clock.wait(lock, 175)
    assert said == []
    clock.wait(lock, 125)
    assert said == [*range(120, 0, -5), None, "expired"]


def test_that_a_key_press_in_a_window_starts_the_count_again(qtbot: QtBot, parent: QObject) -> None:
    clock = Hands()
    lock = IdleLock(clock, 1, parent)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: widget.windowHandle() is not None)
    lock.watch(widget.windowHandle())
    lock.start()
    clock.wait(lock, 50)
    said: list[object] = []
    lock.near.connect(said.append)
    QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)
    with qtbot.assertNotEmitted(lock.expired):
        clock.wait(lock, 25)
    lock.stop()
    assert said == [None]


def test_that_a_computer_that_slept_locks_on_waking(qtbot: QtBot, parent: QObject) -> None:
    clock = Hands()
    lock = IdleLock(clock, 15, parent)
    lock.start()
    clock.wait(lock, 60)
    clock.move(120)
    with qtbot.waitSignal(lock.woke):
        lock.look()


def test_that_the_first_key_after_a_sleep_locks_and_does_not_count_as_use(qtbot: QtBot, parent: QObject) -> None:
    clock = Hands()
    lock = IdleLock(clock, 15, parent)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: widget.windowHandle() is not None)
    lock.watch(widget.windowHandle())
    lock.start()
    clock.move(8 * 3600)
    with qtbot.waitSignal(lock.woke):
        QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)
    with qtbot.assertNotEmitted(lock.woke):
        QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)


def test_that_a_clock_set_back_locks_instead_of_never_again(qtbot: QtBot, parent: QObject) -> None:
    clock = Hands()
    lock = IdleLock(clock, 15, parent)
    lock.start()
    clock.move(-3600)
    with qtbot.waitSignal(lock.woke):
        lock.look()


def test_that_short_work_shows_nothing_and_long_work_a_bar_with_cancel(qtbot: QtBot) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.began(1)
    strip.finished(1)
    qtbot.wait(400)
    assert strip.isHidden()
    strip.began(2)
    strip.began(3)
    qtbot.waitUntil(lambda: not strip.isHidden(), timeout=2_000)
    strip.progressed(2, Progress(3, 10, "Reading rows"))
    assert (strip._label.text(), strip._bar.value(), strip._bar.maximum()) == ("Reading rows", 3, 10)
    with qtbot.waitSignal(strip.cancel_requested) as asked:
        strip._cancel.click()
    assert asked.args == [2]
    strip.finished(2)
    assert not strip.isHidden()
    strip.finished(3)
    assert strip.isHidden()
