"""``cdconsole framework``: the outcome tree and the stage board of every work stream."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import Framework, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import ExportFramework, FrameworkPart, ListWorkStreams
from cdconsole.domain.requests import ShowFramework
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_framework(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``framework``."""
    framework = commands.add_parser("framework", help="outcome tree and stage board of every work stream")
    add_department(framework, "--as")
    framework.add_argument("--outcomes", type=Path, metavar="OUT.csv", help="write the outcome trees")
    framework.add_argument("--board", type=Path, metavar="OUT.csv", help="write the stage boards with their ticks")
    framework.set_defaults(command=_framework)


def _framework(options: argparse.Namespace) -> int:
    wanted = ((options.outcomes, FrameworkPart.OUTCOMES), (options.board, FrameworkPart.BOARD))
    with opened(options) as session:
        for path, part in wanted:
            if path is not None:
                rows = answer(session, ExportFramework(part, str(path.resolve())), Task())
                print(f"{rows:,} rows written to {path}, and entered in the export log")
        if not options.outcomes and not options.board:
            _print_everything(session)
    return 0


def _print_everything(session: Session) -> None:
    for stream in answer(session, ListWorkStreams(), Task()):
        _print(answer(session, ShowFramework(stream.id), Task()))


def _print(framework: Framework) -> None:
    closed = f" (closed: {framework.stream.closed.reason})" if framework.stream.closed else ""
    print(f"{framework.stream.title}{closed}")
    for stage in framework.stages:
        ticked = sum(item.done_at is not None for item in stage.items)
        print(f"  {stage.number} {stage.title}: {ticked} of {len(stage.items)} ticked")
    for outcome in (*framework.outcomes, *framework.retired):
        print(f"  {outcome.title}{_state(outcome)}")
        for measure in outcome.measures:
            print(f"    {measure}")


def _state(outcome: SuccessCriticalOutcome) -> str:
    if outcome.retired:
        return f" (retired: {outcome.retired.reason})"
    if outcome.parked:
        return f" (parked: {outcome.parked.reason})"
    if not outcome.measures:
        return " (no measure)"
    return f" (review on {date_text(outcome.review_on)})" if outcome.review_on else ""
