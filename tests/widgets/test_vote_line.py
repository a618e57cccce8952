from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.vote_line import VoteLine

COLLEAGUES = (Clinician(ClinicianId("tom"), "Dr Tomasz Wieczorek", Grade.CONSULTANT),)


@pytest.fixture
def line(qtbot: QtBot) -> VoteLine:
    made = VoteLine()
    qtbot.addWidget(made)
    made.show()
    return made


def _parts(line: VoteLine) -> list[QWidget]:
    kinds = (QPushButton, QComboBox, QLineEdit)
    return [part for kind in kinds for part in line.findChildren(kind) if part.isVisibleTo(line)]


def _rows(line: VoteLine) -> int:
    return len({part.geometry().center().y() // 20 for part in _parts(line)})


def test_that_nothing_is_cut_off_in_the_narrowest_drawer(line: VoteLine, qtbot: QtBot) -> None:
    line.resize(416, 80)
    line.offer(COLLEAGUES)
    qtbot.waitUntil(lambda: _rows(line) == 2)
    for part in _parts(line):
        assert part.geometry().right() <= line.width()
        assert part.width() >= part.minimumSizeHint().width()
    assert all(part.width() >= part.sizeHint().width() for part in line.findChildren(QPushButton))


def test_that_one_row_is_used_where_there_is_room(line: VoteLine, qtbot: QtBot) -> None:
    line.resize(416, 80)
    line.offer(COLLEAGUES)
    line.resize(1100, 40)
    qtbot.waitUntil(lambda: _rows(line) == 1)


def test_that_every_part_has_a_name(line: VoteLine) -> None:
    line.offer(COLLEAGUES)
    assert all(part.accessibleName() or part.property("text") for part in _parts(line))
