"""Runs a command as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole import cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit code, what was printed and what was complained of."""
    code = cli.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err
