"""What the wizard shows of one file: a line for each field, what is still open, and how far the import is. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_fields import Field
from cdconsole.services.tasks import Progress
from cdconsole.ui.screens.data.imports.field_state import FieldLine, MappedFields

OWN_TEMPLATE = (
    "Job plans are read by the headings of their own template, so there are no columns to choose. Each row is a"
    " programmed activity; the rows of one clinician with the same start date are one plan, stored as a version where"
    " it says something new. A plan with a row that can't be read is held back whole, and the row is listed."
    " “Where files come from” has the template to save."
)
CONFIRM_TEXT = f"No column names the clinician: store every row under one clinician called “{UNATTRIBUTED}”."


@dataclass(frozen=True)
class Wizard:
    """A file that was looked at and how its columns are mapped; ``doing`` says what is going on, if anything."""

    preview: ExtractPreview
    mapping: ColumnMapping
    problem: str = ""
    clinician_problem: str = ""
    doing: str = ""
    progress: Progress | None = None
    shows_more: bool = False

    @property
    def file_name(self) -> str:
        """Return the file's name."""
        return PurePath(self.preview.path).name

    @property
    def size(self) -> str:
        """Return how large the file is, in words."""
        return f"{counted(self.preview.rows, 'row')}, {counted(len(self.preview.columns), 'column')}"

    @property
    def fields(self) -> MappedFields:
        """Return the fields of the chosen kind, with their columns."""
        return MappedFields(self.preview, self.mapping)

    @property
    def lines(self) -> tuple[FieldLine, ...]:
        """Return the fields shown, a line each."""
        return self.fields.lines(with_more=self.shows_more)

    @property
    def known_by(self) -> str:
        """Return how the columns came to be matched, in one sentence."""
        if self.preview.remembered:
            return f"Columns {self.preview.remembered}."
        if self.preview.recognised:
            return f"Recognised as: {self.preview.recognised}."
        if self.has_own_template:
            return "Its headings are not those of job plans."
        return "Not a layout that is known: columns are matched by likeness, so look at each."

    @property
    def has_own_template(self) -> bool:
        """Return whether files of this kind are read by fixed headings."""
        return self.mapping.kind is ExtractKind.JOB_PLANS

    @property
    def asks_dates(self) -> bool:
        """Return whether the order of day and month is asked for the whole file: no column of it is shown."""
        return self.has_own_template and any(column.asks_order for column in self.preview.columns)

    @property
    def still_open(self) -> str:
        """Return what has to be answered before the file can be imported; empty where nothing has."""
        if self.fields.missing:
            return f"No column for: {'; '.join(self.fields.missing)}."
        if self.fields.unread:
            return f"Say how to read: {', '.join(self.fields.unread)}."
        if self.asks_dates and self.mapping.date_order is DateOrder.AUTOMATIC:
            return "Say how dates are written: both readings fit."
        return ""

    @property
    def asks_unattributed(self) -> bool:
        """Return whether one clinician for everything has to be confirmed."""
        may = self.fields.may_be_unattributed or bool(self.clinician_problem)
        return may and self.mapping.column(Field.CLINICIAN) is None

    @property
    def is_ready(self) -> bool:
        """Return whether the file can be imported without anybody looking at its columns."""
        is_known = bool(self.preview.recognised or self.preview.remembered)
        is_whose = not self.asks_unattributed or self.mapping.confirm_unattributed
        return is_known and is_whose and not self.still_open

    @property
    def specialties(self) -> tuple[str, ...]:
        """Return the specialties to choose from; none where the file has only one."""
        return self.preview.specialties if len(self.preview.specialties) > 1 else ()

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what to know before importing that no control of the page asks for."""
        open_columns = (column.heading for column in self.preview.columns if column.asks_order or column.asks_style)
        asked = (*(field.value for field in Field), *open_columns, UNATTRIBUTED)
        return tuple(q for q in self.preview.questions if not any(words in q for words in asked))

    def looked_again(self, preview: ExtractPreview) -> Wizard:
        """Return the wizard over a new look at the file, with what the person said before where it still fits."""
        before, said = self.preview.proposed, self.mapping
        columns = dict(said.columns)
        if said.sheet != before.sheet:
            columns = dict(preview.proposed.columns)
        elif said.kind is not before.kind:
            taken = set(preview.proposed.columns.values())
            kept = {field: heading for field, heading in columns.items() if heading not in taken}
            columns = kept | preview.proposed.columns
        fields = self.fields.layout.fields
        mapping = replace(said, columns={field: heading for field, heading in columns.items() if field in fields})
        proposed = replace(preview.proposed, kind=said.kind, sheet=said.sheet)
        return replace(self, preview=replace(preview, proposed=proposed), mapping=mapping, doing="")


def first_look(preview: ExtractPreview) -> Wizard:
    """Return the wizard over a first look at a file, as it is proposed."""
    wizard = Wizard(preview, preview.proposed)
    fields = wizard.fields.layout.fields
    columns = {field: heading for field, heading in preview.proposed.columns.items() if field in fields}
    return replace(wizard, mapping=replace(preview.proposed, columns=columns))


def counted(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
