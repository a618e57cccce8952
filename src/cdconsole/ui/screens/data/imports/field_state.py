"""The fields of one kind of extract over one file: which column fills each, and how that column is read. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cdconsole.domain.extract import ColumnMapping, ColumnPreview, DateOrder, ExtractPreview, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS, NUMBER_FIELDS, Layout, needs_clinician

_FEW_MORE = 4
_ORDERS: Final = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.ISO)
Reading = DateOrder | NumberStyle


@dataclass(frozen=True)
class FieldLine:
    """One field: which column fills it, and how that column's dates or numbers are read.

    ``readings`` is empty where there is nothing to say of it; ``reading`` None is a question not answered yet.
    """

    field: Field
    title: str
    heading: str
    examples: str
    is_needed: bool
    readings: tuple[Reading, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True)
class MappedFields:
    """The lines of the wizard: the needed fields, then those the file seems to have, then the rest."""

    preview: ExtractPreview
    mapping: ColumnMapping

    @property
    def layout(self) -> Layout:
        """Return the fields of the chosen kind."""
        return LAYOUTS[self.mapping.kind]

    def lines(self, *, with_more: bool) -> tuple[FieldLine, ...]:
        """Return the lines to show; the rest where it is asked for, or where it is short."""
        shown = (*self._needed, *self._found)
        return tuple(map(self._line, shown if self.more and not with_more else (*shown, *self._rest)))

    @property
    def more(self) -> int:
        """Return how many fields are shown on request only."""
        return len(self._rest) if len(self._rest) > _FEW_MORE else 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the fields that still need a column, by name; alternatives together."""
        return tuple(
            " or ".join(field.value for field in group)
            for group in self.layout.needed
            if not any(self.mapping.column(field) for field in group)
        )

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the columns of which nobody has said yet how they are read."""
        lines = map(self._line, self.layout.fields)
        return tuple(dict.fromkeys(line.heading for line in lines if line.readings and line.reading is None))

    @property
    def may_be_unattributed(self) -> bool:
        """Return whether rows of this kind want a clinician, but can be stored under none once that is confirmed."""
        anybody = replace(self.mapping, columns={}, confirm_unattributed=False)
        return needs_clinician(anybody) and Field.CLINICIAN not in self._needed

    @property
    def confirmed(self) -> ColumnMapping:
        """Return the mapping with every column read as its line says."""
        lines = [self._line(field) for field in self.layout.fields]
        orders = {line.heading: line.reading for line in lines if isinstance(line.reading, DateOrder)}
        styles = {line.heading: line.reading for line in lines if isinstance(line.reading, NumberStyle)}
        return replace(self.mapping, date_orders=orders, number_styles=styles)

    @property
    def _needed(self) -> tuple[Field, ...]:
        return tuple(dict.fromkeys(field for group in self.layout.needed for field in group))

    @property
    def _found(self) -> tuple[Field, ...]:
        """Return the fields a column was proposed for: what a person chooses since moves no line."""
        proposed = self.preview.proposed.columns
        also = (Field.CLINICIAN,) if self.may_be_unattributed else ()
        return tuple(
            field for field in self.layout.fields if field not in self._needed and (field in proposed or field in also)
        )

    @property
    def _rest(self) -> tuple[Field, ...]:
        shown = (*self._needed, *self._found)
        return tuple(field for field in self.layout.fields if field not in shown)

    def _line(self, field: Field) -> FieldLine:
        heading = self.mapping.column(field) or ""
        column = next((column for column in self.preview.columns if column.heading == heading), None)
        line = FieldLine(field, self._title(field), heading, "", field in self._needed)
        if column is None:
            return line
        readings, reading = self._reading(field, column)
        return replace(line, examples=", ".join(column.examples), readings=readings, reading=reading)

    def _title(self, field: Field) -> str:
        """Return its name; where one of several fields is needed, their lines follow each other as one sentence."""
        group: Sequence[Field] = next((group for group in self.layout.needed if field in group), (field,))
        is_first = field is group[0] and field in self._needed
        return f"{field.value}{' (needed)' if is_first else ''}{', or' if field is not group[-1] else ''}"

    def _reading(self, field: Field, column: ColumnPreview) -> tuple[tuple[Reading, ...], Reading | None]:
        if column.order is not None or column.asks_order:
            order = self.mapping.date_orders.get(column.heading)
            return _ORDERS, order or (None if column.asks_order else column.order)
        if field in NUMBER_FIELDS and (column.style is not None or column.asks_style):
            style = self.mapping.number_styles.get(column.heading)
            return tuple(NumberStyle), style or (None if column.asks_style else column.style)
        return (), None
