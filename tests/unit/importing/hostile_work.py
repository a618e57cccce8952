"""Work for the child process that goes wrong in every way; imported by the child, so not in a test module."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable

from cdconsole.domain.errors import ImportRefused

Report = Callable[[int], None]


def answer(report: Report) -> int:
    report(7)
    return 42


def loaded_modules(report: Report) -> list[str]:
    import cdconsole.importing.extract
    import cdconsole.importing.job_plans  # noqa: F401

    return sorted(sys.modules)


def hang(report: Report) -> None:
    report(os.getpid())
    time.sleep(600)


def burn(report: Report) -> None:
    while True:
        pass


def hoard(report: Report) -> None:
    hoarded = []
    while True:
        hoarded.append(bytearray(50_000_000))


def answer_too_much(report: Report) -> bytes:
    return b"x" * 300_000_000


def be_killed(report: Report) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def vanish(report: Report) -> None:
    os._exit(3)


def refuse(report: Report) -> None:
    raise ImportRefused("What is wrong.", "What to do.")


def phone_home(report: Report) -> None:
    try:
        socket.create_connection(("127.0.0.1", 9))
    except Exception:  # noqa: BLE001 - what a careless library does
        report(1)


def break_down(report: Report) -> None:
    raise KeyError("SMITH, John")


def write_a_file(report: Report) -> str:
    import tempfile

    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"patient")
            file.flush()
    except OSError:
        return "refused"
    return "written"
