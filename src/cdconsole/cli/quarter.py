"""``cdconsole quarter``: where everybody's quarter stands, and freezing it."""

from __future__ import annotations

import argparse

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import Quarter
from cdconsole.domain.quarter_requests import FreezeQuarter, ShowQuarter
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_quarter(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``quarter``."""
    quarter = commands.add_parser("quarter", help="where everybody's quarter stands: frozen, interpreted, released")
    add_department(quarter)
    quarter.add_argument("--quarter", type=_quarter_of, metavar="2026Q3", help="the newest whole one if not given")
    quarter.add_argument("--freeze", action="store_true", help="keep everybody's charts as they are now")
    quarter.add_argument("--reason", default="", metavar="WHY", help="needed where the quarter is frozen already")
    quarter.set_defaults(command=_quarter)


def _quarter(options: argparse.Namespace) -> int:
    with opened(options) as session:
        page = answer(session, ShowQuarter(options.quarter), Task())
        if options.freeze:
            answer(session, FreezeQuarter(page.quarter, options.reason), Task())
            page = answer(session, ShowQuarter(page.quarter), Task())
        print(f"{page.quarter}: " + ("not frozen yet" if page.freeze is None else page.freeze.words))
        if page.freeze is not None:
            print(f"SHA-256 {page.freeze.sha256}")
        for row in page.rows:
            print(f"{row.name}: {row.state}" + (f" (review: {row.review})" if row.review else ""))
            for missing in row.missing:
                print(f"  still to be written: {missing}")
        print(page.due)
    return 0


def _quarter_of(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
