"""What the operating system refuses about this computer's own files, in words a person can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.errors import UserFacingError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FAULTS = {errno.EIO, getattr(errno, "ESTALE", errno.EIO), errno.ETIMEDOUT, errno.ENODEV}


@contextmanager
def disk_asked() -> Iterator[None]:
    """Turn a refusal of the disk into a UserFacingError that names the file; also a decorator."""
    try:
        yield
    except OSError as problem:
        raise refusal(problem) from problem


def refusal(problem: OSError) -> UserFacingError:
    """Return what a refusal means for a person; nothing stored is lost by any of them."""
    name = f"The file {Path(problem.filename).name}" if problem.filename else "A file of the department"
    if problem.errno in _FULL:
        return UserFacingError(f"{name} can't be written: the disk is full.", "Make room and try again.")
    if problem.errno in _FAULTS:
        return UserFacingError(
            f"{name} can't be opened or written: the disk does not answer properly.",
            "What was stored before is still there. Check the disk and try again.",
        )
    return UserFacingError(f"{name} can't be opened or written.", "Check that you may write to this disk.")
