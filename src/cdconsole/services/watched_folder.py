"""A folder on this computer that extracts are copied into: which of its files are new, and whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.import_requests import LookAtWatchedFolder
from cdconsole.domain.people import Section
from cdconsole.domain.watched_folder import WatchedFile
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches

_BLOCK = 1024 * 1024
_MOST_FILES = 500


@handles(LookAtWatchedFolder)
def look_at_watched_folder(session: Session, request: LookAtWatchedFolder, task: Task) -> tuple[WatchedFile, ...]:
    """Return the files of a folder, newest first, and when each was imported. Raises UserFacingError."""
    session.require(Section.RECORDS)
    found = found_in(Path(request.path), request.seen, task)
    with session.snapshot(Section.RECORDS) as snapshot:
        before = {file.path: batches.find_by_file(snapshot, file.sha256) for file in found if file.sha256}
    return tuple(
        file
        if (batch := before.get(file.path)) is None
        else replace(file, imported=f"{moment_text(batch.at)} by {batch.person}")
        for file in found
    )


def found_in(folder: Path, seen: Iterable[WatchedFile], task: Task) -> tuple[WatchedFile, ...]:
    """Return a folder's files, newest first, at most 500; with a content's hash where it is as it was in ``seen``.

    One look reads the content of one file at most, so that a poll stays short. Raises UserFacingError where the
    folder can't be read.
    """
    known = {(file.path, file.size, file.modified): file.sha256 for file in seen}
    found, has_read = [], False
    for file in _files(folder):
        digest = known.get((file.path, file.size, file.modified))
        if digest == "" and not has_read:
            has_read, digest = True, _sha256(Path(file.path), task)
        found.append(replace(file, sha256=digest or ""))
    return tuple(found)


def _files(folder: Path) -> tuple[WatchedFile, ...]:
    try:
        files = tuple(_listed(folder))
    except OSError as error:
        raise UserFacingError(
            f"The watched folder {folder.name} can't be read ({error.strerror}).", "Choose another, or watch none."
        ) from error
    return tuple(sorted(files, key=_newest_first))[:_MOST_FILES]


def _listed(folder: Path) -> Iterator[WatchedFile]:
    """Yield what is a file that somebody means to be seen: not hidden, and not a program's temporary file."""
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith((".", "~")):
            stat = path.stat()
            yield WatchedFile(str(path), stat.st_size, stat.st_mtime_ns)


def _newest_first(file: WatchedFile) -> tuple[int, str]:
    return -file.modified, file.path


def _sha256(path: Path, task: Task) -> str:
    """Return the hash of a file's content; empty where it can't be read now, as while another program writes it."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as opened:
            while block := opened.read(_BLOCK):
                task.checkpoint()
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
