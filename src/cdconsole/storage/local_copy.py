"""The private copies of a department's sections on this computer: SQLite never runs in the department folder."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Section
from cdconsole.storage.dirty_marker import Base, DirtyMarker, sync_file, sync_folder
from cdconsole.storage.disk import disk_asked
from cdconsole.storage.sqlcipher import damaged, reserve

_FETCHED, _SENT = ".base", ".sent"
"""Files that merging compares with. That one was fetched says nothing of whether the work here stands on it."""


@dataclass(frozen=True)
class Published:
    """A section's file in the department folder, with the SHA-256 and key epoch that the newest commit gives it."""

    path: Path
    sha256: str
    epoch: int

    @property
    def base(self) -> Base:
        """Return what work on it is based on."""
        return Base(self.sha256, self.epoch)


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
        with disk_asked():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._file = (folder / "lock").open("ab")
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
        self.fetched = self.path.with_suffix(".fetched")
        self.merged = self.path.with_suffix(".merged")
        self.marker = DirtyMarker(self.path)
        self._journal = _journal_of(self.path)

    def settle(self, published: Published | None) -> bool:
        """Put right what a crash left, and return whether the copy can be opened as it is.

        It can where it is the published file, or unpublished work based on it. A clean copy with any other hash is old
        or damaged, and counts for nothing.
        """
        self.marker.settle(self._hash)
        if self.staged.exists():
            self.keep_as_sent(self.staged)
        if not self.path.exists():
            return False
        newest = published.base if published else Base()
        if self._hash() == newest.sha256:
            self.marker.clear()
            return True
        return self.marker.is_set and self.marker.base.sha256 == newest.sha256

    def fetch(self, published: Published, to: Path | None = None) -> Path:
        """Copy a published file beside the copy and return where, ``fetched`` unless said; it is still encrypted.

        Raises DamagedSection where it is missing or not what its commit says, UserFacingError where the disk refuses.
        """
        with disk_asked():
            place = to or self.fetched
            place.unlink(missing_ok=True)
            reserve(place)
            shutil.copyfile(published.path, place)
        if hash_of(place) != published.sha256:
            raise damaged(published.path.name, "is not what its commit says")
        return place

    def take_over(self, fresh: Path) -> None:
        """Put a published file, fetched or staged, in the place of the copy."""
        # A journal left by a crash belongs to the file that goes; SQLite would roll it back into the new one.
        self._journal.unlink(missing_ok=True)
        fresh.replace(self.path)
        self.marker.clear()
        self._forget_bases()
        sync_folder(self.path.parent)

    def take_merged(self, published: Published) -> None:
        """Put unpublished work merged onto the fetched file in the place of the copy; it is based on that file now."""
        self._keep(self.fetched, _FETCHED)
        with disk_asked():
            sync_file(self.merged)
        self.marker.announce(published.base, hash_of(self.merged))
        self._journal.unlink(missing_ok=True)
        self.merged.replace(self.path)
        self.marker.replace(published.base)
        self._forget_bases(published.sha256)

    def is_published(self, staged: Path, base: Base) -> None:
        """Say that the copy is, byte for byte, what was published; what was sent is kept as the base of later work."""
        with disk_asked():
            staged.replace(self._base_path(base.sha256, _FETCHED))
        self.marker.clear()
        self._forget_bases(base.sha256)

    def stand_on(self, fresh: Path, base: Base) -> None:
        """Say that the work here, more of which came meanwhile, is based on a file that was published from it."""
        self.keep_as_sent(fresh)
        self.marker.replace(base)
        self._forget_bases(base.sha256)

    def keep_base(self, base: Base) -> None:
        """Keep the published file before the first change to it: merging compares with it."""
        if self._base_path(base.sha256, _FETCHED).exists():
            return
        with disk_asked():
            self.merged.unlink(missing_ok=True)
            shutil.copyfile(self.path, self.merged)
        self._keep(self.merged, _FETCHED)

    def keep_as_sent(self, staged: Path) -> None:
        """Keep a file that was made from the work here and may have been published: then the work is based on it."""
        self._keep(staged, _SENT)

    def base_file(self, sha256: str) -> Path | None:
        """Return the file of this hash, where it was kept whole."""
        return self.sent_file(sha256) or self._kept_whole(sha256, _FETCHED)

    def sent_file(self, sha256: str) -> Path | None:
        """Return the file of this hash, where it was made from the work here and is whole."""
        return self._kept_whole(sha256, _SENT)

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

    def _forget_bases(self, except_for: str = "") -> None:
        for suffix in (_FETCHED, _SENT):
            kept = self._base_path(except_for, suffix)
            for path in self.path.parent.glob(f"{self.section.value}-*{suffix}"):
                if path != kept:
                    path.unlink(missing_ok=True)

    def _keep(self, fresh: Path, suffix: str) -> None:
        with disk_asked():
            sync_file(fresh)
            fresh.replace(self._base_path(hash_of(fresh), suffix))

    def _kept_whole(self, sha256: str, suffix: str) -> Path | None:
        path = self._base_path(sha256, suffix)
        return path if path.exists() and hash_of(path) == sha256 else None

    def _base_path(self, sha256: str, suffix: str) -> Path:
        return self.path.with_name(f"{self.section.value}-{sha256[:16]}{suffix}")

    def _hash(self) -> str:
        return hash_of(self.path)


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def hash_of(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal. Raises UserFacingError where it can't be read."""
    with disk_asked(), path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
