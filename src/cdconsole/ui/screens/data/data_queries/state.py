"""Everything the page of data queries shows, and the form of an answer. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.challenge import DataQuery
from cdconsole.domain.extract import BatchRow
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState


@dataclass(frozen=True)
class DataQueriesState:
    """``queries`` is None until they are read."""

    queries: tuple[DataQuery, ...] | None = None
    imports: tuple[BatchRow, ...] = ()
    chosen: str = ""
    form: FormState | None = None
    problem: str = ""

    @property
    def selected(self) -> DataQuery | None:
        """Return the query that is looked at."""
        return next((query for query in self.queries or () if query.id == self.chosen), None)

    @property
    def summary(self) -> str:
        """Return how many wait."""
        if self.queries is None:
            return "Reading…"
        waiting = sum(1 for query in self.queries if query.is_open)
        return f"{waiting} of {len(self.queries)} wait for an answer" if self.queries else "Nothing has been asked."


def answer_form(query: DataQuery, imports: tuple[BatchRow, ...]) -> FormState:
    """Return the form of an answer."""
    choices = (("", "No import"), *((batch.id, batch.file_name) for batch in imports))
    return FormState(
        "answer",
        "Answer the data query",
        "Store answer",
        (
            FormField("answer", "What was found, and what was mended"),
            FormField("batch", "Mended by", FieldKind.CHOICE, choices=choices),
        ),
        lead=query.question,
    )
