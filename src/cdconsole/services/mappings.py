"""Mappings remembered: the columns a person chose once are proposed for the next file with the same headings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.extract import ColumnMapping, ExtractKind, ExtractPreview, RememberedMapping
from cdconsole.domain.import_requests import ForgetMapping, ListRememberedMappings, RememberMapping
from cdconsole.domain.people import Section
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import mappings
from cdconsole.storage.section_file import Reading, Work


@handles(ListRememberedMappings)
def list_remembered_mappings(
    session: Session, _request: ListRememberedMappings, _task: Task
) -> tuple[RememberedMapping, ...]:
    """Return the mappings remembered, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return mappings.remembered(snapshot)


@handles(ForgetMapping)
def forget_mapping(session: Session, request: ForgetMapping, _task: Task) -> tuple[RememberedMapping, ...]:
    """Forget one mapping and return those that are left; one that is not known is no fault."""
    with session.unit_of_work(Section.RECORDS) as work:
        mappings.forget(work, request.headings_sha256)
        left = mappings.remembered(work)
        work.commit()
    return left


@handles(RememberMapping)
def remember_mapping(session: Session, request: RememberMapping, _task: Task) -> tuple[RememberedMapping, ...]:
    """Remember a mapping that was forgotten, and return all."""
    again = request.mapping
    with session.unit_of_work(Section.RECORDS) as work:
        mappings.remember(work, again.headings_sha256, again.file_name, again.mapping)
        known = mappings.remembered(work)
        work.commit()
    return known


def headings_sha256(headings: Iterable[str]) -> str:
    """Return what files of the same source have in common: their headings, in whatever order and spacing."""
    named = (heading for heading in headings if not heading.startswith("(no heading"))
    plain = sorted(" ".join(heading.casefold().split()) for heading in named)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def mapping_sha256(mapping: ColumnMapping) -> str:
    """Return what tells a mapping from every other."""
    return hashlib.sha256(mappings.as_json(mapping).encode()).hexdigest()


def with_remembered(reading: Reading, seen: ExtractPreview, kind: ExtractKind | None) -> ExtractPreview:
    """Return a preview that proposes the mapping remembered for its headings, where there is one for the kind."""
    headings = [column.heading for column in seen.columns]
    found = mappings.find(reading, headings_sha256(headings))
    if found is None or (kind is not None and kind is not found.mapping.kind):
        return seen
    known = found.mapping
    if not set(known.columns.values()) <= set(headings):
        return seen
    fields = {heading: wanted for wanted, heading in known.columns.items()}
    return replace(
        seen,
        proposed=replace(
            known,
            date_order=seen.proposed.date_order,
            date_orders=known.date_orders | seen.proposed.date_orders,
            sheet=seen.proposed.sheet,
        ),
        columns=tuple(replace(column, proposed=fields.get(column.heading)) for column in seen.columns),
        remembered=f"as {found.person} mapped {found.file_name} on {moment_text(found.at)}",
    )


def remember(work: Work, headings: Iterable[str], file_name: str, mapping: ColumnMapping) -> None:
    """Remember a mapping with which a file was stored, unless it is remembered already."""
    key = headings_sha256(headings)
    known = mappings.find(work, key)
    if known is None or known.mapping != mapping:
        mappings.remember(work, key, file_name, mapping)
