"""Looks at an extract before anything is stored: its columns, what they may mean, what to ask; runs in the child."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from itertools import islice
from pathlib import Path

from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.extract import SPELL_KINDS, ColumnMapping, ColumnPreview, DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS, missing_columns, needs_clinician
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.child import Report
from cdconsole.importing.dates import ColumnOrder, DateReader, common_order, looks_dated, work_out_orders
from cdconsole.importing.headings import propose_columns
from cdconsole.importing.identifying import MASK, could_identify, masked
from cdconsole.importing.kinds.shapes import DATED, SHAPES
from cdconsole.importing.limits import Limits
from cdconsole.importing.numbers import ColumnStyle, work_out_style
from cdconsole.importing.recognising import recognise
from cdconsole.importing.rows import DATE_FIELDS
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, TableReader

EXAMPLES = 5
SAMPLE_ROWS = 10
MOST_SPECIALTIES = 200
_ALWAYS_MASKED = frozenset({Field.PATIENT, Field.SPELL_KEY, Field.HOSPITAL_NUMBER, Field.RECORD_KEY})
_FEW = 0.01


def look_at_extract(
    source: Source, asked: PreviewExtract, today: date, limits: Limits, report: Report
) -> ExtractPreview:
    """Return what a file looks like, the mapping proposed for it, and what to answer before it is imported."""
    reader = TableReader(source, limits, report, asked.sheet)
    table = reader.whole()
    headings = [heading for heading, cells in table.columns.items() if any(cells) or "(no heading" not in heading]
    identifying = {heading for heading in headings if could_identify(heading, table.columns[heading])}
    recognised = recognise(headings)
    kind = asked.kind or recognised.kind
    columns = propose_columns(headings, kind, never_guess=identifying)
    if asked.kind is None and kind in SPELL_KINDS:
        kind, columns = _spells_or_episodes(table, headings, identifying)
    fields = {heading: field for field, heading in columns.items()}
    hidden = _hidden(headings, fields, identifying)
    dated = {columns[field]: table.columns[columns[field]] for field in columns if _is_dated(field)}
    stays = {columns[field]: dated[columns[field]] for field in (Field.ADMITTED, Field.DISCHARGED) if field in columns}
    orders = work_out_orders(
        {heading: cells for heading, cells in table.columns.items() if heading in dated or looks_dated(cells)},
        asked.date_order,
        asked.date_orders,
    )
    return ExtractPreview(
        str(source) if isinstance(source, Path) else source.name,
        table.sha256,
        table.rows_in,
        tuple(
            _column(
                heading,
                table.columns[heading],
                fields.get(heading),
                orders.get(heading),
                is_hidden=heading in hidden,
            )
            for heading in headings
        ),
        _sample(table, headings, hidden),
        _proposed(kind, columns, {heading: orders[heading].order for heading in dated}, asked.sheet),
        _specialties(table, columns),
        (
            *(orders[heading].question for heading in dated if orders[heading].question),
            *_questions(kind, columns, has_times=_has_times(stays, orders, today)),
        ),
        sheets=reader.sheets,
        recognised=recognised.name if kind is recognised.kind or kind in SPELL_KINDS else "",
    )


def _hidden(headings: Sequence[str], fields: Mapping[str, Field], identifying: Collection[str]) -> set[str]:
    """Return the columns whose cells are masked: patients' identifiers, and what may be one and has no field."""
    return {
        heading
        for heading in headings
        if fields.get(heading) in _ALWAYS_MASKED or (heading in identifying and heading not in fields)
    }


def _sample(table: Table, headings: Sequence[str], hidden: Collection[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(MASK if heading in hidden else table.columns[heading][at] for heading in headings)
        for at in range(min(SAMPLE_ROWS, len(table)))
    )


def _column(
    heading: str, cells: Sequence[str], proposed: Field | None, order: ColumnOrder | None, *, is_hidden: bool
) -> ColumnPreview:
    style = work_out_style(heading, cells) if order is None and not is_hidden else ColumnStyle(None)
    return ColumnPreview(
        heading,
        _examples(cells, is_hidden=is_hidden),
        proposed,
        None if order is None else order.order,
        order is not None and bool(order.question),
        style.style,
        bool(style.question),
    )


def _proposed(
    kind: ExtractKind, columns: dict[Field, str], orders: Mapping[str, DateOrder], sheet: str
) -> ColumnMapping:
    """Return the mapping to confirm: one order of day and month where all columns share one, else one a column."""
    common = common_order(orders.values()) if orders else DateOrder.AUTOMATIC
    differing: dict[str, DateOrder] = {}
    if common is DateOrder.AUTOMATIC:
        differing = {heading: order for heading, order in orders.items() if order is not common}
    return ColumnMapping(kind, columns, common, date_orders=differing, sheet=sheet)


def _examples(cells: Sequence[str], *, is_hidden: bool) -> tuple[str, ...]:
    if is_hidden:
        return (masked(cells),)
    return tuple(islice(dict.fromkeys(cell for cell in cells if cell), EXAMPLES))


def _is_dated(field: Field) -> bool:
    return field in DATE_FIELDS or SHAPES.get(field) in DATED


def _spells_or_episodes(
    table: Table, headings: Sequence[str], identifying: Collection[str]
) -> tuple[ExtractKind, dict[Field, str]]:
    """Return what a row probably is, an episode if there are episode columns, and the columns proposed for it."""
    columns = propose_columns(headings, ExtractKind.EPISODES, never_guess=identifying)
    kind = _kind(table, columns)
    return kind, {field: heading for field, heading in columns.items() if field in LAYOUTS[kind].fields}


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


def _questions(kind: ExtractKind, columns: dict[Field, str], *, has_times: bool) -> Sequence[str]:
    mapping = ColumnMapping(kind, columns)
    asks_clinician = needs_clinician(mapping)
    missing = [words for words in missing_columns(mapping) if not (asks_clinician and words == Field.CLINICIAN.value)]
    questions = [f"Which column is: {words}?" for words in missing]
    if asks_clinician:
        questions.append(
            f'There is no clinician column: should every row belong to one clinician called "{UNATTRIBUTED}"?'
        )
    if kind in SPELL_KINDS and Field.ADMITTED in columns and not has_times:
        questions.append("No times: time-of-day measures will not be available.")
    return questions


def _has_times(dated: Mapping[str, Sequence[str]], orders: Mapping[str, ColumnOrder], today: date) -> bool:
    """Return whether any admission or discharge has a time of day other than midnight."""
    for heading, cells in dated.items():
        reader = DateReader(orders[heading].order, today)
        if any(at is not None and at.time() != time.min for at in (reader[cell].at for cell in set(cells))):
            return True
    return False
