"""A folder beside the local copies, for as long as a piece of work takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.storage.sqlcipher import disk_refused


@contextmanager
def private_folder(parent: Path, name: str) -> Iterator[Path]:
    """Make an empty folder that only this user can read; it is gone afterwards, and after a crash the next time.

    Raises UserFacingError where the disk refuses.
    """
    path = parent / name
    try:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
    except OSError as problem:
        raise disk_refused(str(path)) from problem
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
