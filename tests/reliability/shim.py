"""Compiles shim.c, puts it under a process, and speaks to it from inside."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


def no_compiler() -> str:
    """Return why the shim can't be used here; nothing where it can."""
    if not sys.platform.startswith("linux"):
        return "needs LD_PRELOAD, which Linux has"
    return "" if _compiler() else "needs a C compiler (Debian: gcc libc6-dev)"


def preloaded(folder: Path) -> dict[str, str]:
    """Compile the shim into a folder and return the environment that puts it under a process."""
    library = folder / "shim.so"
    command = [str(_compiler()), "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run(command, check=True, capture_output=True)
    return {"LD_PRELOAD": str(library)}


@cache
def shim() -> ctypes.CDLL:
    """Return the shim under this process; its functions are explained in shim.c."""
    library = ctypes.CDLL(None)
    library.shim_watch.argtypes = library.shim_record.argtypes = [ctypes.c_char_p]
    library.shim_mark.argtypes = [ctypes.c_long]
    library.shim_fail.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]
    library.shim_calls.restype = ctypes.c_long
    return library


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")
