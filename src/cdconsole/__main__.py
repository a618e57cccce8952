"""Arguments to window or command line: `cdconsole`, alone or with a department, or `cdconsole COMMAND ...`."""

from __future__ import annotations

import sys
from pathlib import Path

from cdconsole.no_network import forbid_network

COMMANDS = (
    *("demo", "import", "batches", "withdraw", "job-plans", "spc", "measures", "quality", "export", "seal", "inbox"),
    *("check", "screenshots", "backup", "restore", "pack", "unpack", "people", "open-extract", "clinician-pack"),
    *("open-pack", "funnel", "intervals", "definitions", "framework"),
)


def main() -> int:
    """Run the program and return its exit code."""
    forbid_network()
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and is_department(arguments[0])):
        # The window's way in is short: nothing is imported that it does not need to paint.
        from cdconsole import app

        if not app.has_screen():
            sys.stderr.write("There is no screen to open a window on. `cdconsole --help` lists what needs none.\n")
            return 1
        return app.open_window(arguments[0] if arguments else "")
    from cdconsole import cli

    sys.excepthook = cli.tell_bug
    return cli.main(arguments)


def is_department(argument: str) -> bool:
    """Return whether an only argument names a department, or a clinician's pack, and not a command."""
    return argument not in COMMANDS and (
        argument.rstrip("/\\").endswith((".cdv", ".cdvx", ".cdvp")) or Path(argument).is_dir()
    )


if __name__ == "__main__":
    sys.exit(main())
