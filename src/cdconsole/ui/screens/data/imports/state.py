"""What the imports page shows: the imports, one report, and the file that is being imported. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.extract import BatchRow, ColumnMapping, ExtractPreview, ImportReport, RowFinding
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS
from cdconsole.domain.identity import BatchId

CONFIRM_TEXT = f"No column names the clinician: store every row under one clinician called “{UNATTRIBUTED}”."


@dataclass(frozen=True)
class FindingRow:
    """A row of the file that was not stored, or was stored and is to be checked."""

    number: int
    is_stored: bool
    finding: RowFinding


@dataclass(frozen=True)
class Wizard:
    """A file that was looked at and how its columns are mapped; ``doing`` says what is going on, if anything."""

    preview: ExtractPreview
    mapping: ColumnMapping
    problem: str = ""
    clinician_problem: str = ""
    doing: str = ""

    @property
    def file_name(self) -> str:
        """Return the file's name."""
        return PurePath(self.preview.path).name

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields that can be filled from this kind of file."""
        return LAYOUTS[self.mapping.kind].fields

    @property
    def asks_unattributed(self) -> bool:
        """Return whether one clinician for everything has to be confirmed."""
        return self.mapping.column(Field.CLINICIAN) is None

    @property
    def specialties(self) -> tuple[str, ...]:
        """Return the specialties to choose from; none where the file has only one."""
        return self.preview.specialties if len(self.preview.specialties) > 1 else ()

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what to know before importing that no control of the page asks for."""
        asked = (*(field.value for field in Field), UNATTRIBUTED)
        return tuple(q for q in self.preview.questions if not any(words in q for words in asked))

    def examples(self, field: Field) -> str:
        """Return the first values of the column that fills a field."""
        heading = self.mapping.column(field)
        found = (column.examples for column in self.preview.columns if column.heading == heading)
        return ", ".join(next(found, ()))


@dataclass(frozen=True)
class ImportsState:
    """The whole page."""

    batches: tuple[BatchRow, ...] = ()
    chosen: BatchId | None = None
    report: ImportReport | None = None
    wizard: Wizard | None = None
    reading: str = ""
    problem: str = ""
    is_loading: bool = True

    @property
    def findings(self) -> tuple[FindingRow, ...]:
        """Return the rows not stored, then those to check."""
        if self.report is None:
            return ()
        kinds = ((False, self.report.rejected), (True, self.report.questioned))
        found = [(is_stored, finding) for is_stored, listed in kinds for finding in listed]
        return tuple(FindingRow(at, is_stored, finding) for at, (is_stored, finding) in enumerate(found))

    @property
    def report_lines(self) -> tuple[str, ...]:
        """Return what the chosen import did, a sentence a line."""
        report = self.report
        if report is None:
            return ()
        lines = [report.sentence, *(f"Left out: {left}." for left in report.left_out)]
        if report.covers is not None:
            lines.append(f"Covers {date_text(report.covers[0])} to {date_text(report.covers[1])}.")
        if not report.has_times:
            lines.append("Dates only: measures that need a time of day are not available from this file.")
        if report.new_clinicians:
            lines.append(f"New clinicians: {', '.join(report.new_clinicians)}.")
        return tuple(lines)
