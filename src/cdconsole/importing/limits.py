"""How large a file may be, and how much a process that reads one may use."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on a file and on the child process that reads it. Sizes in bytes, times in seconds."""

    file_bytes: int = 400 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    rows: int = 1_500_000
    columns: int = 256
    cells: int = 40_000_000
    cell_characters: int = 32_767
    message_characters: int = MEGABYTE // 4
    memory_bytes: int = 1536 * MEGABYTE
    cpu_seconds: int = 240
    wall_seconds: float = 300.0


LIMITS = Limits()


def limit_this_process(limits: Limits) -> None:
    """Lower what this process may use: memory, processor time, no core dump, no file written.

    A core dump would hold patients' rows, hence none. Windows has no such limits: there the parent's wall limit and
    the bounds on the file itself remain. macOS refuses the memory limit, hence each is tried on its own.
    """
    if sys.platform == "win32":
        return
    import resource

    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
    )
    for kind, most in wanted:
        _, hard = resource.getrlimit(kind)
        lowered = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (lowered, hard))
