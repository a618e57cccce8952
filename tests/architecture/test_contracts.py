"""Each import contract is broken on purpose in a copy of the sources and must be reported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from architecture.source import ROOT

BREAKS = {
    "layers": ("storage/spells.py", "import cdconsole.services.charts"),
    "ui-speaks-to-services": ("ui/change_feed.py", "import cdconsole.storage.spells"),
    "qt-stays-in-ui": ("ui/screens/clinician/presenter.py", "import PySide6.QtCore"),
    "qt-not-below-ui": ("services/charts.py", "import PySide6.QtCore"),
    "sql-stays-in-storage": ("services/charts.py", "import sqlcipher3"),
    "domain-stands-alone": ("domain/spc.py", "import numpy"),
    "screens-are-strangers": ("ui/screens/clinician/view.py", "import cdconsole.ui.screens.people"),
}


def contract_ids() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in configuration["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--contract", contract],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_that_every_contract_has_a_way_to_break_it() -> None:
    assert sorted(BREAKS) == sorted(contract_ids())


@pytest.mark.parametrize("contract", sorted(BREAKS))
def test_that_a_broken_contract_is_reported(contract: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file, line = BREAKS[contract]
    broken = tmp_path / "src" / "cdconsole" / file
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    result = lint(tmp_path, contract)

    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


def test_that_the_sources_keep_every_contract() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
