"""Real processes that say what they have done, line by line, until they are killed."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]
FAILED = "FAILED "


class Child:
    """A forked process doing ``work(say)``. Nothing it has said is lost when it is killed: a pipe holds it."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _do(work, writing)
        os.close(writing)
        self._pipe = reading
        self._rest = b""
        self.lines: list[str] = []
        self.has_ended = False
        self.exit_code: int | None = None

    def listen(self, seconds: float, until: str = "\0") -> bool:
        """Take in lines for a time, or until one starts with a text; return whether it did."""
        deadline = time.monotonic() + seconds
        while not self.has_ended:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._pipe], [], [], left)[0]:
                return False
            if any(line.startswith(until) for line in self._take()):
                return True
        return False

    def kill(self) -> bool:
        """Kill it with signal 9, take in what it said before, and return whether it was still alive."""
        os.kill(self.pid, signal.SIGKILL)
        while not self.has_ended:
            self._take()
        return self._reap() == -signal.SIGKILL

    def finish(self, seconds: float) -> bool:
        """Wait for it to end by itself; kill it and return False where it takes longer."""
        self.listen(seconds)
        if not self.has_ended:
            self.kill()
            return False
        self._reap()
        return True

    @property
    def failure(self) -> str:
        """Return what it failed of, if it said so."""
        return next((line.removeprefix(FAILED) for line in self.lines if line.startswith(FAILED)), "")

    def said(self, what: str) -> list[str]:
        """Return what followed a word, for each line that starts with it."""
        return [line.removeprefix(what) for line in self.lines if line.startswith(what)]

    def _take(self) -> list[str]:
        data = os.read(self._pipe, 1 << 16)
        self.has_ended = not data
        *whole, self._rest = (self._rest + data).split(b"\n")
        fresh = [line.decode() for line in whole]
        self.lines += fresh
        return fresh

    def _reap(self) -> int:
        if self.exit_code is None:
            os.close(self._pipe)
            self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.exit_code


def _do(work: Callable[[Say], None], pipe: int) -> None:
    def say(line: str) -> None:
        data = f"{line}\n".encode()
        while data:
            data = data[os.write(pipe, data) :]

    try:
        work(say)
    except BaseException as problem:  # noqa: BLE001 - said to the parent, which counts it
        say(f"{FAILED}{type(problem).__name__} in {_place(problem)}: {problem}".replace("\n", " "))
        os._exit(1)
    os._exit(0)


def _place(problem: BaseException) -> str:
    """Return where in the program something failed."""
    frames = traceback.extract_tb(problem.__traceback__)
    frame = next((frame for frame in reversed(frames) if "/cdconsole/" in frame.filename), frames[-1])
    return f"{Path(frame.filename).name} {frame.name}, line {frame.lineno}"
