"""A small demonstration department with cheap keys, made once and copied for each journey."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from cdconsole.demo.build import build_demonstration, existing_demonstration
from cdconsole.domain.calendar import SystemClock
from cdconsole.vault.kdf import KdfParameters

FAST_KDF = KdfParameters(19 * 1024, 1, 1)
SPELLS = 1_500


@dataclass(frozen=True)
class ReadyDepartment:
    """Its folder, and the passphrases of the two people who can unlock it."""

    folder: Path
    director: str
    administrator: str


def make_template(parent: Path) -> Path:
    """Make the department that every journey gets a copy of."""
    build_demonstration(parent, home=parent / "home", clock=SystemClock(), spells=SPELLS, kdf=FAST_KDF)
    return parent


def copy_of(template: Path, parent: Path) -> ReadyDepartment:
    """Copy the department into a folder of the journey's own."""
    copytree(template, parent / "demonstration", ignore=lambda _folder, names: {"home"} & set(names))
    made = existing_demonstration(parent / "demonstration")
    assert made is not None
    files = made.director_passphrase_file, made.administrator_passphrase_file
    director, administrator = (file.read_text(encoding="utf-8").strip() for file in files)
    return ReadyDepartment(made.folder, director, administrator)
