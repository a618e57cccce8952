"""Looks at an extract before anything is stored: its columns, what they may mean, what to ask; runs in the child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from itertools import islice
from pathlib import Path

from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.extract import ColumnMapping, ColumnPreview, DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.child import Report
from cdconsole.importing.dates import DateReader, work_out_order
from cdconsole.importing.headings import propose_columns
from cdconsole.importing.identifying import MASK, could_identify, masked
from cdconsole.importing.limits import Limits
from cdconsole.importing.rows import DATE_FIELDS
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, read_table

EXAMPLES = 5
SAMPLE_ROWS = 10
MOST_SPECIALTIES = 200
_ALWAYS_MASKED = frozenset({Field.PATIENT, Field.SPELL_KEY})
_FEW = 0.01


def look_at_extract(
    source: Source, date_order: DateOrder, today: date, limits: Limits, report: Report
) -> ExtractPreview:
    """Return what a file looks like, the mapping proposed for it, and what to answer before it is imported."""
    table = read_table(source, limits, report)
    headings = [heading for heading, cells in table.columns.items() if any(cells) or "(no heading" not in heading]
    identifying = {heading for heading in headings if could_identify(heading, table.columns[heading])}
    columns = propose_columns(headings, never_guess=identifying)
    fields = {heading: field for field, heading in columns.items()}
    hidden = {
        heading
        for heading in headings
        if fields.get(heading) in _ALWAYS_MASKED or (heading in identifying and heading not in fields)
    }
    dated = {columns[field]: table.columns[columns[field]] for field in DATE_FIELDS if field in columns}
    order, question = work_out_order(dated, date_order)
    specialties = _specialties(table, columns)
    return ExtractPreview(
        str(source) if isinstance(source, Path) else source.name,
        table.sha256,
        len(table),
        tuple(
            ColumnPreview(heading, _examples(table.columns[heading], is_hidden=heading in hidden), fields.get(heading))
            for heading in headings
        ),
        tuple(
            tuple(MASK if heading in hidden else table.columns[heading][at] for heading in headings)
            for at in range(min(SAMPLE_ROWS, len(table)))
        ),
        ColumnMapping(_kind(table, columns), columns, order),
        specialties,
        tuple(
            filter(
                None, (question, *_questions(columns, has_times=_has_times(dated, columns, DateReader(order, today))))
            )
        ),
    )


def _examples(cells: Sequence[str], *, is_hidden: bool) -> tuple[str, ...]:
    if is_hidden:
        return (masked(cells),)
    return tuple(islice(dict.fromkeys(cell for cell in cells if cell), EXAMPLES))


def _kind(table: Table, columns: Mapping[Field, str]) -> ExtractKind:
    """Return what a row probably is: an episode if there are episode columns, or spell identifiers that repeat."""
    if Field.EPISODE_START in columns or Field.EPISODE_ORDER in columns:
        return ExtractKind.EPISODES
    keys = [cell for cell in table.columns.get(columns.get(Field.SPELL_KEY, ""), ()) if cell]
    repeated = len(keys) - len(set(keys))
    return ExtractKind.EPISODES if repeated > _FEW * len(keys) and Field.PATIENT in columns else ExtractKind.SPELLS


def _specialties(table: Table, columns: Mapping[Field, str]) -> tuple[str, ...]:
    """Return the distinct values of the specialty column; none if they are too many to be specialties."""
    found = {cell for cell in table.columns.get(columns.get(Field.SPECIALTY, ""), ()) if cell}
    return tuple(sorted(found)) if len(found) <= MOST_SPECIALTIES else ()


def _questions(columns: Mapping[Field, str], *, has_times: bool) -> Sequence[str]:
    questions = [
        f"Which column is: {field.value}?" for field in (Field.ADMITTED, Field.DISCHARGED) if field not in columns
    ]
    if Field.PATIENT not in columns and Field.SPELL_KEY not in columns:
        questions.append(f"Which column is: {Field.PATIENT.value}, or {Field.SPELL_KEY.value}?")
    if Field.CLINICIAN not in columns:
        questions.append(
            f'There is no clinician column: should every row belong to one clinician called "{UNATTRIBUTED}"?'
        )
    if Field.ADMITTED in columns and not has_times:
        questions.append("No times: time-of-day measures will not be available.")
    return questions


def _has_times(dated: Mapping[str, Sequence[str]], columns: Mapping[Field, str], reader: DateReader) -> bool:
    """Return whether any admission or discharge has a time of day other than midnight."""
    cells = {cell for field in (Field.ADMITTED, Field.DISCHARGED) if field in columns for cell in dated[columns[field]]}
    moments = (reader[cell].at for cell in cells)
    return any(at is not None and at.time() != time.min for at in moments)
