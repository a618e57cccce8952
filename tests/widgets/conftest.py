"""Every widget test starts in the light theme at 100 % and must leave no window and no running timer behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cdconsole.ui.theme.fonts import scale
from cdconsole.ui.theme.theme import Theme, apply, colours, set_scale


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    QStandardPaths.setTestModeEnabled(True)
    if colours().is_dark or scale() != 100 or not qapp.styleSheet():
        apply(qapp, Theme.LIGHT)
        set_scale(qapp, 100)


@pytest.fixture(autouse=True)
def leaves_nothing_behind(qapp: QApplication) -> Iterator[None]:
    windows, timers = set(_windows()), set(_running_timers())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if set(_windows()) - windows:
        gc.collect()
    left = [type(each).__name__ for each in _windows() if each not in windows]
    running = [each for each in _running_timers() if each not in timers]
    assert not left, f"windows left open by the test: {left}"
    assert not running, f"timers left running by the test: {running}"


def _windows() -> list[QWidget]:
    # Qt keeps its one tooltip label for the next tooltip.
    return [each for each in QApplication.topLevelWidgets() if each.parent() is None and not _is_tooltip(each)]


def _is_tooltip(widget: QWidget) -> bool:
    return widget.metaObject().className() == "QTipLabel"


def _running_timers() -> list[QTimer]:
    owners = [QApplication.instance(), *QApplication.topLevelWidgets()]
    return [timer for owner in owners if owner for timer in owner.findChildren(QTimer) if timer.isActive()]
