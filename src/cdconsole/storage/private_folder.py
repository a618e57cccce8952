"""A folder beside the local copies, for as long as a piece of work takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.storage.disk import disk_asked


@contextmanager
def private_folder(parent: Path, name: str) -> Iterator[Path]:
    """Make an empty folder that only this user can read; it is gone afterwards, and after a crash the next time.

    Raises UserFacingError where the disk refuses.
    """
    path = parent / name
    with disk_asked():
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
