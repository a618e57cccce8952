"""The private copies of a department's sections on this computer: SQLite never runs in the department folder."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Section
from cdconsole.storage.dirty_marker import DirtyMarker, sync_folder
from cdconsole.storage.sqlcipher import damaged, disk_refused, reserve

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Published:
    """A section's file in the department folder, and the SHA-256 that the newest commit gives it."""

    path: Path
    sha256: str


def cache_folder(home: Path, vault_id: str) -> Path:
    """Return where one department's copies are; only this user can look inside."""
    return home / vault_id


def has_unpublished_work(home: Path, vault_id: str) -> bool:
    """Return whether this computer holds work on a department that is not in its folder yet."""
    return any(cache_folder(home, vault_id).glob("*.dirty"))


class CacheLock:
    """Holds a cache for one process; the operating system lets go of it even after a crash."""

    def __init__(self, folder: Path) -> None:
        """Take the lock, making the folder. Raises UserFacingError where another window has it, or the disk refuses."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._file = (folder / "lock").open("ab")
        except OSError as problem:
            raise disk_refused(str(folder)) from problem
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise UserFacingError(
                "The department is already open in another window.", "Go to that window, or close it first."
            ) from None

    def release(self) -> None:
        """Let go of the cache."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LocalCopy:
    """One section's copy. It is the published file itself, or, while its marker is set, work based on that file."""

    def __init__(self, folder: Path, section: Section) -> None:
        self.section = section
        self.path = folder / f"{section.value}.db"
        self.staged = self.path.with_suffix(".staged")
        self.marker = DirtyMarker(self.path)
        self._journal = _journal_of(self.path)

    def settle(self, published: Published | None) -> str:
        """Make the copy the right one to open, and return a notice where unpublished work was kept aside, else nothing.

        Unpublished work based on the newest published file is what counts. A crash may have come between publishing
        and taking the staged file over; it is taken over now. A clean copy with any other hash is old or damaged.
        Raises DamagedSection where the published file is not what its commit says.
        """
        newest = published.sha256 if published else ""
        if self.staged.exists():
            if _hash(self.staged) == newest:
                self.adopt_staged()
            self.staged.unlink(missing_ok=True)
        if self.path.exists():
            if _hash(self.path) == newest:
                self.marker.clear()
                return ""
            if self.marker.is_set and self.marker.base == newest:
                return ""
        notice = ""
        if self.path.exists() and self.marker.is_set:
            notice = self.set_aside("the department was changed elsewhere meanwhile")
        self.fetch(published)
        return notice

    def fetch(self, published: Published | None) -> None:
        """Copy the published file in. Raises DamagedSection where it is missing or not what its commit says."""
        if published is None:
            raise damaged(self.path.name, "was never published from the computer that made the department")
        fresh = self.path.with_suffix(".fetched")
        fresh.unlink(missing_ok=True)
        reserve(fresh)
        try:
            shutil.copyfile(published.path, fresh)
        except OSError as problem:
            raise disk_refused(published.path.name) from problem
        if _hash(fresh) != published.sha256:
            raise damaged(published.path.name, "is not what the newest commit says")
        self._take_over(fresh)

    def adopt_staged(self) -> None:
        """Put the staged file, now published, in the place of the copy it was made from."""
        self._take_over(self.staged)

    def set_aside(self, why: str) -> str:
        """Keep unpublished work under another name, for ever, and return a notice that says so."""
        number = 1
        while (aside := self.path.with_suffix(f".unpublished-{number}")).exists():
            number += 1
        if self._journal.exists() and self._journal.stat().st_size:
            # An unfinished transaction can only be rolled back while its journal stands beside the file.
            shutil.copyfile(self._journal, _journal_of(aside))
        self.path.replace(aside)
        self._journal.unlink(missing_ok=True)
        self.marker.clear()
        return (
            f"Work on the {self.section.value} section could not be published, because {why}. "
            f"It is kept on this computer as {aside.name}."
        )

    def _take_over(self, fresh: Path) -> None:
        # A journal left by a crash belongs to the file that goes; SQLite would roll it back into the new one.
        self._journal.unlink(missing_ok=True)
        fresh.replace(self.path)
        self.marker.clear()
        sync_folder(self.path.parent)


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _hash(path: Path) -> str:
    found = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except OSError as problem:
        raise disk_refused(path.name) from problem
    return found.hexdigest()
