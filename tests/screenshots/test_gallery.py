"""Every screen is drawn from the demonstration department: nothing empty, nothing failing, the same picture twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SIZE = (1366, 768)
LEAST_COLOURS = 40


@pytest.fixture(scope="module", params=["light", "dark"])
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Draw the gallery with the real command, in a process of its own."""
    folder = tmp_path_factory.mktemp("pictures")
    result = subprocess.run(
        [sys.executable, "-m", "cdconsole", "screenshots", str(folder), "--theme", request.param],
        env={**os.environ, "CDCONSOLE_HOME": str(tmp_path_factory.mktemp("home"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return [Path(line) for line in result.stdout.splitlines() if line.endswith(".png")]


def colours_in(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def test_that_every_screen_is_drawn_at_its_size_and_shows_something(pictures: list[Path]) -> None:
    assert len(pictures) >= 16
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == SIZE, path.name
        assert colours_in(image) > LEAST_COLOURS, path.name


def test_that_no_two_screens_are_the_same_picture(pictures: list[Path]) -> None:
    assert len({path.read_bytes() for path in pictures}) == len(pictures)
