"""``cdconsole demo`` and ``cdconsole screenshots``: the demonstration department, in a window or as pictures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.errors import UserFacingError
from cdconsole.services.places import data_home

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_demo(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``demo``."""
    demo = commands.add_parser("demo", help="make the demonstration department and open it")
    demo.add_argument("--no-window", action="store_true", help="only make it, and print where it is")
    demo.add_argument("--dir", type=Path, metavar="D", help="where to make it (a folder of its own by default)")
    demo.add_argument("--close-after", type=float, metavar="SECONDS", help="close the window again, for a trial run")
    demo.set_defaults(command=_demo)


def add_screenshots(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``screenshots``."""
    screenshots = commands.add_parser("screenshots", help="draw every screen of the demonstration department")
    screenshots.add_argument("dir", type=Path, metavar="DIR")
    screenshots.add_argument("--size", default="1366x768", metavar="WxH")
    screenshots.add_argument("--theme", choices=("light", "dark"), default="light")
    screenshots.set_defaults(command=_screenshots)


def _demo(options: argparse.Namespace) -> int:
    from cdconsole import app
    from cdconsole.demo.build import build_demonstration, existing_demonstration

    folder = (options.dir or app.demonstration_folder()).resolve()
    made = existing_demonstration(folder) or build_demonstration(folder, home=data_home(), clock=SystemClock())
    print(f"department: {made.folder}")
    print(f"director's passphrase: {made.director_passphrase_file}")
    print(f"administrator's passphrase: {made.administrator_passphrase_file}")
    if options.no_window:
        return 0
    if not app.has_screen():
        raise UserFacingError(
            "There is no screen to open a window on.", "Add --no-window, or run it in a desktop session."
        )
    return app.open_demonstration(made, close_after=options.close_after)


def _screenshots(options: argparse.Namespace) -> int:
    from cdconsole import app

    width, _, height = options.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        print(f"{options.size} is not a size like 1366x768", file=sys.stderr)
        return 2
    for path in app.take_screenshots(options.dir, (int(width), int(height)), options.theme):
        print(path)
    return 0
