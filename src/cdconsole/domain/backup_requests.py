"""What a person can want of backups: see them, make one, go back to one, move the department as one file."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.backup import BackupOverview, BackupReport
from cdconsole.domain.people import Section
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListBackups(Request[BackupOverview]):
    """Every state that can be restored: generations in the folder, and the backups of both places."""


@dataclass(frozen=True)
class BackUpNow(Command[BackupReport]):
    """Save what is unpublished, make a backup in each place, prove it, and let older ones go.

    ``also_to`` is a folder that gets a copy this once.
    """

    also_to: str = ""


@dataclass(frozen=True)
class ChooseBackupPlace(Command[BackupOverview]):
    """Remember a second folder for backups on this computer; empty for none."""

    folder: str


@dataclass(frozen=True)
class RestoreGeneration(Command[str]):
    """Publish a new generation whose records are those of an earlier one; the result is what was done, in words.

    ``file`` is a backup; without it ``number`` is a generation kept in the department's folder. ``section`` restores
    that section only.
    """

    file: str = ""
    number: int = 0
    section: Section | None = None


@dataclass(frozen=True)
class PackDepartment(Command[str]):
    """Save the whole department as one file; the result is its path."""

    target: str


@dataclass(frozen=True)
class UnpackDepartment(Command[str]):
    """Make a department's folder of one file, inside ``parent``; the result is its path. Needs no passphrase."""

    file: str
    parent: str
