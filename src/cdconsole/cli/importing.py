"""The commands for imports: import files or watch a folder, list the imports, withdraw one."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cdconsole.cli.date_order import add_date_order, date_order
from cdconsole.cli.import_report import FileReport, write_report
from cdconsole.cli.mapping_file import read_mapping
from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import ImportRefused, UserFacingError
from cdconsole.domain.extract import (
    ColumnMapping,
    DateOrder,
    ExtractKind,
    ExtractPreview,
    ImportReport,
    RowFinding,
)
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import missing_columns
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import (
    ImportExtract,
    ListBatches,
    LookAtWatchedFolder,
    PreviewExtract,
    WithdrawBatch,
)
from cdconsole.domain.watched_folder import WatchedFile, WatchedState
from cdconsole.exporting.csv_file import write_csv
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

_SHOWN_FINDINGS = 20
_LOOK_EVERY_SECONDS = 3.0
_SHORTEST_ID = 8


def add_importing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import``, ``batches`` and ``withdraw``."""
    imports = commands.add_parser("import", help="import extracts or job plans")
    # "--as" says here what a row is; who unlocks is "--person".
    add_department(imports, "--unlock-as")
    imports.add_argument("files", nargs="*", metavar="FILE", help="files, or a folder: every file in it")
    imports.add_argument("--as", dest="kind", choices=[kind.value for kind in ExtractKind], help="what a row is")
    imports.add_argument("--mapping", type=Path, metavar="M.toml", help="which column means what")
    imports.add_argument("--report", type=Path, metavar="R.json", help="write what became of every row")
    imports.add_argument("--findings", type=Path, metavar="OUT.csv", help="write every row not stored, and why")
    imports.add_argument("--sheet", default="", metavar="S", help="the sheet of a workbook (the first if not given)")
    imports.add_argument("--specialty", default="", help="keep only this specialty's rows")
    add_date_order(imports)
    imports.add_argument("--unattributed", action="store_true", help="confirm: no column names the clinician")
    imports.add_argument(
        "--watch", type=Path, metavar="FOLDER", help="import every new file of a folder, until stopped"
    )
    imports.add_argument("--once", action="store_true", help="with --watch: end when every file there is imported")
    imports.set_defaults(command=_import)
    batches = commands.add_parser("batches", help="list the imports")
    add_department(batches)
    batches.set_defaults(command=_batches)
    withdraw = commands.add_parser("withdraw", help="take a whole import back")
    add_department(withdraw)
    withdraw.add_argument("batch", metavar="BATCH", help="its number as `cdconsole batches` shows it")
    withdraw.add_argument("--reason", required=True, metavar="WHY")
    withdraw.set_defaults(command=_withdraw)


def _import(options: argparse.Namespace) -> int:
    """Import each file; one that is refused is said so, and the others are imported all the same."""
    if not options.files and options.watch is None:
        print("cdconsole import: name the files, or a folder with --watch", file=sys.stderr)
        return 2
    done: list[FileReport] = []
    with opened(options) as session:
        try:
            done.extend(_import_or_say(session, options, name) for name in _arriving(session, options))
        except KeyboardInterrupt:
            if options.watch is None:
                raise
        finally:
            _write(options, done)
    return 1 if any(file.refused for file in done) else 0


def _arriving(session: Session, options: argparse.Namespace) -> Iterator[str]:
    """Yield the files to import as they are there: those named, those of folders named, those of a watched folder."""
    for name in options.files:
        path = Path(name)
        if path.is_dir() and (inside := sorted(one for one in path.iterdir() if one.is_file())):
            yield from (str(one) for one in inside if not one.name.startswith((".", "~")))
        else:
            yield name
    if options.watch is not None:
        yield from _watched(session, options.watch, is_endless=not options.once)


def _watched(session: Session, folder: Path, *, is_endless: bool) -> Iterator[str]:
    """Yield each new file of a folder once it is complete; one is tried once, and again when it has changed."""
    seen: tuple[WatchedFile, ...] = ()
    tried: set[str] = set()
    while True:
        found = answer(session, LookAtWatchedFolder(str(folder), seen), Task())
        for file in found:
            if file.state is WatchedState.NEW and file.sha256 not in tried:
                tried.add(file.sha256)
                yield file.path
        is_still = [(file.path, file.size) for file in found] == [(file.path, file.size) for file in seen]
        if found == seen and not is_endless:
            return
        if found == seen or not is_still:  # else a file was read just now, and the next one can be
            time.sleep(_LOOK_EVERY_SECONDS)
        seen = found


def _import_or_say(session: Session, options: argparse.Namespace, name: str) -> FileReport:
    print(f"{name}: ", end="", flush=True)
    try:
        report = _import_one(session, options, name)
    except UserFacingError as error:
        print("not imported.", flush=True)
        print(error, file=sys.stderr)
        return FileReport(name, refused=str(error))
    done = FileReport(name, report)
    _print_findings(tuple(done.findings))
    return done


def _import_one(session: Session, options: argparse.Namespace, name: str) -> ImportReport:
    kind = None if options.kind is None else ExtractKind(options.kind)
    mapping = _mapping(session, options, name, kind)
    report = answer(session, ImportExtract(name, mapping), Task())
    print(report.sentence)
    for line in report.left_out:
        print(f"  left out: {line}")
    return report


def _mapping(session: Session, options: argparse.Namespace, name: str, kind: ExtractKind | None) -> ColumnMapping:
    """Return which column means what: as a file says, else as the headings are recognised or remembered."""
    order = date_order(options)
    if options.mapping is not None:
        mapping = read_mapping(options.mapping, kind)
    else:
        seen = answer(session, PreviewExtract(name, order, {}, options.sheet, kind), Task())
        mapping = replace(seen.proposed, kind=kind or seen.proposed.kind)
        _refuse_unplaced(seen, mapping)
    return replace(
        mapping,
        date_order=mapping.date_order if order is DateOrder.AUTOMATIC else order,
        specialty=options.specialty or mapping.specialty,
        confirm_unattributed=options.unattributed or mapping.confirm_unattributed,
        sheet=options.sheet or mapping.sheet,
    )


def _refuse_unplaced(seen: ExtractPreview, mapping: ColumnMapping) -> None:
    """Raise ImportRefused where something needed has no column, naming it and the columns that were not placed."""
    missing = missing_columns(mapping)
    if not missing or missing == (Field.CLINICIAN.value,):  # that one is asked about by itself
        return
    left = [column.heading for column in seen.columns if column.heading not in mapping.columns.values()]
    raise ImportRefused(
        f"No column for: {'; '.join(missing)}. Columns that could not be placed: {', '.join(left) or 'none'}.",
        "Say which column means what with --mapping M.toml, or what a row is with --as.",
    )


def _print_findings(found: Sequence[tuple[str, RowFinding]]) -> None:
    for kind, finding in found[:_SHOWN_FINDINGS]:
        print(f"  row {finding.row}, {finding.column}: {finding.reason} ({kind})")
    if len(found) > _SHOWN_FINDINGS:
        print(f"  and {len(found) - _SHOWN_FINDINGS:,} more; --findings OUT.csv writes them all.")


def _write(options: argparse.Namespace, done: Sequence[FileReport]) -> None:
    if options.report is not None:
        write_report(options.report, done)
    if options.findings is not None:
        write_csv(
            options.findings,
            ("file", "row", "column", "kind", "reason", "value"),
            [(file.name, str(f.row), f.column, kind, f.reason, f.value) for file in done for kind, f in file.findings],
        )


def _batches(options: argparse.Namespace) -> int:
    with opened(options) as session:
        rows = answer(session, ListBatches(), Task())
    if not rows:
        print("Nothing was imported yet.")
    for row in rows:
        print(f"{row.id[:_SHORTEST_ID]}  {moment_text(row.at)}  {row.kind.value:<9} {row.file_name}", end="")
        print(f"  {row.rows:,} rows, {row.spells:,} stored, {row.rejected:,} not stored")
        if row.withdrawn:
            print(f"          {row.withdrawn}")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    with opened(options) as session:
        found = [row.id for row in answer(session, ListBatches(), Task()) if row.id.startswith(options.batch)]
        if len(found) != 1 or not options.batch:
            how_many = "No import has" if not found else f"{len(found)} imports have"
            raise UserFacingError(
                f"{how_many} a number that begins with “{options.batch}”.", "`cdconsole batches DEPT` lists them."
            )
        report = answer(session, WithdrawBatch(BatchId(found[0]), options.reason), Task())
    print(f"{report.file_name}: {report.withdrawn}")
    return 0
