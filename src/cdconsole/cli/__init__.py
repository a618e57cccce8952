"""The command line: the same requests as the window, for scripts. Exit codes: 0 done, 1 told why not, 2 wrong usage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType

from cdconsole import __version__
from cdconsole.domain.errors import UserFacingError

Command = Callable[[argparse.Namespace], int]

# Where the commands are added, in the order of the help. Only the module of the command asked for is imported: charts
# of a thousand series take less time than importing what opens a department.
_ADDED_BY = (
    (("demo",), "demonstration:add_demo"),
    (("import", "batches", "withdraw"), "importing:add_importing"),
    (("spc",), "spc:add_spc"),
    (("funnel", "intervals"), "comparing:add_comparing"),
    (("measures",), "department:add_measures"),
    (("definitions",), "definitions:add_definitions"),
    (("framework",), "framework:add_framework"),
    (("quality",), "quality:add_quality"),
    (("goals",), "goals:add_goals"),
    (("job-plans",), "job_plans:add_job_plans"),
    (("recognition",), "recognition:add_recognition"),
    (("lessons",), "lessons:add_lessons"),
    (("export",), "department:add_export"),
    (("quarter",), "quarter:add_quarter"),
    (("seal",), "packs:add_seal"),
    (("inbox",), "packs:add_inbox"),
    (("check",), "department:add_check"),
    (("backup", "restore", "pack", "unpack"), "keeping:add_keeping"),
    (("people",), "people:add_people"),
    (("open-extract",), "open_extract:add_open_extract"),
    (("open-pack", "clinician-pack"), "clinician_packs:add_clinician_packs"),
    (("review-summary",), "review_summary:add_review_summary"),
    (("person-report", "retention"), "person:add_person"),
    (("screenshots",), "demonstration:add_screenshots"),
)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    options = _parser(arguments[0] if arguments else "").parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except UserFacingError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except BrokenPipeError:  # whoever read the output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def tell_bug(_kind: type[BaseException], problem: BaseException, _trace: TracebackType | None) -> None:
    """Print where the program failed, as its exception hook: never a value, for it could name a patient."""
    from cdconsole.services.wire import BugReport

    print("The program has a fault and stopped. What was said to be stored is stored.", file=sys.stderr)
    print("Please report these lines; they hold no data:", file=sys.stderr)
    print(BugReport.of(problem), file=sys.stderr)


def _parser(wanted: str) -> argparse.ArgumentParser:
    """Return the parser of one command, or of all where none of them is asked for."""
    parser = argparse.ArgumentParser(prog="cdconsole", description="A clinical director's console.")
    parser.add_argument("--version", action="version", version=f"cdconsole {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = [adder for names, adder in _ADDED_BY if wanted in names]
    for adder in asked or [adder for _, adder in _ADDED_BY]:
        module, _, function = adder.partition(":")
        getattr(import_module(f"cdconsole.cli.{module}"), function)(commands)
    return parser
