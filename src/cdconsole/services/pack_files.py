"""Taking in the files of a data pack, from memory through the ordinary import: no disk holds them in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cdconsole.domain.errors import ImportRefused, RuleBroken
from cdconsole.domain.extract import DateOrder
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.domain.inbox import TakenFile
from cdconsole.importing.source import HeldFile
from cdconsole.services.imports import look_at, store_extract
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault.data_pack import OpenedPack


def take_in_files(
    session: Session, pack: OpenedPack, pack_name: str, answers: tuple[DateOrder, bool], task: Task
) -> Iterator[TakenFile]:
    """Import each file as ``<pack>: <file>`` and say what became of it; one that is refused stops no other.

    ``answers`` are the order of numeric dates, and whether rows may be stored without a clinician. Raises Cancelled.
    """
    for file, content in zip(pack.header.files, pack.contents, strict=True):
        held = HeldFile(f"{pack_name}: {file.name}", content)
        try:
            yield _take_in(session, held, file.name, answers, task)
        except (ImportRefused, RuleBroken) as refused:
            yield TakenFile(file.name, None, str(refused))


def _take_in(session: Session, held: HeldFile, name: str, answers: tuple[DateOrder, bool], task: Task) -> TakenFile:
    date_order, confirm_unattributed = answers
    seen = look_at(session, held, PreviewExtract(name, date_order), task)
    if seen.already_imported:
        return TakenFile(name, None, seen.already_imported, is_known=True)
    mapping = replace(seen.proposed, confirm_unattributed=confirm_unattributed)
    return TakenFile(name, store_extract(session, held, mapping, task))
